using Monitor.Worker.Intake;

namespace Monitor.Worker.Tests.Intake;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("https://kabar.example/a?utm_source=x&utm_medium=y")]
    [InlineData("https://kabar.example/a?fbclid=1&gclid=2&igshid=3")]
    [InlineData("https://kabar.example/a?UTM_Source=x")]
    [InlineData("https://kabar.example/a#komentar")]
    [InlineData("https://kabar.example/a/")]
    [InlineData("https://www.kabar.example/a")]
    [InlineData("https://m.kabar.example/a")]
    [InlineData("https://amp.kabar.example/a")]
    [InlineData("https://kabar.example/a/amp")]
    [InlineData("https://kabar.example/a/amp/")]
    [InlineData("https://kabar.example/a?amp=1")]
    [InlineData("https://kabar-example.cdn.ampproject.org/c/s/kabar.example/a/amp")]
    [InlineData("https://kabar-example.cdn.ampproject.org/v/s/kabar.example/a?amp_js_v=1&usqp=2&utm_source=x")]
    [InlineData("https://www.google.com/amp/s/amp.kabar.example/a")]
    [InlineData("https://www.google.com/amp/kabar.example/a")]
    [InlineData("http://kabar.example/a")]
    [InlineData("HTTPS://KABAR.example:443/a")]
    public void WaysToOnePageAreOnePage(string url) =>
        Assert.Equal(Fingerprint.OfUrl(new Uri("https://kabar.example/a")), Fingerprint.OfUrl(new Uri(url)));

    [Theory]
    [InlineData("https://kabar.example/b")]
    [InlineData("https://kabar.example/A")]
    [InlineData("https://kabar.example/a?id=1")]
    [InlineData("https://kabar.example/a2")]
    [InlineData("https://kabar.example:8443/a")]
    [InlineData("https://lain.kabar.example/a")]
    [InlineData("https://kabarr.example/a")]
    [InlineData("https://jahat.example/c/s/kabar.example/a")]
    [InlineData("https://kabar-example.cdn.ampproject.org/c/s/lain.example/a")]
    [InlineData("https://www.google.com/kabar.example/a")]
    public void OtherPagesAreOtherPages(string url) =>
        Assert.NotEqual(Fingerprint.OfUrl(new Uri("https://kabar.example/a")), Fingerprint.OfUrl(new Uri(url)));

    [Fact]
    public void OrderOfParametersIsNotTheAddress() =>
        Assert.Equal(Fingerprint.OfUrl(new Uri("https://x.example/?a=1&b=2")), Fingerprint.OfUrl(new Uri("https://x.example/?b=2&a=1")));

    [Fact]
    public void HostOfTwoLabelsThatBeginsLikeAPrefixStaysWhole() =>
        Assert.NotEqual(Fingerprint.OfUrl(new Uri("https://m.id/a")), Fingerprint.OfUrl(new Uri("https://id/a")));

    [Theory]
    [InlineData("Pilih  nomor\n2")]
    [InlineData("PILIH NOMOR 2!!!")]
    [InlineData("pilih, nomor: 2")]
    [InlineData("ｐｉｌｉｈ nomor ２")]
    [InlineData("𝐏𝐢𝐥𝐢𝐡 𝓷𝓸𝓶𝓸𝓻 𝟚")]
    public void SameWordsInAnotherDressAreTheSameText(string text) =>
        Assert.Equal(Fingerprint.OfText("", "Pilih nomor 2"), Fingerprint.OfText("", text));

    [Theory]
    [InlineData("Pilih nomor 3")]
    [InlineData("Pilih nomor 2 ya")]
    [InlineData("Pilih nomor 2 🙏")]
    [InlineData("")]
    public void AnotherWordOrEmojiIsAnotherText(string text) =>
        Assert.NotEqual(Fingerprint.OfText("", "Pilih nomor 2"), Fingerprint.OfText("", text));

    [Fact]
    public void HeadlineAndBodyDoNotRunTogether() =>
        Assert.NotEqual(Fingerprint.OfText("pilih", "nomor dua"), Fingerprint.OfText("pilih nomor", "dua"));

    [Fact]
    public void HalfASurrogatePairHasAFingerprintToo() =>
        Assert.Equal(Fingerprint.OfText("", "pilih \uD83D dua"), Fingerprint.OfText("", "pilih \uD83D dua"));
}

namespace Monitor.Classifier.Tests.Text;

public sealed class ScannerTests
{
    [Theory]
    [InlineData("ＦＵＬＬ ｗｉｄｔｈ", "full width")]
    [InlineData("𝐌𝐞𝐧𝐚𝐧𝐠", "menang")]
    [InlineData("m\u200Be\u00ADnang", "menang")]
    [InlineData("сорі", "copi")]
    [InlineData("👍🏽👍", "👍 👍")]
    [InlineData("lihat https://t.co/abc, ya", "lihat <url> , ya")]
    [InlineData("kata<br>ini &amp; itu", "kata ini itu")]
    public void DisguisedCharactersAreReadAsWhatTheyLookLike(string text, string forms) => Assert.Equal(forms, Some.Forms(text));

    [Fact]
    public void ATokenKeepsItsPlaceInTheOriginalText()
    {
        const string text = "Ayo  𝐌𝐞𝐧𝐚𝐧𝐠!";
        var buffer = Some.Tokens(text);
        Assert.Equal("𝐌𝐞𝐧𝐚𝐧𝐠", text.Substring(buffer.Tokens[1].Start, buffer.Tokens[1].Length));
    }
}

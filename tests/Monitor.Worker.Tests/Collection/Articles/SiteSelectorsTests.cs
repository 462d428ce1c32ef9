using Monitor.Worker.Collection.Articles;

namespace Monitor.Worker.Tests.Collection.Articles;

public sealed class SiteSelectorsTests
{
    private const string Text =
        "Kepala dinas membuka pelatihan bagi pedagang pasar, lalu meninjau stan yang menjual hasil tani dari desa sekitar.";

    [Fact]
    public void TheSelectorOfASiteDecidesForItAndItsSubdomains()
    {
        var sites = SiteSelectors.Parse("""{"sites":[{"host":"kabar.example","body":["div.isi"],"remove":["p.sisip"]}]}""");
        const string Html =
            $"<div class=\"lain\"><p>{Text}</p><p>{Text}</p></div><div class=\"a isi\"><p>Isi pendek.</p><p class=\"sisip\">Sisipan</p></div>";
        var article = new ArticleExtractor(sites).Extract(Html, new Uri("https://pekalongan.kabar.example/1")).Article;
        Assert.Equal("Isi pendek.", article?.Text);
        Assert.Equal(BodySource.SiteRule, article?.Source);
    }

    [Fact]
    public void WhereNoSelectorFitsTheGeneralExtractorIsUsed()
    {
        var sites = SiteSelectors.Parse("""{"sites":[{"host":"kabar.example","body":["#hilang"]}]}""");
        var article = new ArticleExtractor(sites).Extract($"<p>{Text}</p>", new Uri("https://kabar.example/1")).Article;
        Assert.Equal(Text, article?.Text);
        Assert.Equal(BodySource.Density, article?.Source);
    }

    [Fact]
    public void EveryProblemOfTheFileIsNamed()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            SiteSelectors.Parse("""{"sites":[{"host":"a.example","body":["div > p"]},{"host":"a b","remove":["[x]"]}]}""")
        );
        Assert.Contains("'div > p'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'a b'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'[x]'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheShippedFileIsSound() => Assert.NotNull(SiteSelectors.Shipped().For("news.detik.com"));
}

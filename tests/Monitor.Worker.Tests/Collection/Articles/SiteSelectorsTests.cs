using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Contests;

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
        var error = Assert.Throws<RulesRefusedException>(() =>
            SiteSelectors.Parse(
                """{"sites":[{"host":"a.example","body":["div > p"]},{"host":"a b","remove":["[x]"]},{"host":"a.example","body":["p"]},{"host":"c.example"}]}"""
            )
        );
        Assert.Equal(
            [
                "sites.json: a.example.body: must have the form tag.class#id[attribute=value], was \"div > p\"",
                "sites.json: a b.remove: must have the form tag.class#id[attribute=value], was \"[x]\"",
                "sites.json: host: must be a host name, was \"a b\"",
                "sites.json: a.example: must be there once only, was \"a.example\"",
                "sites.json: c.example: must hold body or remove",
            ],
            error.Problems.Select(problem => problem.Describe().En)
        );
    }

    [Theory]
    [InlineData("""{"sites":[{"host":"a.example","bodi":["p"]}]}""", "bodi")]
    [InlineData("""{"sites":[{"host":"a.example" "body":["p"]}]}""", "(1)")]
    [InlineData("""{"sites":"a.example"}""", "$.sites")]
    public void AFileThatIsNoSiteFileSaysWhereInOneSentence(string json, string place)
    {
        var problem = Assert.Single(Assert.Throws<RulesRefusedException>(() => SiteSelectors.Parse(json)).Problems);
        Assert.Contains(place, problem.Describe().Id, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsMissingIsNamed()
    {
        using var folder = Some.Folder();
        var problem = Assert.Single(Assert.Throws<RulesRefusedException>(() => SiteSelectors.Load(folder["tidak-ada"])).Problems);
        Assert.Contains("sites.json", problem.Describe().Id, StringComparison.Ordinal);
    }

    [Fact]
    public void TheShippedFileIsSound() => Assert.NotNull(SiteSelectors.Shipped().For("news.detik.com"));
}

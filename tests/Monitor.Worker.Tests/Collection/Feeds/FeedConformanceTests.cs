using System.Text.Json;
using Monitor.Worker.Collection.Feeds;

namespace Monitor.Worker.Tests.Collection.Feeds;

/// <summary>Every pair of gofeed's translator tests: the fields that our model has must agree (docs/feeds.md lists the others).</summary>
public sealed class FeedConformanceTests
{
    private static readonly Uri Base = new("http://base.example/feed");

    [Fact]
    public void EveryFieldOfGofeedsExpectationsThatWeHaveAgrees()
    {
        var folder = Path.Combine(ConformanceFolder.Require("feeds"), "translator");
        var differences = new List<string>();
        var pairs = 0;
        foreach (var (input, expected) in Pairs(folder))
        {
            pairs++;
            var document = FeedParser.Parse(File.ReadAllBytes(input), contentType: null, Base);
            if (!document.IsFeed)
            {
                differences.Add($"{Path.GetFileName(input)}: {document.Refusal}");
                continue;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(expected));
            foreach (var (field, want, got) in FeedFields.Compare(json.RootElement, document.Feed))
            {
                if (want != got)
                {
                    differences.Add($"{Path.GetFileName(input)}: {field} should be «{want}», is «{got}»");
                }
            }
        }

        Assert.True(pairs >= 90, $"only {pairs} pairs found");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [InlineData("atom03_feed.xml", "Feed Title")]
    [InlineData("atom10_feed.xml", "Feed Title")]
    [InlineData("rdf_feed.xml", "Feed Title")]
    [InlineData("rss_feed.xml", "Feed Title")]
    [InlineData("rss_feed_bom.xml", "Feed Title")]
    [InlineData("rss_feed_leading_spaces.xml", "Feed Title")]
    [InlineData("json10_feed.json", "title")]
    [InlineData("json11_feed.json", "title")]
    [InlineData("sample.json", "title")]
    [InlineData("unknown_feed.xml", null)]
    [InlineData("empty_feed.xml", null)]
    [InlineData("invalid.json", null)]
    public void TheFamilyOfAFeedIsFoundFromItsBody(string file, string? title)
    {
        var path = Path.Combine(ConformanceFolder.Require("feeds"), "parser", "universal", file);
        var document = FeedParser.Parse(File.ReadAllBytes(path), contentType: null, Base);
        Assert.Equal(title, document.Feed?.Title);
        Assert.Equal(title is null, document.Refusal is not null);
    }

    private static IEnumerable<(string Input, string Expected)> Pairs(string folder)
    {
        foreach (var expected in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var input = expected.EndsWith("_expected.json", StringComparison.Ordinal)
                ? expected.Replace("_expected.json", ".json", StringComparison.Ordinal)
                : Path.ChangeExtension(expected, ".xml");
            if (input != expected && File.Exists(input))
            {
                yield return (input, expected);
            }
        }
    }
}

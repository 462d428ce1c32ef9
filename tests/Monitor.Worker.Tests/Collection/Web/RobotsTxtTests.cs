using System.Text;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>robots.txt as RFC 9309 and the web have it.</summary>
public sealed class RobotsTxtTests
{
    [Fact]
    public void EveryConformanceExpectationHolds()
    {
        var files = Directory.GetFiles(Shared.Conformance("robots"), "*.textproto");
        var expectations = files.Order(StringComparer.Ordinal).SelectMany(RobotsSpecification.Read).ToList();

        var broken = expectations
            .Where(one => RobotsTxt.Parse(one.RobotsTxt).Allows(one.Agent, one.Url).Allowed != one.Allowed)
            .Select(one => $"{one.Where}: {one.Agent} {one.Url} should be {(one.Allowed ? "allowed" : "disallowed")}")
            .ToList();

        Assert.True(expectations.Count >= 100, $"Only {expectations.Count} expectations were read.");
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("User-agent: *\nDisallow: /cari", "/cari?q=asn", "Disallow: /cari")]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", null)]
    [InlineData("User-agent: BawasluMonitor/2.0 (bot)\nDisallow: /", "/a", "Disallow: /")]
    [InlineData("User-agent: bawaslumonitor\nDisallow: /x\nUser-agent: *\nDisallow: /", "/a", null)]
    [InlineData("User-agent: BawasluMonitor\nDisallow: /x\n\nUser-agent: BawasluMonitor\nDisallow: /a", "/a", "Disallow: /a")]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/berkas/a.pdf", "Disallow: /*.pdf$")]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/berkas/a.pdf?x", null)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/a-b-b-c-d", "Disallow: /a*b*c")]
    [InlineData("User-agent: *\nDisallow: *", "/apa-saja", "Disallow: *")]
    [InlineData("User-agent: *\nDisallow: $", "/", null)]
    [InlineData("User-agent: *\nCrawl-delay: 5\nSitemap: https://x/y.xml\nDisallow: /a", "/a", "Disallow: /a")]
    [InlineData("<html><body>404: tidak ditemukan</body></html>", "/a", null)]
    [InlineData("User-agent: *\nDisalow: /a", "/a", "Disallow: /a")]
    public void TheRuleThatDecidedIsNamed(string robots, string path, string? rule)
    {
        var verdict = RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots)).Allows("BawasluMonitor", "https://contoh.id" + path);

        Assert.Equal(rule is null, verdict.Allowed);
        if (rule is not null)
        {
            Assert.Equal(rule, verdict.Rule);
        }
    }

    [Theory]
    [InlineData("/berita/%7Eadmin", "/berita/~admin")]
    [InlineData("/berita/~admin", "/berita/%7eadmin")]
    [InlineData("/pencarian/ñ", "/pencarian/%C3%B1")]
    [InlineData("/pencarian/%c3%b1", "/pencarian/ñ")]
    public void ANoHoldsInEitherSpellingOfAnAddress(string rule, string path)
    {
        var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes($"User-agent: *\nDisallow: {rule}\n"));

        Assert.False(robots.Allows("BawasluMonitor", "https://contoh.id" + path).Allowed);
    }

    [Fact]
    public void AFileIsReadUpTo500KiBAndHalfALineDoesNotCount()
    {
        var head = "User-agent: *\nDisallow: /awal\n";
        var tail = "Disallow: /tepat-di-batas\nDisallow: /akhir\n";
        var filler = new string('#', RobotsTxt.MaxBytes - head.Length - 1 - "Disallow: /te".Length) + "\n";

        var robots = RobotsTxt.Parse(Encoding.ASCII.GetBytes(head + filler + tail));

        Assert.False(robots.Allows("A", "https://contoh.id/awal").Allowed);
        Assert.True(robots.Allows("A", "https://contoh.id/tentang").Allowed);
        Assert.True(robots.Allows("A", "https://contoh.id/akhir").Allowed);
    }

    [Theory]
    [InlineData("User-agent: *\nCrawl-delay: 10", 10.0)]
    [InlineData("User-agent: *\nCrawl-delay: 0.5", 0.5)]
    [InlineData("User-agent: BawasluMonitor\nCrawl-delay: 3\nUser-agent: *\nDisallow: /\nCrawl-delay: 60", 3.0)]
    [InlineData("User-agent: *\nCrawl-delay: -4", null)]
    [InlineData("User-agent: *\nCrawl-delay: lama", null)]
    [InlineData("Crawl-delay: 10", null)]
    public void CrawlDelayIsReadForOurGroups(string robots, double? seconds)
    {
        var delay = RobotsTxt
            .Parse(
                Encoding.ASCII.GetBytes(
                    robots.Replace("Crawl-delay: 3\nUser", "Crawl-delay: 3\nDisallow: /x\nUser", StringComparison.Ordinal)
                )
            )
            .CrawlDelay("BawasluMonitor");

        Assert.Equal(seconds, delay?.TotalSeconds);
    }

    [Fact]
    public void AnyBytesAtAllAreReadWithoutComplaint()
    {
        var random = new Random(9309);
        var pieces = new[]
        {
            "User-agent:",
            "*",
            "\n",
            "\r",
            "Disallow:",
            "Allow: ",
            "/",
            "$",
            "%",
            "%4",
            "%e3%83",
            " ",
            "\0",
            "#",
            ":",
            "\u00FF",
        };
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new List<byte>();
            for (var i = random.Next(40); i > 0; i--)
            {
                bytes.AddRange(
                    random.Next(4) == 0 ? [(byte)random.Next(256)] : Encoding.Latin1.GetBytes(pieces[random.Next(pieces.Length)])
                );
            }

            var robots = RobotsTxt.Parse([.. bytes]);
            robots.Allows("BawasluMonitor", Encoding.Latin1.GetString([.. bytes.Take(20)]));
            robots.CrawlDelay("*");
        }
    }

    [Fact]
    public void ManyStarsCostNoMoreThanTheirLength()
    {
        // With a backtracking matcher this would not end within a lifetime.
        var pattern = string.Concat(Enumerable.Repeat("*a", 5_000)) + "b";
        var robots = RobotsTxt.Parse(Encoding.ASCII.GetBytes($"User-agent: *\nDisallow: /{pattern}\n"));

        Assert.True(robots.Allows("A", "https://contoh.id/" + new string('a', 8_000)).Allowed);
    }
}

using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>Articles in several pages and forms, and what is edited or listed again.</summary>
public abstract class CollectorArticleTests : CollectorSuite
{
    /// <summary>Every text is flagged, so that a test can see what was kept of it.</summary>
    protected CollectorArticleTests() => IntakeSettings.FlagUnattributed = true;

    [Fact]
    public async Task PagesOfOneArticleAreJoinedAndEachIsEvidence()
    {
        await WatchAsync("a", "1");
        Site.Bodies["/p/1"] = Page("satu", "<a href=\"/p/1?page=2\">2</a>");
        Site.Bodies["/p/1?page=2"] = Page("dua", "<a href=\"/p/1\">1</a> <a href=\"/p/1?page=3\">3</a>");
        Site.Bodies["/p/1?page=3"] = Page("tiga", "<a href=\"/p/1?page=2\">2</a>");
        await CollectAsync();
        var text = Assert.Single(await ListAsync<string>("SELECT text FROM flag"));
        Assert.Equal(3, new[] { "satu", "dua", "tiga" }.Count(word => text.Contains($"tentang {word}:", StringComparison.Ordinal)));
        Assert.True(text.IndexOf("tentang dua:", StringComparison.Ordinal) < text.IndexOf("tentang tiga:", StringComparison.Ordinal));
        // What every page repeats stands once.
        Assert.Equal(2, text.Split("Kalimat pembuka yang diulang pada setiap halaman").Length);
        Assert.Equal(["", "?page=2", "?page=3"], Site.Visits.Where(visit => visit.Path == "/p/1").Select(visit => visit.Query));
        Assert.Equal(
            3,
            await ScalarAsync<int>(
                "SELECT COUNT(DISTINCT sha256) FROM evidence JOIN flag_evidence ON evidence.id = flag_evidence.evidence_id"
            )
        );
        Assert.Equal(1, await CountAsync("item"));
    }

    [Fact]
    public async Task NoMorePagesAreJoinedThanTheCap()
    {
        CollectionSettings.MaxArticlePages = 3;
        await WatchAsync("a", "1");
        Site.Bodies["/p/1"] = Page("satu", "<a href=\"/p/1?page=2\">2</a>");
        for (var i = 2; i < 9; i++)
        {
            Site.Bodies[$"/p/1?page={i}"] = Page($"halaman{i}", $"<a href=\"/p/1?page={i + 1}\">lanjut</a>");
        }

        await CollectAsync();
        Assert.Equal(3, Site.Asked("/p/1"));
    }

    [Fact]
    public async Task SiteThatShowsItsFirstPageForEveryNumberIsAskedOnceMoreAndNoTextIsDoubled()
    {
        await WatchAsync("a", "1");
        Site.Bodies["/p/1"] = Page("satu", "<a href=\"/p/1?page=2\">2</a> <a href=\"/p/1?page=3\">3</a>");
        await CollectAsync();
        Assert.Equal(2, Site.Asked("/p/1"));
        Assert.Equal(2, Assert.Single(await ListAsync<string>("SELECT text FROM flag")).Split("Paragraf 1 tentang satu:").Length);
    }

    [Fact]
    public async Task ArticleWhoseSecondPageFailsIsTriedAgainWholeAndOneWhoseSecondPageIsGoneEndsThere()
    {
        await WatchAsync("a", "2", "1");
        Site.Bodies["/p/1"] = Page("satu", "<a href=\"/p/1/2\">2</a>");
        Site.Bodies["/p/1/2"] = Page("dua", "");
        Site.Failing["/p/1/2"] = (503, null);
        Site.Bodies["/p/2"] = Page("lain", "<a href=\"/p/2/2\">2</a>");
        Site.Failing["/p/2/2"] = (404, null);
        await CollectAsync();
        Assert.Equal(["2"], await ListAsync<string>("SELECT native_id FROM item"));
        Site.Failing.Clear();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Contains("tentang dua:", (await ListAsync<string>("SELECT text FROM flag ORDER BY id"))[^1], StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("setback"));
    }

    [Theory]
    [InlineData("/p/1", "/amp/p/1")]
    [InlineData("/amp/p/1", "/p/1")]
    public async Task AmpFormAndCanonicalFormAreOneStoryWhicheverComesFirst(string first, string second)
    {
        // Another template around other words, as AMP pages have: only the address makes them one.
        Site.Bodies["/p/1"] = Page("satu", "");
        Site.Bodies["/amp/p/1"] =
            $"<!DOCTYPE html><html amp><head><link rel=\"canonical\" href=\"http://{Site.Authority}/p/1\"></head><body><article><h1>AMP</h1>{string.Concat(FeedSite.TextOf("amp").Split("\n\n").Select(line => $"<p>{line}</p>"))}</article></body></html>";
        await WatchAsync("a");
        await WatchAsync("b");
        Site.Bodies["/a.xml"] = Feed(first);
        Site.Bodies["/b.xml"] = Feed(second);
        CollectionSettings.Workers = 1;
        await CollectAsync();
        Assert.Equal([null, "url"], await ListAsync<string?>("SELECT duplicate_by FROM item ORDER BY id"));
        Assert.Equal(1, await CountAsync("flag"));
    }

    [Fact]
    public async Task PageIsReadAgainWhenTheFeedSaysSomethingElseOfItAndItsFlagHasTheNewWordsAsEvidence()
    {
        await WatchAsync("a");
        Site.Bodies["/a.xml"] = Feed("/p/1", title: "Camat hadir");
        await CollectAsync();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(1, Site.Asked("/p/1"));

        Site.Bodies["/a.xml"] = Feed("/p/1", title: "Camat tidak hadir");
        Site.Bodies["/p/1"] = Page("ralat", "");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal((2, 1, 1), (Site.Asked("/p/1"), await CountAsync("item"), await CountAsync("flag")));
        Assert.Equal(1, Collector.Counts.Edited);
        Assert.Equal(2, await CountAsync("flag_evidence"));
    }

    [Fact]
    public async Task FeedThatSaysSomethingElseEveryTimeHasItsPageReadAgainTenTimesAndNoMore()
    {
        await WatchAsync("a");
        for (var i = 0; i < 20; i++)
        {
            Site.Bodies["/a.xml"] = Feed("/p/1", title: $"Dibaca {i} kali");
            await CollectAsync();
            Time.Advance(Every);
        }

        Assert.Equal(11, Site.Asked("/p/1"));
        Assert.Equal(1, await CountAsync("item"));
    }

    [Fact]
    public async Task EntriesThatAFeedListsAgainAfterYearsAreNotNewAlsoWhenTheirFlagsAndTextsAreGone()
    {
        await WatchAsync("a", "2", "1");
        await CollectAsync();
        Site.List("a", "3");
        Time.Advance(Every);
        await CollectAsync();
        await ExecuteAsync("DELETE FROM flag_evidence");
        await ExecuteAsync("DELETE FROM flag");
        Time.Advance(TimeSpan.FromDays(800));
        Site.List("a", "3", "2", "1");
        await CollectAsync();
        Assert.Equal((3, 0), (await CountAsync("item"), await CountAsync("flag")));
        Assert.Equal((1, 1), (Site.Asked("/p/1"), Site.Asked("/p/2")));
    }

    private static string Feed(string path, string title = "Berita") =>
        $"<rss version=\"2.0\"><channel><title>Kabar</title><item><guid isPermaLink=\"false\">1</guid><link>{path}</link><title>{title}</title></item></channel></rss>";

    private static string Page(string entry, string links) =>
        $"""
            <!DOCTYPE html><html lang="id"><head><title>Berita</title></head><body><article><h1>Berita</h1>
            <p>Kalimat pembuka yang diulang pada setiap halaman, karena demikianlah cetakan situs ini dibuat oleh pengelolanya sejak lama.</p>
            {string.Concat(FeedSite.TextOf(entry).Split("\n\n").Select(paragraph => $"<p>{paragraph}</p>"))}
            </article><div class="halaman">{links}</div></body></html>
            """;
}

/// <summary>On SQLite.</summary>
public sealed class CollectorArticleOnSqliteTests : CollectorArticleTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CollectorArticleOnPostgreSqlTests : CollectorArticleTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

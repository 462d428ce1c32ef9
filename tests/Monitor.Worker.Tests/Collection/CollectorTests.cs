using System.Text;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>What becomes of the entries that a source lists.</summary>
public abstract class CollectorTests : CollectorSuite
{
    [Fact]
    public async Task EveryEntryIsReadFromItsPageAndTheValidatorIsSaved()
    {
        await WatchAsync("a", "3", "2", "1");
        await CollectAsync();
        Assert.Equal(["1", "2", "3"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("ok", 0, Some.Moment), (source.LastOutcome, source.Failures, source.LastNewAt));
        Assert.NotNull(source.Etag);
        Assert.Null(source.LeaseUntil);
        Assert.Equal(3, Collector.Counts.Collected);
    }

    [Fact]
    public async Task UnchangedFeedCostsOneConditionalRequestAndNoPage()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal([200, 304], Site.Visits.Where(visit => visit.Path == "/a.xml").Select(visit => visit.Status));
        Assert.Equal(1, Site.Asked("/p/1"));
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("not-modified", 0), (source.LastOutcome, source.Failures));
        Assert.NotNull(source.Etag);
    }

    [Fact]
    public async Task EntryThatIsKnownIsNotFetchedAgainWhenTheFeedGrows()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        Site.List("a", "2", "1");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal((1, 1), (Site.Asked("/p/1"), Site.Asked("/p/2")));
        Assert.Equal(2, await CountAsync("item"));
    }

    [Fact]
    public async Task ValidatorIsSavedOnlyAfterEverythingWasTaken()
    {
        await WatchAsync("a", "4", "3", "2", "1");
        var release = new TaskCompletionSource();
        Site.Held["/p/3"] = release.Task;
        using var stop = new CancellationTokenSource();
        var collecting = Collector.CollectDueAsync(stop.Token);
        await Eventually.TrueAsync(() => Site.Asked("/p/3") > 0, "the third page is asked for");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collecting);

        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("interrupted", null, null), (source.LastOutcome, source.Etag, source.LeaseUntil));
        Assert.Equal(2, await CountAsync("item"));
        release.SetResult();
        await CollectAsync();
        Assert.Equal(["1", "2", "3", "4"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Equal(1, Site.Asked("/p/1"));
        Assert.NotNull((await Sources.GetAsync(1, default)).Etag);
    }

    [Fact]
    public async Task InterruptedCheckSaysNothingAboutTheSource()
    {
        await WatchAsync("a", "1");
        Site.Failing["/a.xml"] = (500, null);
        await CollectAsync();
        Site.Failing.Clear();
        var release = new TaskCompletionSource();
        Site.Held["/a.xml"] = release.Task;
        Time.Advance(Every * 2);
        using var stop = new CancellationTokenSource();
        var collecting = Collector.CollectDueAsync(stop.Token);
        await Eventually.TrueAsync(() => Site.Asked("/a.xml") > 1, "the feed is asked for again");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collecting);
        release.SetResult();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal((1, null), (source.Failures, source.LastSuccessAt));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<link>/p/tertutup</link>")]
    public async Task EntryWithoutAPageOrWithAClosedOneIsTakenInByTheFeedsOwnWords(string link)
    {
        Site.Failing["/p/tertutup"] = (403, null);
        Site.Bodies[
            "/a.xml"
        ] = $"""
            <rss version="2.0"><channel><title>a</title><item><guid isPermaLink="false">t1</guid>{link.Replace(
                "/p/",
                $"http://{Site.Authority}/p/",
                StringComparison.Ordinal
            )}<title>Judul</title><description>Jadwal posyandu pindah ke hari Kamis.</description></item></channel></rss>
            """;
        await WatchAsync("a");
        await CollectAsync();
        Assert.Equal(["t1"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Empty(await Setbacks.QuarantinedAsync(default));
    }

    [Fact]
    public async Task PageNestedBeyondReasonIsQuarantinedWithTheReasonAndStopsNothingElse()
    {
        await WatchAsync("a", "2", "1");
        Site.Bodies["/p/1"] = string.Concat(Enumerable.Repeat("<div>", 100_000)) + "isi";
        await CollectAsync();
        Assert.Equal(["2"], await ListAsync<string>("SELECT native_id FROM item"));
        var aside = Assert.Single(await Quarantine.ListAsync(1, default));
        Assert.Equal("1", aside.NativeId);
        Assert.Contains("512", aside.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PageThatDoesNotExistIsQuarantinedAndStopsNothingElse()
    {
        await WatchAsync("a", "3", "2", "1");
        Site.Failing["/p/2"] = (404, null);
        await CollectAsync();
        Assert.Equal(["1", "3"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Equal(1, (await Setbacks.QuarantinedAsync(default))[1]);
        Assert.NotNull((await Sources.GetAsync(1, default)).Etag);

        Site.List("a", "4", "3", "2", "1");
        Time.Advance(TimeSpan.FromDays(1));
        await CollectAsync();
        Assert.Equal(1, Site.Asked("/p/2"));
        Assert.Equal(3, await CountAsync("item"));
    }

    [Fact]
    public async Task EntryThatWasPutBackFromQuarantineIsTakenAtTheNextRound()
    {
        await WatchAsync("a", "2", "1");
        Site.Failing["/p/2"] = (404, null);
        await CollectAsync();
        Site.Failing.Clear();
        await Quarantine.RetrySourceAsync(1, Some.Admin, default);
        await CollectAsync();
        Assert.Equal(["1", "2"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Equal((0, 2), (await CountAsync("setback"), Site.Asked("/p/2")));
    }

    [Fact]
    public async Task PageThatFailsIsTriedLaterAndTakenEvenWhenTheFeedHasDroppedIt()
    {
        await WatchAsync("a", "2", "1");
        Site.Failing["/p/2"] = (500, null);
        await CollectAsync();
        Assert.Equal(1, await CountAsync("item"));

        Site.List("a", "1");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(2, Site.Asked("/p/2"));

        Site.Failing.Clear();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(["1", "2"], await ListAsync<string>("SELECT native_id FROM item ORDER BY native_id"));
        Assert.Equal(0, await CountAsync("setback"));
    }

    [Fact]
    public async Task PageThatKeepsFailingEndsInQuarantine()
    {
        await WatchAsync("a", "1");
        Site.Failing["/p/1"] = (500, null);
        for (var i = 0; i < 30; i++)
        {
            await CollectAsync();
            Time.Advance(Every);
        }

        Assert.Equal(6, Site.Asked("/p/1"));
        Assert.Equal(1, (await Setbacks.QuarantinedAsync(default))[1]);
    }

    [Fact]
    public async Task TextOfAnEntryThatWaitedForAnotherTryIsGoneFromTheFilesOnceItIsTakenAndNotFlagged()
    {
        const string canary = "kenariberbulukuning";
        await WatchAsync("a", canary);
        Site.Failing[$"/p/{canary}"] = (500, null);
        await CollectAsync();
        Site.Failing.Clear();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal((1, 0), (await CountAsync("item"), await CountAsync("setback")));
        await ExecuteAsync("UPDATE item SET native_id = '-', url_key = '-'");
        Database.Dispose();
        foreach (var file in Directory.GetFiles(Folder.Root, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(
                $"Ringkasan {canary}",
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task PagesWithoutAnArticleAreCountedInARowAlsoWhenTheFeedsWordsTakeTheirPlace()
    {
        await WatchAsync("a", "3", "2", "1");
        Site.Bodies["/p/2"] = Site.Bodies["/p/3"] = "<html><body><form><input name='sandi'></form></body></html>";
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal((2, Some.Moment), (source.EmptyPages, source.EmptySince));

        Site.List("a", "4", "3", "2", "1");
        Time.Advance(Every);
        await CollectAsync();
        source = await Sources.GetAsync(1, default);
        Assert.Equal((0, null, 1), (source.EmptyPages, source.EmptySince, source.Gaps));
        Assert.Equal(Every, source.Rhythm.Gap);
    }

    [Fact]
    public async Task PostsOfAnAccountAreTheEntriesThemselves()
    {
        var account = await AddAccountAsync("budi");
        Site.List("budi", "2", "1");
        await AddSourceAsync(Site.Feed("budi"), account);
        await CollectAsync();
        Assert.Equal(
            ["Ringkasan 1.", "Ringkasan 2."],
            (await ListAsync<string>("SELECT text FROM flag ORDER BY id")).Select(text => text.Split('\n')[^1])
        );
        Assert.Equal(0, Site.Asked("/p/1"));
    }
}

/// <summary>On SQLite.</summary>
public sealed class CollectorOnSqliteTests : CollectorTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CollectorOnPostgreSqlTests : CollectorTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

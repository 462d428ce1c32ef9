using System.IO.Compression;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>What a check says of its source, and when the next one is.</summary>
public abstract class CollectorCheckTests : CollectorSuite
{
    /// <summary>Makes saving what came of one source fail.</summary>
    internal abstract Task BreakFinishAsync(long source);

    [Theory]
    [InlineData("<html><body><form>Silakan masuk</form></body></html>", 0, "not-readable")]
    [InlineData(null, 500, "server-error")]
    [InlineData(null, 404, "not-found")]
    [InlineData(null, 403, "forbidden")]
    public async Task SourceThatDoesNotAnswerAsItShouldBacksOffAndItsNextCheckIsSaved(string? body, int status, string outcome)
    {
        await WatchAsync("a", "1");
        if (body is null)
        {
            Site.Failing["/a.xml"] = (status, null);
        }
        else
        {
            Site.Bodies["/a.xml"] = body;
        }

        var waits = new List<TimeSpan>();
        for (var i = 0; i < 9; i++)
        {
            await CollectAsync();
            var source = await Sources.GetAsync(1, default);
            Assert.Equal((outcome, i + 1, null), (source.LastOutcome, source.Failures, source.LeaseUntil));
            Assert.Equal(Some.Moment, source.FirstFailureAt);
            waits.Add(source.NextCheckAt - Time.GetUtcNow());
            Time.Advance(waits[^1]);
        }

        // Doubling with up to a fifth of jitter on top, and no longer than the longest interval.
        for (var i = 0; i < waits.Count; i++)
        {
            var doubled = Every * Math.Pow(2, i);
            var least = doubled < CollectionSettings.MaxInterval ? doubled : CollectionSettings.MaxInterval;
            Assert.InRange(
                waits[i],
                least,
                CollectionSettings.MaxInterval < doubled * 1.2 ? CollectionSettings.MaxInterval : doubled * 1.2
            );
        }

        Assert.Equal(CollectionSettings.MaxInterval, waits[^1]);
        Assert.Equal(9, Collector.Counts.Failed);

        Site.Failing.Clear();
        Site.Bodies.Clear();
        await CollectAsync();
        var mended = await Sources.GetAsync(1, default);
        Assert.Equal(("ok", 0, null), (mended.LastOutcome, mended.Failures, mended.FirstFailureAt));
    }

    [Fact]
    public async Task FeedThatIsABombBacksOffAndItsNextCheckIsSaved()
    {
        await WatchAsync("a", "1");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 32; i++)
            {
                gzip.Write(zeros);
            }
        }

        Site.Files["/a.xml"] = packed.ToArray();
        Site.Headers["/a.xml"] = ("Content-Encoding", "gzip");
        for (var failures = 1; failures <= 3; failures++)
        {
            await CollectAsync();
            var source = await Sources.GetAsync(1, default);
            Assert.Equal(("too-large", failures), (source.LastOutcome, source.Failures));
            Assert.True(source.NextCheckAt >= Time.GetUtcNow() + (Every * Math.Pow(2, failures - 1)), $"{source.NextCheckAt}");
            Time.Advance(source.NextCheckAt - Time.GetUtcNow());
        }
    }

    [Fact]
    public async Task FeedThatHadEntriesAndListsNoneIsAFailure()
    {
        await WatchAsync("a", "1");
        await WatchAsync("baru");
        await CollectAsync();
        Site.List("a");
        for (var i = 1; i <= 3; i++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await CollectAsync();
            var source = await Sources.GetAsync(1, default);
            Assert.Equal(("empty", i), (source.LastOutcome, source.Failures));
        }

        Assert.Equal(0, (await Sources.GetAsync(2, default)).Failures);
    }

    [Theory]
    [InlineData(301, true, false, "baru")]
    [InlineData(308, true, false, "baru")]
    [InlineData(302, true, false, "a")]
    [InlineData(301, false, false, "a")]
    [InlineData(301, true, true, "a")]
    public async Task FeedThatMovedForGoodIsFollowedWhenItCanBeReadThereAndNobodyElseWatchesIt(
        int status,
        bool readable,
        bool taken,
        string lives
    )
    {
        await WatchAsync("a", "1");
        Site.Redirects["/a.xml"] = (status, "/baru.xml");
        Site.List("baru", "1");
        if (!readable)
        {
            Site.Bodies["/baru.xml"] = "<html><body>Kami pindah.</body></html>";
        }

        if (taken)
        {
            await AddSourceAsync(Site.Feed("baru"));
            await Sources.SetStateAsync(2, "paused", Some.Admin, default);
        }

        await CollectAsync();
        Assert.Equal(Site.Feed(lives), (await Sources.GetAsync(1, default)).Url);
        Assert.Equal(
            lives == "a" ? 0 : 1,
            await ScalarAsync<int>("SELECT COUNT(*) FROM audit WHERE verb = 'source.moved' AND subject = 'source:1'")
        );
        Time.Advance(TimeSpan.FromHours(1));
        await CollectAsync();
        Assert.Equal(lives == "a" ? 2 : 1, Site.Asked("/a.xml"));
    }

    [Fact]
    public async Task WhatAnotherSiteServesIsNotLaidAtTheAccountsDoor()
    {
        await WatchAsync("a", "1");
        await ExecuteAsync(
            """
            INSERT INTO account (id, platform, handle, url, url_key, basis, registered_by, registered_at)
            VALUES (1, 'web', 'a', 'http://127.0.0.1/a', '127.0.0.1/a', 'official', 'uji', 0)
            """
        );
        await ExecuteAsync("UPDATE source SET account_id = 1");
        Site.Redirects["/a.xml"] = (301, $"http://localhost:{Site.Port}/baru.xml");
        Site.List("baru", "1");
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("moved-elsewhere", 1, Site.Feed("a")), (source.LastOutcome, source.Failures, source.Url));
        Assert.Empty(await ListAsync<string>("SELECT native_id FROM item"));
    }

    [Fact]
    public async Task RetryAfterIsHonouredWhenItIsLongerThanTheBackOff()
    {
        await WatchAsync("a", "1");
        Site.Failing["/a.xml"] = (429, 7200);
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("rate-limited", Some.Moment.AddHours(2)), (source.LastOutcome, source.NextCheckAt));
    }

    [Fact]
    public async Task SourceOfAHostThatRestsIsPostponedAndNeitherBetterNorWorse()
    {
        CollectionSettings.Workers = 1;
        await WatchAsync("a", "1");
        await WatchAsync("b", "2");
        Site.Failing["/a.xml"] = (429, 600);
        await CollectAsync();
        var postponed = await Sources.GetAsync(2, default);
        Assert.Equal(("postponed", 0, null), (postponed.LastOutcome, postponed.Failures, postponed.LastSuccessAt));
        Assert.Equal(Some.Moment.AddMinutes(10), postponed.NextCheckAt);
        Assert.Equal(0, Site.Asked("/b.xml"));

        Time.Advance(TimeSpan.FromMinutes(10));
        await CollectAsync();
        Assert.Equal(("ok", 1), ((await Sources.GetAsync(2, default)).LastOutcome, await CountAsync("item")));
    }

    [Fact]
    public async Task HostThatAsksForRestInTheMiddleOfAFeedGetsItAndTheRestOfTheFeedIsTakenAfterwards()
    {
        await WatchAsync("a", "3", "2", "1");
        Site.Failing["/p/2"] = (429, 600);
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("postponed", null), (source.LastOutcome, source.Etag));
        Assert.Equal((1, 0), (await CountAsync("item"), Site.Asked("/p/3")));
        Site.Failing.Clear();
        Time.Advance(TimeSpan.FromMinutes(10));
        await CollectAsync();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(3, await CountAsync("item"));
    }

    [Fact]
    public async Task RhythmDoesNotDriftHoweverLateTheChecksAre()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        for (var i = 1; i <= 5; i++)
        {
            Time.Advance(Every + TimeSpan.FromSeconds(7 * (i % 2 == 0 ? -1 : 1)));
            await CollectAsync();
            Assert.Equal(Some.Moment + (Every * (i + 1)), (await Sources.GetAsync(1, default)).NextCheckAt);
        }
    }

    [Fact]
    public async Task AfterALongSleepASourceIsCheckedOnceAndKeepsItsRhythm()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        Time.Advance(TimeSpan.FromHours(10) + TimeSpan.FromMinutes(4));
        await CollectAsync();
        await CollectAsync();
        Assert.Equal(2, Site.Asked("/a.xml"));
        Assert.Equal(Some.Moment.AddHours(10) + Every, (await Sources.GetAsync(1, default)).NextCheckAt);
    }

    [Fact]
    public async Task WorkIsGivenUpWhenItsLeaseIsLost()
    {
        CollectionSettings.LeaseFor = TimeSpan.FromMinutes(1);
        CollectionSettings.Deadline = TimeSpan.FromMinutes(5);
        await WatchAsync("a", "2", "1");
        var release = new TaskCompletionSource();
        Site.Held["/p/1"] = release.Task;
        var collecting = Collector.CollectDueAsync(default);
        await Eventually.TrueAsync(() => Site.Asked("/p/1") > 0, "the first page is asked for");
        var stolen = Some.Moment.AddHours(1);
        await ExecuteAsync("UPDATE source SET lease_owner = 'lain', lease_until = @stolen", new { stolen });
        Time.Advance(CollectionSettings.LeaseFor / 3);
        await collecting;
        release.SetResult();

        var source = await Sources.GetAsync(1, default);
        Assert.Equal((stolen, null, Some.Moment), (source.LeaseUntil, source.LastCheckedAt, source.NextCheckAt));
        Assert.Equal(0, await CountAsync("item"));
        Assert.Contains(Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("lease", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LongWorkKeepsItsLease()
    {
        CollectionSettings.LeaseFor = TimeSpan.FromMinutes(1);
        CollectionSettings.Deadline = TimeSpan.FromMinutes(5);
        await WatchAsync("a", "1");
        var release = new TaskCompletionSource();
        Site.Held["/p/1"] = release.Task;
        var collecting = Collector.CollectDueAsync(default);
        await Eventually.TrueAsync(() => Site.Asked("/p/1") > 0, "the page is asked for");
        for (var i = 1; i <= 6; i++)
        {
            Time.Advance(CollectionSettings.LeaseFor / 3);
            var renewed = Time.GetUtcNow() + CollectionSettings.LeaseFor;
            await Eventually.TrueAsync(async () => (await Sources.GetAsync(1, default)).LeaseUntil == renewed, $"renewal {i}");
        }

        Assert.Empty(await Sources.ClaimDueAsync("lain", 10, default));
        release.SetResult();
        await collecting;
        Assert.Equal(1, await CountAsync("item"));
    }

    [Fact]
    public async Task OneSourceWhoseEndCannotBeSavedStopsNoOtherAndIsLogged()
    {
        await WatchAsync("a", "1");
        Site.List("b", "2");
        await Sources.AddAsync(Some.Source(Site.Feed("b", "localhost")), Some.Admin, default);
        await BreakFinishAsync(1);
        await CollectAsync();
        Assert.Equal("ok", (await Sources.GetAsync(2, default)).LastOutcome);
        Assert.Contains(
            Log.Lines,
            line => line.Level == LogLevel.Error && line.Text.Contains("source 1 could not be saved", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task TwoCollectorsShareTheSourcesAndNeitherDoublesAnything()
    {
        CollectionSettings.BatchPerHost = 10;
        for (var i = 0; i < 6; i++)
        {
            await WatchAsync($"f{i}", $"{i}-2", $"{i}-1");
        }

        await Task.WhenAll(Collector.CollectDueAsync(default), NewCollector().CollectDueAsync(default));
        Assert.Equal(12, await CountAsync("item"));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(1, Site.Asked($"/f{i}.xml")));
    }
}

/// <summary>On SQLite.</summary>
public sealed class CollectorCheckOnSqliteTests : CollectorCheckTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override Task BreakFinishAsync(long source) =>
        ExecuteAsync(
            $"CREATE TRIGGER broken BEFORE UPDATE OF last_checked_at ON source WHEN OLD.id = {source} BEGIN SELECT RAISE(ABORT, 'broken by the test'); END"
        );
}

/// <summary>On PostgreSQL.</summary>
public sealed class CollectorCheckOnPostgreSqlTests : CollectorCheckTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);

    internal override Task BreakFinishAsync(long source) =>
        ExecuteAsync(
            $"""
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken by the test'; END $$;
            CREATE TRIGGER broken BEFORE UPDATE OF last_checked_at ON source FOR EACH ROW WHEN (OLD.id = {source}) EXECUTE FUNCTION broken()
            """
        );
}

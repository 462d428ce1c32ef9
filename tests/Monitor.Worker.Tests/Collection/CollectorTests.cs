using System.Text;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>The collector between a real web server and a real store; only the clock is turned by hand.</summary>
public abstract class CollectorTests : Spine
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);
    private readonly ListLogger<Collector> _log = new();
    private FeedSite _site = null!;
    private WebGate _gate = null!;
    private Collector _collector = null!;

    /// <summary>Makes saving what came of one source fail.</summary>
    internal abstract Task BreakFinishAsync(long source);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _site = await FeedSite.StartAsync();
        CollectionSettings.AllowedPrivateHosts = [_site.Authority, $"localhost:{_site.Port}"];
        CollectionSettings.Workers = 4;
        _gate = new WebGate(CollectionSettings, new HostPacing(Database, CollectionSettings, Time), Time);
        _collector = NewCollector();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _gate.Dispose();
        await _site.DisposeAsync();
        await base.DisposeAsync();
    }

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
        Assert.Equal(3, _collector.Counts.Collected);
    }

    [Fact]
    public async Task UnchangedFeedCostsOneConditionalRequestAndNoPage()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal([200, 304], _site.Visits.Where(visit => visit.Path == "/a.xml").Select(visit => visit.Status));
        Assert.Equal(1, _site.Asked("/p/1"));
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("not-modified", 0), (source.LastOutcome, source.Failures));
        Assert.NotNull(source.Etag);
    }

    [Fact]
    public async Task EntryThatIsKnownIsNotFetchedAgainWhenTheFeedGrows()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        _site.List("a", "2", "1");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal((1, 1), (_site.Asked("/p/1"), _site.Asked("/p/2")));
        Assert.Equal(2, await CountAsync("item"));
    }

    [Fact]
    public async Task ValidatorIsSavedOnlyAfterEverythingWasTaken()
    {
        await WatchAsync("a", "4", "3", "2", "1");
        var release = new TaskCompletionSource();
        _site.Held["/p/3"] = release.Task;
        using var stop = new CancellationTokenSource();
        var collecting = _collector.CollectDueAsync(stop.Token);
        await Eventually.TrueAsync(() => _site.Asked("/p/3") > 0, "the third page is asked for");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collecting);

        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("interrupted", null, null), (source.LastOutcome, source.Etag, source.LeaseUntil));
        Assert.Equal(2, await CountAsync("item"));
        release.SetResult();
        await CollectAsync();
        Assert.Equal(["1", "2", "3", "4"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Equal(1, _site.Asked("/p/1"));
        Assert.NotNull((await Sources.GetAsync(1, default)).Etag);
    }

    [Fact]
    public async Task InterruptedCheckSaysNothingAboutTheSource()
    {
        await WatchAsync("a", "1");
        _site.Failing["/a.xml"] = (500, null);
        await CollectAsync();
        _site.Failing.Clear();
        var release = new TaskCompletionSource();
        _site.Held["/a.xml"] = release.Task;
        Time.Advance(Every * 2);
        using var stop = new CancellationTokenSource();
        var collecting = _collector.CollectDueAsync(stop.Token);
        await Eventually.TrueAsync(() => _site.Asked("/a.xml") > 1, "the feed is asked for again");
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
        _site.Failing["/p/tertutup"] = (403, null);
        _site.Bodies[
            "/a.xml"
        ] = $"""
            <rss version="2.0"><channel><title>a</title><item><guid isPermaLink="false">t1</guid>{link.Replace(
                "/p/",
                $"http://{_site.Authority}/p/",
                StringComparison.Ordinal
            )}<title>Judul</title><description>Jadwal posyandu pindah ke hari Kamis.</description></item></channel></rss>
            """;
        await WatchAsync("a");
        await CollectAsync();
        Assert.Equal(["t1"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Empty(await Setbacks.QuarantinedAsync(default));
    }

    [Fact]
    public async Task PageThatDoesNotExistIsQuarantinedAndStopsNothingElse()
    {
        await WatchAsync("a", "3", "2", "1");
        _site.Failing["/p/2"] = (404, null);
        await CollectAsync();
        Assert.Equal(["1", "3"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Equal(1, (await Setbacks.QuarantinedAsync(default))[1]);
        Assert.NotNull((await Sources.GetAsync(1, default)).Etag);

        _site.List("a", "4", "3", "2", "1");
        Time.Advance(TimeSpan.FromDays(1));
        await CollectAsync();
        Assert.Equal(1, _site.Asked("/p/2"));
        Assert.Equal(3, await CountAsync("item"));
    }

    [Fact]
    public async Task EntryThatWasPutBackFromQuarantineIsTakenAtTheNextRound()
    {
        await WatchAsync("a", "2", "1");
        _site.Failing["/p/2"] = (404, null);
        await CollectAsync();
        _site.Failing.Clear();
        await Quarantine.RetrySourceAsync(1, Some.Admin, default);
        await CollectAsync();
        Assert.Equal(["1", "2"], await ListAsync<string>("SELECT native_id FROM item ORDER BY id"));
        Assert.Equal((0, 2), (await CountAsync("setback"), _site.Asked("/p/2")));
    }

    [Fact]
    public async Task PageThatFailsIsTriedLaterAndTakenEvenWhenTheFeedHasDroppedIt()
    {
        await WatchAsync("a", "2", "1");
        _site.Failing["/p/2"] = (500, null);
        await CollectAsync();
        Assert.Equal(1, await CountAsync("item"));

        _site.List("a", "1");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(2, _site.Asked("/p/2"));

        _site.Failing.Clear();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(["1", "2"], await ListAsync<string>("SELECT native_id FROM item ORDER BY native_id"));
        Assert.Equal(0, await CountAsync("setback"));
    }

    [Fact]
    public async Task PageThatKeepsFailingEndsInQuarantine()
    {
        await WatchAsync("a", "1");
        _site.Failing["/p/1"] = (500, null);
        for (var i = 0; i < 30; i++)
        {
            await CollectAsync();
            Time.Advance(Every);
        }

        Assert.Equal(6, _site.Asked("/p/1"));
        Assert.Equal(1, (await Setbacks.QuarantinedAsync(default))[1]);
    }

    [Fact]
    public async Task TextOfAnEntryThatWaitedForAnotherTryIsGoneFromTheFilesOnceItIsTakenAndNotFlagged()
    {
        const string canary = "kenariberbulukuning";
        await WatchAsync("a", canary);
        _site.Failing[$"/p/{canary}"] = (500, null);
        await CollectAsync();
        _site.Failing.Clear();
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
            _site.Failing["/a.xml"] = (status, null);
        }
        else
        {
            _site.Bodies["/a.xml"] = body;
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
        Assert.Equal(9, _collector.Counts.Failed);

        _site.Failing.Clear();
        _site.Bodies.Clear();
        await CollectAsync();
        var mended = await Sources.GetAsync(1, default);
        Assert.Equal(("ok", 0, null), (mended.LastOutcome, mended.Failures, mended.FirstFailureAt));
    }

    [Fact]
    public async Task FeedThatHadEntriesAndListsNoneIsAFailure()
    {
        await WatchAsync("a", "1");
        await WatchAsync("baru");
        await CollectAsync();
        _site.List("a");
        for (var i = 1; i <= 3; i++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await CollectAsync();
            var source = await Sources.GetAsync(1, default);
            Assert.Equal(("empty", i), (source.LastOutcome, source.Failures));
        }

        Assert.Equal(0, (await Sources.GetAsync(2, default)).Failures);
    }

    [Fact]
    public async Task PagesWithoutAnArticleAreCountedInARowAlsoWhenTheFeedsWordsTakeTheirPlace()
    {
        await WatchAsync("a", "3", "2", "1");
        _site.Bodies["/p/2"] = _site.Bodies["/p/3"] = "<html><body><form><input name='sandi'></form></body></html>";
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal((2, Some.Moment), (source.EmptyPages, source.EmptySince));

        _site.List("a", "4", "3", "2", "1");
        Time.Advance(Every);
        await CollectAsync();
        source = await Sources.GetAsync(1, default);
        Assert.Equal((0, null, 1), (source.EmptyPages, source.EmptySince, source.Gaps));
        Assert.Equal(Every, source.Rhythm.Gap);
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
        _site.Redirects["/a.xml"] = (status, "/baru.xml");
        _site.List("baru", "1");
        if (!readable)
        {
            _site.Bodies["/baru.xml"] = "<html><body>Kami pindah.</body></html>";
        }

        if (taken)
        {
            await AddSourceAsync(_site.Feed("baru"));
            await Sources.SetStateAsync(2, "paused", Some.Admin, default);
        }

        await CollectAsync();
        Assert.Equal(_site.Feed(lives), (await Sources.GetAsync(1, default)).Url);
        Assert.Equal(
            lives == "a" ? 0 : 1,
            await ScalarAsync<int>("SELECT COUNT(*) FROM audit WHERE verb = 'source.moved' AND subject = 'source:1'")
        );
        Time.Advance(TimeSpan.FromHours(1));
        await CollectAsync();
        Assert.Equal(lives == "a" ? 2 : 1, _site.Asked("/a.xml"));
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
        _site.Redirects["/a.xml"] = (301, $"http://localhost:{_site.Port}/baru.xml");
        _site.List("baru", "1");
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("moved-elsewhere", 1, _site.Feed("a")), (source.LastOutcome, source.Failures, source.Url));
        Assert.Empty(await ListAsync<string>("SELECT native_id FROM item"));
    }

    [Fact]
    public async Task RetryAfterIsHonouredWhenItIsLongerThanTheBackOff()
    {
        await WatchAsync("a", "1");
        _site.Failing["/a.xml"] = (429, 7200);
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
        _site.Failing["/a.xml"] = (429, 600);
        await CollectAsync();
        var postponed = await Sources.GetAsync(2, default);
        Assert.Equal(("postponed", 0, null), (postponed.LastOutcome, postponed.Failures, postponed.LastSuccessAt));
        Assert.Equal(Some.Moment.AddMinutes(10), postponed.NextCheckAt);
        Assert.Equal(0, _site.Asked("/b.xml"));

        Time.Advance(TimeSpan.FromMinutes(10));
        await CollectAsync();
        Assert.Equal(("ok", 1), ((await Sources.GetAsync(2, default)).LastOutcome, await CountAsync("item")));
    }

    [Fact]
    public async Task HostThatAsksForRestInTheMiddleOfAFeedGetsItAndTheRestOfTheFeedIsTakenAfterwards()
    {
        await WatchAsync("a", "3", "2", "1");
        _site.Failing["/p/2"] = (429, 600);
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("postponed", null), (source.LastOutcome, source.Etag));
        Assert.Equal((1, 0), (await CountAsync("item"), _site.Asked("/p/3")));
        _site.Failing.Clear();
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
        Assert.Equal(2, _site.Asked("/a.xml"));
        Assert.Equal(Some.Moment.AddHours(10) + Every, (await Sources.GetAsync(1, default)).NextCheckAt);
    }

    [Fact]
    public async Task WorkIsGivenUpWhenItsLeaseIsLost()
    {
        CollectionSettings.LeaseFor = TimeSpan.FromMinutes(1);
        CollectionSettings.Deadline = TimeSpan.FromMinutes(5);
        await WatchAsync("a", "2", "1");
        var release = new TaskCompletionSource();
        _site.Held["/p/1"] = release.Task;
        var collecting = _collector.CollectDueAsync(default);
        await Eventually.TrueAsync(() => _site.Asked("/p/1") > 0, "the first page is asked for");
        var stolen = Some.Moment.AddHours(1);
        await ExecuteAsync("UPDATE source SET lease_owner = 'lain', lease_until = @stolen", new { stolen });
        Time.Advance(CollectionSettings.LeaseFor / 3);
        await collecting;
        release.SetResult();

        var source = await Sources.GetAsync(1, default);
        Assert.Equal((stolen, null, Some.Moment), (source.LeaseUntil, source.LastCheckedAt, source.NextCheckAt));
        Assert.Equal(0, await CountAsync("item"));
        Assert.Contains(_log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("lease", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LongWorkKeepsItsLease()
    {
        CollectionSettings.LeaseFor = TimeSpan.FromMinutes(1);
        CollectionSettings.Deadline = TimeSpan.FromMinutes(5);
        await WatchAsync("a", "1");
        var release = new TaskCompletionSource();
        _site.Held["/p/1"] = release.Task;
        var collecting = _collector.CollectDueAsync(default);
        await Eventually.TrueAsync(() => _site.Asked("/p/1") > 0, "the page is asked for");
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
        _site.List("b", "2");
        await Sources.AddAsync(Some.Source(_site.Feed("b", "localhost")), Some.Admin, default);
        await BreakFinishAsync(1);
        await CollectAsync();
        Assert.Equal("ok", (await Sources.GetAsync(2, default)).LastOutcome);
        Assert.Contains(
            _log.Lines,
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

        await Task.WhenAll(_collector.CollectDueAsync(default), NewCollector().CollectDueAsync(default));
        Assert.Equal(12, await CountAsync("item"));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(1, _site.Asked($"/f{i}.xml")));
    }

    [Fact]
    public async Task PostsOfAnAccountAreTheEntriesThemselves()
    {
        var account = await AddAccountAsync("budi");
        _site.List("budi", "2", "1");
        await AddSourceAsync(_site.Feed("budi"), account);
        await CollectAsync();
        Assert.Equal(
            ["Ringkasan 1.", "Ringkasan 2."],
            (await ListAsync<string>("SELECT text FROM flag ORDER BY id")).Select(text => text.Split('\n')[^1])
        );
        Assert.Equal(0, _site.Asked("/p/1"));
    }

    private Collector NewCollector() =>
        new(
            Sources,
            Setbacks,
            new SourceReaders([new FeedReader(_gate)]),
            new PageReader(_gate, new ArticleExtractor(SiteSelectors.Shipped())),
            IntakeRoom,
            CollectionSettings,
            Time,
            _log
        );

    private async Task WatchAsync(string name, params string[] entries)
    {
        _site.List(name, entries);
        await AddSourceAsync(_site.Feed(name));
    }

    private Task CollectAsync() => _collector.CollectDueAsync(default);
}

/// <summary>On SQLite.</summary>
public sealed class CollectorOnSqliteTests : CollectorTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override Task BreakFinishAsync(long source) =>
        ExecuteAsync(
            $"CREATE TRIGGER broken BEFORE UPDATE OF last_checked_at ON source WHEN OLD.id = {source} BEGIN SELECT RAISE(ABORT, 'broken by the test'); END"
        );
}

using Monitor.Worker.Collection;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>What a source says of its rhythm, and what the calendar says of its region, reaches the time of its next check.</summary>
public abstract class CollectorRhythmTests : CollectorSuite
{
    [Fact]
    public async Task TimeToLiveIsRememberedWhenTheFeedAnswersThatNothingChanged()
    {
        await WatchAsync("a", "1");
        Site.Bodies["/a.xml"] =
            "<rss version=\"2.0\"><channel><title>Kabar</title><ttl>25</ttl><item><guid>1</guid><link>/p/1</link></item></channel></rss>";
        Site.Headers["/a.xml"] = ("ETag", "\"1\"");
        await CollectAsync();
        Assert.Equal(Some.Moment.AddMinutes(25), (await Sources.GetAsync(1, default)).NextCheckAt);
        Site.Failing["/a.xml"] = (304, null);
        Time.Advance(TimeSpan.FromMinutes(25));
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("not-modified", Some.Moment.AddMinutes(50)), (source.LastOutcome, source.NextCheckAt));
    }

    [Fact]
    public async Task CacheHeadersOfTheAnswerAreRespected()
    {
        await WatchAsync("a", "1");
        Site.Headers["/a.xml"] = ("Cache-Control", "public, max-age=1320");
        await CollectAsync();
        Assert.Equal(Some.Moment.AddMinutes(22), (await Sources.GetAsync(1, default)).NextCheckAt);
        Site.Headers["/a.xml"] = ("Cache-Control", "no-cache");
        Time.Advance(TimeSpan.FromMinutes(22));
        await CollectAsync();
        Assert.Equal(Some.Moment.AddMinutes(37), (await Sources.GetAsync(1, default)).NextCheckAt);
    }

    [Fact]
    public async Task PostponementsAndFailuresMoveTheCheckAndNotTheBeat()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        Site.Failing["/a.xml"] = (503, null);
        Time.Advance(Every);
        await CollectAsync();
        Site.Failing.Clear();
        var retry = (await Sources.GetAsync(1, default)).NextCheckAt;
        Assert.NotEqual(Some.Moment + (Every * 2), retry);
        Time.Advance(retry - Time.GetUtcNow());
        await CollectAsync();
        var next = (await Sources.GetAsync(1, default)).NextCheckAt;
        Assert.Equal(0, (next - Some.Moment).Ticks % Every.Ticks);
        Assert.InRange(next, Time.GetUtcNow(), Time.GetUtcNow() + Every);
    }

    [Fact]
    public async Task PhaseOfTheRegionOfTheAccountsOwnerDrivesTheRhythmOnItsDay()
    {
        // Three hours before the quiet period begins in Papua, and five before it begins on Java.
        Time.Advance(new DateTimeOffset(2024, 11, 23, 12, 0, 0, TimeSpan.Zero) - Time.GetUtcNow());
        await AddPhasedAsync("papua", await AddAccountAsync("papua", asn: await AddPersonAsync("Pemerintah Kota Jayapura", "91.71")));
        await AddPhasedAsync("jawa", await AddAccountAsync("jawa", region: "33.26"));
        await CollectAsync();
        Assert.Equal(
            [(2024, 11, 23, 15), (2024, 11, 23, 17)],
            (await Sources.ListAsync(default))
                .Select(source => source.NextCheckAt.UtcDateTime)
                .Select(at => (at.Year, at.Month, at.Day, at.Hour))
        );
        Time.Advance(TimeSpan.FromHours(3));
        await CollectAsync();
        Assert.Equal(Time.GetUtcNow().AddMinutes(5), (await Sources.GetAsync(1, default)).NextCheckAt);
        Assert.Equal(1, Site.Asked("/jawa.xml"));
    }

    [Fact]
    public async Task IntervalThatWasChangedCountsFromNow()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        Time.Advance(TimeSpan.FromMinutes(7));
        var phases = new Dictionary<string, TimeSpan> { ["kampanye"] = TimeSpan.FromMinutes(5) };
        await Sources.SetIntervalAsync(1, new NewInterval(TimeSpan.FromHours(3), IsAdaptive: false, phases), Some.Admin, default);
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(2, Site.Asked("/a.xml"));
        Assert.Equal(Time.GetUtcNow().AddMinutes(5), source.NextCheckAt);
        Assert.Equal((TimeSpan.FromHours(3), phases["kampanye"]), (source.Every, source.PhaseIntervals["kampanye"]));
        Assert.Equal(1, await ScalarAsync<int>("SELECT COUNT(*) FROM audit WHERE verb = 'source.interval' AND subject = 'source:1'"));
        await Assert.ThrowsAsync<Language.RefusalException>(() =>
            Sources.SetIntervalAsync(9, new NewInterval(Every, IsAdaptive: true, phases), Some.Admin, default)
        );
    }

    private Task AddPhasedAsync(string name, long account)
    {
        Site.List(name, "1");
        return Sources.AddAsync(
            Some.Source(Site.Feed(name), account) with
            {
                Every = TimeSpan.FromHours(12),
                PhaseIntervals = new Dictionary<string, TimeSpan> { ["masa_tenang"] = TimeSpan.FromMinutes(5) },
            },
            Some.Admin,
            default
        );
    }
}

/// <summary>On SQLite.</summary>
public sealed class CollectorRhythmOnSqliteTests : CollectorRhythmTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CollectorRhythmOnPostgreSqlTests : CollectorRhythmTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

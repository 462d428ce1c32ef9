using Monitor.Worker.Collection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>What the row of a source says about it after checks that a test makes up, with the clock turned by hand.</summary>
public abstract class SourceHealthTests : Spine
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task SourceThatFallsSilentTurnsRedWithTheReasonAndTheTimeItBecameTooLong()
    {
        await AddSourceAsync();
        for (var i = 0; i < 10; i++)
        {
            await CheckAsync(fresh: true);
            Time.Advance(Hour * 12);
        }

        // The last new item came 12 hours ago; seven usual gaps are three and a half days.
        var silentFrom = Time.GetUtcNow() - (Hour * 12) + (Hour * 84);
        Assert.Equal("green", (await CheckAsync(fresh: false)).Word);
        Time.Advance(silentFrom - Time.GetUtcNow());
        Assert.Equal("green", (await CheckAsync(fresh: false)).Word);
        Time.Advance(Hour);
        var health = await CheckAsync(fresh: false);
        Assert.Equal(("red", "silent", silentFrom), (health.Word, health.Outcome, health.Since));
        Assert.Contains("every 12 hours", health.Reason!.En, StringComparison.Ordinal);
        Assert.Contains("setiap 12 jam", health.Reason.Id, StringComparison.Ordinal);

        Assert.Equal("green", (await CheckAsync(fresh: true)).Word);
    }

    [Fact]
    public async Task BusySourceIsGivenTheLeastTimeThatIsConfigured()
    {
        await AddSourceAsync();
        for (var i = 0; i < 100; i++)
        {
            await CheckAsync(fresh: true);
            Time.Advance(Hour / 4);
        }

        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal("green", (await CheckAsync(fresh: false)).Word);
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("red", (await CheckAsync(fresh: false)).Word);
        CollectionSettings.SilenceAtLeast = TimeSpan.FromDays(5);
        Assert.Equal("green", (await HealthAsync()).Word);
    }

    [Fact]
    public async Task SourceTooYoungForARhythmIsNeverSilent()
    {
        await AddSourceAsync();
        for (var i = 0; i < 5; i++)
        {
            await CheckAsync(fresh: true);
            Time.Advance(Hour);
        }

        Time.Advance(TimeSpan.FromDays(365));
        Assert.Equal("green", (await CheckAsync(fresh: false)).Word);
        await CheckAsync(fresh: true);
        Assert.True((await Sources.GetAsync(1, default)).Rhythm.IsKnown);
    }

    [Fact]
    public async Task TimeInWhichNobodyAskedIsNoSilence()
    {
        await AddSourceAsync();
        for (var i = 0; i < 10; i++)
        {
            await CheckAsync(fresh: true);
            Time.Advance(Hour);
        }

        Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal("late", (await HealthAsync()).Outcome);
        Assert.Equal("green", (await CheckAsync(fresh: true)).Word);
    }

    [Fact]
    public void OneLongSilenceDoesNotMakeTheNextOneInvisible()
    {
        var rhythm = new Rhythm(TimeSpan.Zero, 0);
        for (var i = 0; i < 20; i++)
        {
            rhythm = rhythm.Learn(Hour * 24, CollectionSettings);
        }

        Assert.Equal(Hour * 24, rhythm.Gap);
        // A year counts as the week that is a silence, and as a fifth of the mean.
        Assert.Equal(
            (Hour * 24) + ((TimeSpan.FromDays(7) - (Hour * 24)) / 5),
            rhythm.Learn(TimeSpan.FromDays(365), CollectionSettings).Gap
        );
    }

    [Fact]
    public async Task SourceWhosePagesComeOutEmptyTurnsRedUntilOneHasTextAgain()
    {
        await AddSourceAsync();
        Assert.Equal("green", (await CheckAsync(fresh: true, sawText: true, empty: 2)).Word);
        var first = Time.GetUtcNow();
        Time.Advance(Hour);
        Assert.Equal("green", (await CheckAsync(fresh: false, empty: 2)).Word);
        Time.Advance(Hour);
        Assert.Equal("green", (await CheckAsync(fresh: false)).Word);
        var health = await CheckAsync(fresh: false, empty: 1);
        Assert.Equal(("red", "empty-pages", first), (health.Word, health.Outcome, health.Since));
        Assert.Contains("last 5 pages", health.Reason!.En, StringComparison.Ordinal);
        Assert.Equal("green", (await CheckAsync(fresh: true, sawText: true)).Word);
        Assert.Null((await Sources.GetAsync(1, default)).EmptySince);
    }

    [Fact]
    public async Task FailuresAreYellowAndFromTheThirdRedAndARefusalOrAPauseIsNeither()
    {
        await AddSourceAsync();
        Assert.Equal("new", (await HealthAsync()).Word);
        Assert.Equal("yellow", (await CheckAsync(fresh: false, outcome: "server-error")).Word);
        await CheckAsync(fresh: false, outcome: "server-error");
        var red = await CheckAsync(fresh: false, outcome: "server-error");
        Assert.Equal(("red", "server-error", Some.Moment), (red.Word, red.Outcome, red.Since));
        Assert.Equal("refused", (await CheckAsync(fresh: false, outcome: "refused-by-robots")).Word);
        await Sources.SetStateAsync(1, "paused", Some.Admin, default);
        Assert.Equal("paused", (await HealthAsync()).Word);
    }

    private async Task<SourceHealth> HealthAsync() =>
        SourceHealth.Of(await Sources.GetAsync(1, default), TimeSpan.FromMinutes(15), CollectionSettings, Time.GetUtcNow());

    private async Task<SourceHealth> CheckAsync(bool fresh, bool sawText = false, int empty = 0, string outcome = "ok")
    {
        Assert.Single(await Sources.ClaimDueAsync("a", 10, default));
        var result = new CheckResult(outcome, outcome == "ok", fresh, new Sentence("-", "-"), Time.GetUtcNow(), null, null, sawText, empty);
        await Sources.FinishAsync(1, "a", result, default);
        return await HealthAsync();
    }
}

/// <summary>On SQLite.</summary>
public sealed class SourceHealthOnSqliteTests : SourceHealthTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class SourceHealthOnPostgreSqlTests : SourceHealthTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

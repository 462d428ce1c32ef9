using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class TurnsTests : Spine
{
    [Fact]
    public async Task SourceThatFloodsTheQueueDelaysItselfAndNobodyElse()
    {
        ReviewSettings.SourceShare = 3;
        var loud = await AddSourceAsync("https://banjir.example/rss");
        var flood = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            flood.Add(await OpenFlagAsync(source: loud, score: 0.99));
        }

        Time.Advance(TimeSpan.FromHours(2));
        var quiet = await AddSourceAsync("https://sepi.example/rss");
        var real = await OpenFlagAsync(source: quiet, score: 0.6);
        // The real one was found later, so it falls due later, and it scores lower: only its turn brings it forward.
        var order = await OrderAsync();
        Assert.Equal([.. flood[..3], real, .. flood[3..]], order);
    }

    [Fact]
    public async Task AccountHasAShareOfItsOwnWhateverItsSource()
    {
        ReviewSettings.AccountShare = 2;
        var account = await AddAccountAsync("ramai");
        List<long> flags = [];
        for (var i = 0; i < 5; i++)
        {
            flags.Add(await OpenFlagAsync(account: account));
        }

        var other = await OpenFlagAsync(account: await AddAccountAsync("lain"));
        var turns = await Task.WhenAll(flags.Select(TurnOfAsync));
        Assert.Equal([0, 0, 1, 1, 2], turns);
        Assert.Equal(0, await TurnOfAsync(other));
    }

    [Fact]
    public async Task ShareBeginsAnewWithTheDay()
    {
        ReviewSettings.SourceShare = 1;
        _ = await OpenFlagAsync();
        Assert.Equal(1, await TurnOfAsync(await OpenFlagAsync()));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await TurnOfAsync(await OpenFlagAsync()));
    }

    [Fact]
    public async Task OfficersReportsHaveNoShareOfTheirCommonSource()
    {
        ReviewSettings.SourceShare = 1;
        var reports = await Sources.ForReportsAsync(default);
        _ = await OpenFlagAsync(source: reports);
        Assert.Equal(0, await TurnOfAsync(await OpenFlagAsync(source: reports)));
    }

    [Fact]
    public async Task FloodStandsInLaterTurnsUntilTheTwentiethAndStaysThere()
    {
        ReviewSettings.SourceShare = 1;
        var turns = new List<int>();
        for (var i = 0; i < 25; i++)
        {
            turns.Add(await TurnOfAsync(await OpenFlagAsync()));
        }

        Assert.Equal([.. Enumerable.Range(0, 21), 20, 20, 20, 20], turns);
    }

    [Fact]
    public async Task ClaimsAndPagesFollowTheTurns()
    {
        ReviewSettings.SourceShare = 1;
        var loud = await AddSourceAsync("https://banjir.example/rss");
        var first = await OpenFlagAsync(source: loud);
        var second = await OpenFlagAsync(source: loud);
        var quiet = await OpenFlagAsync(source: await AddSourceAsync("https://sepi.example/rss"), due: TimeSpan.FromDays(9));
        Assert.Equal(first, (await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default))?.Id);
        Assert.Equal(quiet, (await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default))?.Id);
        Assert.Equal(second, (await Queue.ClaimNextAsync(Some.Analyst("budi"), [], default))?.Id);
        var page = await Queue.PageAsync(new FlagQuery { Limit = 2 }, default);
        Assert.Equal(
            [second],
            (await Queue.PageAsync(new FlagQuery { Limit = 2, After = page.Next }, default)).Items.Select(flag => flag.Id)
        );
    }

    [Fact]
    public async Task WhatWaitsBeyondItsShareIsCountedBySourceUntilItIsDecided()
    {
        ReviewSettings.SourceShare = 1;
        _ = await OpenFlagAsync();
        var beyond = await OpenFlagAsync();
        var counted = Assert.Single(await Database.ReadAsync(Turns.BeyondAsync, default));
        Assert.Equal((1, 1), (counted.SourceId, counted.Flags));
        await Decisions.GiveAsync(Some.Dismissal(beyond), Some.Analyst(), default);
        Assert.Empty(await Database.ReadAsync(Turns.BeyondAsync, default));
    }

    private async Task<List<long>> OrderAsync() => [.. (await Queue.PageAsync(new FlagQuery(), default)).Items.Select(flag => flag.Id)];

    private async Task<int> TurnOfAsync(long flag) => (await FlagAsync(flag))!.Turn;
}

public sealed class TurnsOnSqliteTests : TurnsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class TurnsOnPostgreSqlTests : TurnsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

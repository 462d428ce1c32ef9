using Monitor.Worker.Collection;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>Robustness case 6, X: what it costs is in the books before it is spent, and never more than the cap.</summary>
public abstract class XBudgetTests : XSpine
{
    private long Cap => (long)(XSettings.MonthlySpendCap * 1_000_000);

    [Fact]
    public async Task TheReaderStopsBeforeTheCapTurnsRedAndSaysWhy()
    {
        XSettings.ReadQuoted = false;
        XSettings.MonthlySpendCap = 1;
        await WatchAsync(1001);
        for (var day = 0; day < 20; day++)
        {
            for (var i = 0; i < 40; i++)
            {
                X.Post(1001, $"Unggahan {day}-{i}.", TimeSpan.FromMinutes(5 + i));
            }

            await CollectAsync();
            Assert.InRange(await SpentAsync(), 0, Cap);
            Time.Advance(TimeSpan.FromHours(1));
        }

        var source = await Sources.GetAsync(1, default);
        Assert.Equal(
            (SourceFault.OverBudget, "red"),
            (source.LastOutcome, SourceHealth.Of(source, Every, CollectionSettings, Time.GetUtcNow()).Word)
        );
        Assert.Contains("cap USD 1.000", source.LastReasonEn, StringComparison.Ordinal);
        Assert.InRange(X.Returned.Posts, 1, 200);
        // The books and the other side agree to the last post.
        Assert.Equal((X.Returned.Posts * 5000) + (X.Returned.Users * 10_000), await SpentAsync());
    }

    [Fact]
    public async Task TheNextMonthBeginsAnew()
    {
        XSettings.MonthlySpendCap = 0.03;
        await WatchAsync(1001);
        await CollectAsync();
        Assert.Equal(SourceFault.OverBudget, (await Sources.GetAsync(1, default)).LastOutcome);

        XSettings.MonthlySpendCap = 1;
        Time.Advance(TimeSpan.FromDays(31));
        await CollectAsync();
        Assert.Equal("ok", (await Sources.GetAsync(1, default)).LastOutcome);
        Assert.Equal(["2024-10", "2024-11"], await ListAsync<string>("SELECT month FROM x_spend ORDER BY month"));
    }

    [Fact]
    public async Task AReservationThatWasNeverSettledStaysCounted()
    {
        XSettings.MonthlySpendCap = 1;
        Assert.NotNull(await Budget.ReserveAsync("search-recent", "collect", 900_000, default));
        // The program dies here; another one opens the same books.
        Assert.Null(await Budget.ReserveAsync("search-recent", "collect", 200_000, default));
        Assert.NotNull(await Budget.ReserveAsync("search-recent", "collect", 100_000, default));
    }

    [Fact]
    public async Task TwoAtOnceDoNotBothGetTheLastDollar()
    {
        XSettings.MonthlySpendCap = 1;
        var granted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Budget.ReserveAsync("users", "collect", 300_000, default)));
        Assert.Equal((3, 900_000), (granted.Count(id => id is not null), await SpentAsync()));
    }

    [Fact]
    public async Task WhatAskingAfterKeptPostsWillCostIsNotSpentOnNewOnes()
    {
        await WatchAsync(1001);
        X.Post(1001, "Selamat pagi.");
        await CollectAsync();
        Assert.Equal(1, await CountAsync("flag"));

        // One kept post, 31 days of October left with today: 0.155.
        XSettings.MonthlySpendCap = (await SpentAsync() / 1e6) + 0.2;
        var balance = await Budget.BalanceAsync(default);
        Assert.Equal((155_000, 45_000, 200_000), (balance.SetAside, balance.LeftFor("collect"), balance.LeftFor(XBalance.Takedown)));
        Assert.Null(await Budget.ReserveAsync("search-recent", "collect", 100_000, default));
        Assert.NotNull(await Budget.ReserveAsync("posts", XBalance.Takedown, 100_000, default));
    }

    [Fact]
    public async Task NearTheCapASmallerPageIsAskedFor()
    {
        XSettings.ReadQuoted = false;
        XSettings.MonthlySpendCap = 0.2;
        await WatchAsync(1001);
        for (var i = 0; i < 60; i++)
        {
            X.Post(1001, $"Unggahan {i}.", TimeSpan.FromMinutes(500 - i));
        }

        await CollectAsync();
        Assert.All(
            X.Visits.Where(visit => visit.Endpoint == "timeline"),
            visit => Assert.InRange(int.Parse(visit.Query["max_results"]), 5, 38)
        );
        Assert.InRange(await SpentAsync(), 100_000, Cap);
    }
}

/// <summary>On SQLite.</summary>
public sealed class XBudgetOnSqliteTests : XBudgetTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class XBudgetOnPostgreSqlTests : XBudgetTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

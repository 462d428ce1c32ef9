using Microsoft.AspNetCore.Http;
using Monitor.Worker.Collection;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>What X, its accounts and the wire can do wrong, and that none of it goes further than it must.</summary>
public abstract class XFaultTests : XSpine
{
    [Theory]
    [InlineData(FakeState.Protected, "account-protected")]
    [InlineData(FakeState.Suspended, "account-suspended")]
    [InlineData(FakeState.Gone, "account-gone")]
    internal async Task AnAccountThatCannotBeReadIsRedAtOnceAndHoldsNobodyUp(FakeState state, string outcome)
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        X.User(3003, "tertutup").State = state;
        var closed = await WatchKnownAsync("3003");
        X.Post(1001, "Selamat pagi.");
        await CollectAsync();

        var source = await Sources.GetAsync(closed, default);
        Assert.Equal((outcome, "red"), (source.LastOutcome, SourceHealth.Of(source, Every, CollectionSettings, Time.GetUtcNow()).Word));
        Assert.Equal((1, "ok"), (await CountAsync("item"), (await Sources.GetAsync(1, default)).LastOutcome));
    }

    [Fact]
    public async Task AnAccountThatIsClosedLaterIsFoundOutByItsTimeline()
    {
        await WatchAsync(1001);
        var user = X.User(3003, "nanti");
        await CollectAsync();
        await WatchKnownAsync("3003");
        await CollectAsync();
        user.State = FakeState.Protected;
        await ExecuteAsync("UPDATE source SET state = 'paused' WHERE id = 1");
        Time.Advance(TimeSpan.FromHours(1));
        await CollectAsync();
        Assert.Equal("account-protected", (await Sources.GetAsync(2, default)).LastOutcome);
    }

    [Theory]
    [InlineData(401, "unauthorised")]
    [InlineData(403, "not-allowed")]
    [InlineData(500, "server-error")]
    [InlineData(503, "server-error")]
    public async Task ARefusalIsSaidInItsOwnWordsCostsNothingAndIsNotRepeatedByTheNeighbours(int status, string outcome)
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        await CollectAsync();
        var before = await SpentAsync();
        X.Instead.Enqueue(
            (
                "search",
                http => FakeX.ProblemAsync(http, status, "https://api.x.com/2/problems/client-forbidden", "Ditolak", "Uji: ditolak.")
            )
        );
        Time.Advance(Every);
        await CollectAsync();

        foreach (var source in await Sources.ListAsync(default))
        {
            Assert.Equal((outcome, 1), (source.LastOutcome, source.Failures));
            Assert.Contains("Uji: ditolak.", source.LastReasonEn, StringComparison.Ordinal);
        }

        Assert.Equal((2, before), (X.Asked("search"), await SpentAsync()));
    }

    [Fact]
    public async Task AWrongTokenIsToldAndIsNowhereInWhatIsKept()
    {
        XSettings.BearerToken = "BBBB-salah";
        Restart();
        await WatchAsync(1001);
        await CollectAsync();

        var source = await Sources.GetAsync(1, default);
        Assert.Equal(
            ("unauthorised", "red"),
            (source.LastOutcome, SourceHealth.Of(source, Every, CollectionSettings, Time.GetUtcNow()).Word)
        );
        Assert.DoesNotContain(
            "BBBB",
            source.LastReasonEn + string.Join('\n', Log.Lines.Select(line => line.Text)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task TheTokenAndTheirCookiesAreInNoEvidence()
    {
        await WatchAsync(1001);
        X.Post(1001, "Selamat pagi.");
        await CollectAsync();
        var row = (await ListAsync<string>("SELECT headers || ' ' || url || ' ' || media_type FROM evidence")).Single();
        Assert.DoesNotContain(FakeX.Token, row, StringComparison.Ordinal);
        Assert.DoesNotContain("cookie", row, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("date", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>Maaf, sedang sibuk.</body></html>", "text/html")]
    [InlineData("{\"halo\":1}", "application/json")]
    [InlineData("{\"data\":[{\"id\":\"12", "application/json")]
    public async Task WhatIsNoAnswerOfXIsAReasonAndNoStop(string body, string type)
    {
        await WatchAsync(1001);
        X.Instead.Enqueue(
            (
                "timeline",
                http =>
                {
                    http.Response.ContentType = type;
                    return http.Response.WriteAsync(body);
                }
            )
        );
        await CollectAsync();
        Assert.Equal("not-readable", (await Sources.GetAsync(1, default)).LastOutcome);

        X.Post(1001, "Selamat pagi.");
        Time.Advance(TimeSpan.FromHours(1));
        await CollectAsync();
        Assert.Equal(("ok", 1), ((await Sources.GetAsync(1, default)).LastOutcome, await CountAsync("item")));
    }

    [Fact]
    public async Task ABodyThatBreaksOffIsTriedAgainAndStaysCountedAtTheMostItCouldCost()
    {
        await WatchAsync(1001);
        X.Instead.Enqueue(
            (
                "timeline",
                async http =>
                {
                    http.Response.ContentLength = 1000;
                    await http.Response.WriteAsync("{\"data\":[");
                    // Too few bytes for what was promised: the server closes the connection.
                    await http.Response.Body.FlushAsync();
                }
            )
        );
        await CollectAsync();

        Assert.Equal("interrupted", (await Sources.GetAsync(1, default)).LastOutcome);
        Assert.Equal(await ScalarAsync<long>("SELECT reserved FROM x_request WHERE charged IS NULL"), await SpentAsync() - 10_000);
        Time.Advance(TimeSpan.FromHours(1));
        await CollectAsync();
        Assert.Equal("ok", (await Sources.GetAsync(1, default)).LastOutcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task ASpentEndpointIsWaitedForByXsOwnClockAndTheOthersGoOn(int skew)
    {
        X.Skew = TimeSpan.FromSeconds(skew);
        await WatchAsync(1001);
        await WatchAsync(1002);
        X.Limits["search"] = 0;
        X.Post(1001, "Selamat pagi.");
        await CollectAsync();

        var source = await Sources.GetAsync(1, default);
        Assert.Equal("rate-limited", source.LastOutcome);
        Assert.InRange(source.NextCheckAt - Time.GetUtcNow(), Every, Every * 1.2);

        // A single account is read by its timeline, which has a limit of its own.
        var alone = await WatchAsync(1003);
        await ExecuteAsync("UPDATE source SET state = 'paused' WHERE id < 3");
        await CollectAsync();
        Assert.Equal("ok", (await Sources.GetAsync(alone, default)).LastOutcome);

        X.Limits["search"] = 450;
        await ExecuteAsync("UPDATE source SET state = 'active', next_check_at = 0");
        Time.Advance(TimeSpan.FromMinutes(16));
        await CollectAsync();
        Assert.Equal(("ok", 1), ((await Sources.GetAsync(1, default)).LastOutcome, await CountAsync("item")));
    }

    [Fact]
    public async Task AnAccountThatCannotBeFoundSpoilsTheLookUpOfNoOther()
    {
        await WatchAsync(1001);
        await WatchKnownAsync("9999");
        X.Post(1001, "Selamat pagi.");
        await CollectAsync();
        Assert.Equal(["ok", "account-gone"], (await Sources.ListAsync(default)).Select(source => source.LastOutcome));
        Assert.Equal((1, 1), (X.Asked("users"), await CountAsync("item")));
    }

    [Fact]
    public async Task WhileXIsOffNothingIsAskedAndTheSourceSaysWhy()
    {
        await WatchAsync(1001);
        XSettings.Enabled = false;
        await CollectAsync();
        var source = await Sources.GetAsync(1, default);
        Assert.Equal(("disabled", "red"), (source.LastOutcome, SourceHealth.Of(source, Every, CollectionSettings, Time.GetUtcNow()).Word));
        Assert.Contains("XIV.B", source.LastReasonEn, StringComparison.Ordinal);
        Assert.Empty(X.Visits);
    }
}

/// <summary>On SQLite.</summary>
public sealed class XFaultOnSqliteTests : XFaultTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class XFaultOnPostgreSqlTests : XFaultTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

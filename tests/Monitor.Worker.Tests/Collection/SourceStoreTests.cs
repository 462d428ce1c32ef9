using Monitor.Worker.Audit;
using Monitor.Worker.Collection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

public abstract class SourceStoreTests : Spine
{
    [Fact]
    public async Task NewSourceIsDueAtOnceAndRecorded()
    {
        var id = await AddSourceAsync();
        Assert.Equal([id], await ClaimAsync("a"));
        Assert.Equal(
            ["source.add"],
            (await ListAsync<AuditRow>($"SELECT * FROM audit WHERE subject = 'source:{id}'")).Select(row => row.Verb)
        );
    }

    [Fact]
    public async Task AddressThatIsWatchedAlreadyIsRefusedByTheNumberOfItsSource()
    {
        var id = await AddSourceAsync();
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => AddSourceAsync());
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains($"source {id} ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("source"));
    }

    [Fact]
    public async Task OneHostCannotStarveTheBatch()
    {
        CollectionSettings.BatchPerHost = 2;
        for (var i = 0; i < 10; i++)
        {
            await AddSourceAsync($"https://ramai.example/{i}");
        }

        Time.Advance(TimeSpan.FromHours(1));
        var quiet = await AddSourceAsync("https://sepi.example/rss");
        Assert.Equal([1, 2, quiet], await ClaimAsync("a", count: 3));
    }

    [Fact]
    public async Task SourcesOfAHostThatAreBeingWorkedCountAgainstItsShare()
    {
        CollectionSettings.BatchPerHost = 2;
        for (var i = 0; i < 5; i++)
        {
            await AddSourceAsync($"https://ramai.example/{i}");
        }

        Assert.Equal([1], await ClaimAsync("a", count: 1));
        Assert.Equal([2], await ClaimAsync("b"));
        Assert.Empty(await ClaimAsync("c"));
        await FinishAsync(1, "a", Good(TimeSpan.FromMinutes(15)));
        Assert.Equal([3], await ClaimAsync("c"));
    }

    [Fact]
    public async Task MostOverdueComesFirst()
    {
        CollectionSettings.BatchPerHost = 10;
        await AddSourceAsync("https://a.example/rss");
        await AddSourceAsync("https://b.example/rss");
        await ClaimAsync("a");
        await FinishAsync(1, "a", Good(TimeSpan.FromMinutes(20)));
        await FinishAsync(2, "a", Good(TimeSpan.FromMinutes(10)));
        Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal([2, 1], await ClaimAsync("a"));
    }

    [Fact]
    public async Task SourceOfAHostThatRestsBetweenTwoRequestsLetsOthersPassButNotForEver()
    {
        await AddSourceAsync("https://ramai.example/1");
        Time.Advance(TimeSpan.FromSeconds(1));
        await AddSourceAsync("https://sepi.example/1");
        await ExecuteAsync(
            "INSERT INTO host_pace (host, taken_at, next_at, rested_at, rest_until) VALUES ('ramai.example', @now, @next, 0, 0)",
            new { now = Time.GetUtcNow(), next = Time.GetUtcNow().AddHours(1) }
        );
        Assert.Equal("sepi.example", Assert.Single(await Sources.ClaimDueAsync("a", 1, default)).Host);
        Assert.Equal("ramai.example", Assert.Single(await Sources.ClaimDueAsync("a", 1, default)).Host);

        await Sources.ReleaseAllAsync(default);
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("ramai.example", Assert.Single(await Sources.ClaimDueAsync("a", 1, default)).Host);
    }

    [Fact]
    public async Task EightOwnersThatClaimAtOnceGetEachSourceOnce()
    {
        CollectionSettings.BatchPerHost = 100;
        for (var i = 0; i < 40; i++)
        {
            await AddSourceAsync($"https://h{i}.example/rss");
        }

        var claims = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var store = new SourceStore(await OpenAsync(Folder), AuditLog, CollectionSettings, Time);
                        var mine = new List<long>();
                        while (await store.ClaimDueAsync($"owner-{i}", 3, default) is { Count: > 0 } claimed)
                        {
                            mine.AddRange(claimed.Select(source => source.Id));
                        }

                        return mine;
                    })
                )
        );
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), claims.SelectMany(ids => ids).Order());
    }

    [Fact]
    public async Task LeaseThatRanOutCanBeTakenAndTheLateOwnerChangesNothing()
    {
        await AddSourceAsync();
        await ClaimAsync("a");
        Time.Advance(CollectionSettings.LeaseFor);
        Assert.Empty(await ClaimAsync("b"));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([1], await ClaimAsync("b"));

        Assert.False(await Sources.ExtendLeaseAsync(1, "a", default));
        await FinishAsync(1, "a", Good(TimeSpan.FromDays(3)));
        var source = await Sources.GetAsync(1, default);
        Assert.Equal((Some.Moment, null), (source.NextCheckAt, source.LastCheckedAt));
        Assert.True(await Sources.ExtendLeaseAsync(1, "b", default));
    }

    [Fact]
    public async Task HeartbeatKeepsALease()
    {
        await AddSourceAsync();
        await ClaimAsync("a");
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(CollectionSettings.LeaseFor / 3);
            Assert.True(await Sources.ExtendLeaseAsync(1, "a", default));
        }

        Assert.Empty(await ClaimAsync("b"));
    }

    [Fact]
    public async Task DaemonThatStartsAloneGivesBackWhatAKilledOneHeld()
    {
        await AddSourceAsync();
        await ClaimAsync("killed");
        Assert.Equal(1, await Sources.ReleaseAllAsync(default));
        Assert.Equal([1], await ClaimAsync("restarted"));
    }

    [Fact]
    public async Task PausedSourceIsNotDueAndAResumedOneIsAtOnceAndBothAreRecorded()
    {
        await AddSourceAsync();
        await Sources.SetStateAsync(1, "paused", Some.Admin, default);
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ClaimAsync("a"));
        await Sources.SetStateAsync(1, "active", Some.Admin, default);
        Assert.Equal([1], await ClaimAsync("a"));
        Assert.Equal(
            ["source.add", "source.pause", "source.resume"],
            (await ListAsync<AuditRow>("SELECT * FROM audit ORDER BY sequence")).Select(row => row.Verb)
        );
    }

    [Fact]
    public async Task FailuresAreCountedUntilASuccessAndSayWhenTheyBegan()
    {
        await AddSourceAsync();
        for (var i = 0; i < 3; i++)
        {
            await CheckAsync(Bad());
            Time.Advance(TimeSpan.FromHours(1));
        }

        var source = await Sources.GetAsync(1, default);
        Assert.Equal((3, Some.Moment, null), (source.Failures, source.FirstFailureAt, source.LastSuccessAt));
        await CheckAsync(Good(TimeSpan.Zero));
        source = await Sources.GetAsync(1, default);
        Assert.Equal((0, null, Some.Moment.AddHours(3)), (source.Failures, source.FirstFailureAt, source.LastSuccessAt));
    }

    [Fact]
    public async Task SourceThatWasNotAskedIsNeitherBetterNorWorseThanBefore()
    {
        await AddSourceAsync();
        await CheckAsync(Bad());
        Time.Advance(TimeSpan.FromHours(1));
        await CheckAsync(Good(TimeSpan.Zero) with { Healthy = null, Outcome = "postponed" });
        var source = await Sources.GetAsync(1, default);
        Assert.Equal((1, Some.Moment, null), (source.Failures, source.FirstFailureAt, source.LastSuccessAt));
    }

    [Fact]
    public async Task ClockThatWasSetBackNeitherStallsASourceNorChecksItAgainAtOnce()
    {
        await AddSourceAsync();
        await CheckAsync(Good(TimeSpan.FromMinutes(15)));
        var unchecked_ = await AddSourceAsync("https://baru.example/rss");
        Time.SetWallClock(Some.Moment.AddHours(-1));
        Assert.Equal([unchecked_], await ClaimAsync("a"));
        Time.Advance(TimeSpan.FromMinutes(14));
        Assert.DoesNotContain(1, await ClaimAsync("a"));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(1, await ClaimAsync("a"));
    }

    [Fact]
    public async Task SourceThatDoesNotExistIsSaidNotToExist()
    {
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RefusalException>(() => Sources.GetAsync(9, default))).Kind);
        var pause = () => Sources.SetStateAsync(9, "paused", Some.Admin, default);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RefusalException>(pause)).Kind);
    }

    private CheckResult Good(TimeSpan next) => new("ok", true, true, new Sentence("-", "-"), Time.GetUtcNow() + next, "\"e\"", null);

    private CheckResult Bad() => new("server-error", false, false, new Sentence("-", "-"), Time.GetUtcNow(), null, null);

    private async Task CheckAsync(CheckResult result)
    {
        Assert.Equal([1], await ClaimAsync("a"));
        await FinishAsync(1, "a", result);
    }

    private async Task<List<long>> ClaimAsync(string owner, int count = 100) =>
        (await Sources.ClaimDueAsync(owner, count, default)).ConvertAll(source => source.Id);

    private Task FinishAsync(long id, string owner, CheckResult result) => Sources.FinishAsync(id, owner, result, default);
}

/// <summary>On SQLite.</summary>
public sealed class SourceStoreOnSqliteTests : SourceStoreTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class SourceStoreOnPostgreSqlTests : SourceStoreTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

using System.Collections.Concurrent;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class QueueTests : Spine
{
    [Theory]
    [InlineData(500, 8)]
    [InlineData(1000, 8)]
    public async Task EightClientsThatClaimAtOnceGetEachFlagOnceAndNoneIsLeft(int flags, int clients)
    {
        await OpenManyAsync(flags);
        var owners = new ConcurrentDictionary<long, string>();
        // Half of them in another process: an instance of its own shares nothing with the other but the file.
        using var other = await OpenAsync(Folder);
        await Task.WhenAll(
            Enumerable.Range(0, clients).Select(i => Task.Run(() => ClaimAllAsync($"analis-{i}", i % 2 == 0 ? Database : other)))
        );
        Assert.Equal(flags, owners.Count);
        Assert.Equal(flags, await ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE claim_identity IS NOT NULL"));

        async Task ClaimAllAsync(string name, Database database)
        {
            var queue = new Queue(database, ReviewSettings, Time);
            var mine = new HashSet<long>();
            while (await queue.ClaimNextAsync(Some.Analyst(name), mine, default) is { } flag)
            {
                Assert.True(owners.TryAdd(flag.Id, name), $"flag {flag.Id} went to {name} and to {owners[flag.Id]}");
                Assert.Equal($"uid:{name}", flag.ClaimIdentity);
                mine.Add(flag.Id);
            }
        }
    }

    [Fact]
    public async Task NextFlagIsTheOneThatFallsDueFirstThenTheOneOfTheHighestScore()
    {
        var late = await OpenFlagAsync(due: TimeSpan.FromDays(5), score: 0.99);
        var low = await OpenFlagAsync(due: TimeSpan.FromDays(2), score: 0.6);
        var high = await OpenFlagAsync(due: TimeSpan.FromDays(2), score: 0.8);
        Assert.Equal([high, low, late], (await Queue.ListAsync([], [], 10, default)).Select(flag => flag.Id));
        Assert.Equal(high, (await ClaimAsync("sari"))!.Id);
        Assert.Equal(low, (await ClaimAsync("dewi"))!.Id);
        Assert.Equal(high, (await ClaimAsync("sari"))!.Id);
    }

    [Fact]
    public async Task FlagPutAsideIsNotOfferedAgainInTheSameSitting()
    {
        var first = await OpenFlagAsync();
        var second = await OpenFlagAsync();
        Assert.Equal(second, (await Queue.ClaimNextAsync(Some.Analyst(), [first], default))!.Id);
        Assert.Null(await Queue.ClaimNextAsync(Some.Analyst(), [first, second], default));
    }

    [Fact]
    public async Task ClaimHoldsUntilItLapsesAndCanThenBeTaken()
    {
        var flag = await OpenFlagAsync();
        await ClaimAsync("sari");
        Time.Advance(ReviewSettings.ClaimFor);
        Assert.Null(await ClaimAsync("dewi"));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(flag, (await ClaimAsync("dewi"))!.Id);
    }

    [Fact]
    public async Task ClaimTakenWhileTheClockWasAheadKeepsTheFlagFromNobodyOnceItIsSetRight()
    {
        var flag = await OpenFlagAsync();
        var right = Time.GetUtcNow();
        Time.SetWallClock(right.AddDays(1));
        await ClaimAsync("sari");
        Time.SetWallClock(right);
        Assert.Equal(flag, (await ClaimAsync("dewi"))!.Id);
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("sari"), default), "held by dewi");
    }

    [Fact]
    public async Task LateVerdictOfAnOwnerWhoseClaimWasTakenIsRefused()
    {
        var flag = await OpenFlagAsync();
        await ClaimAsync("sari");
        Time.Advance(ReviewSettings.ClaimFor + TimeSpan.FromSeconds(1));
        await ClaimAsync("dewi");
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("sari"), default), "held by dewi");
        Assert.Equal(0, await CountAsync("decision"));
        Assert.Equal(FlagState.Proposed, await Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("dewi"), default));
    }

    [Fact]
    public async Task SignOfLifeKeepsAClaimAndALateOneIsRefused()
    {
        var flag = await OpenFlagAsync();
        await ClaimAsync("sari");
        for (var i = 0; i < 4; i++)
        {
            Time.Advance(ReviewSettings.ClaimFor / 2);
            Assert.Equal(Time.GetUtcNow() + ReviewSettings.ClaimFor, await Queue.ExtendAsync(flag, Some.Analyst("sari"), default));
        }

        Assert.Null(await ClaimAsync("dewi"));
        Time.Advance(ReviewSettings.ClaimFor + TimeSpan.FromSeconds(1));
        await ClaimAsync("dewi");
        await RefusedAsync(() => Queue.ExtendAsync(flag, Some.Analyst("sari"), default), "somebody else");
    }

    [Fact]
    public async Task FlagThatSomebodyMayNotDecideCannotBeHeldByThem()
    {
        var decided = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Confirmation(decided), Some.Analyst("sari"), default);
        await RefusedAsync(() => Queue.ExtendAsync(decided, Some.Analyst("sari"), default), "another person's");

        var elsewhere = await OpenFlagAsync(region: "33.26");
        await RefusedAsync(() => Queue.ExtendAsync(elsewhere, Some.Analyst("dewi", ["32"]), default), "no flag");
        Assert.Equal(0, await ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE claim_identity IS NOT NULL"));
    }

    [Fact]
    public async Task ReleasedFlagIsFreeAndAnothersCannotBeReleased()
    {
        var flag = await OpenFlagAsync();
        await ClaimAsync("sari");
        await Queue.ReleaseAsync(flag, Some.Analyst("dewi"), default);
        Assert.Null(await ClaimAsync("dewi"));
        await Queue.ReleaseAsync(flag, Some.Analyst("sari"), default);
        Assert.Equal(flag, (await ClaimAsync("dewi"))!.Id);
    }

    [Fact]
    public async Task ReviewerIsOfferedNeitherWhatTheyDecidedNorADisputeUnlessTheyLead()
    {
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("sari"), default);
        Assert.Null(await ClaimAsync("sari"));
        await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst("dewi"), default);
        Assert.Null(await ClaimAsync("tono"));
        Assert.Equal(flag, (await Queue.ClaimNextAsync(Some.Lead(), [], default))!.Id);
    }

    [Fact]
    public async Task ReviewerSeesOwnRegionsTheirRegenciesAndWhatHasNoRegion()
    {
        var regency = await OpenFlagAsync(region: "33.26");
        var province = await OpenFlagAsync(region: "33");
        await OpenFlagAsync(region: "32.76");
        await OpenFlagAsync(region: "333");
        var nowhere = await OpenFlagAsync(region: null);
        async Task<List<long>> SeenAsync(params string[] regions) =>
            (await Queue.ListAsync([], regions, 10, default)).ConvertAll(flag => flag.Id);
        Assert.Equal([regency, province, nowhere], await SeenAsync("33"));
        Assert.Equal([regency, nowhere], await SeenAsync("33.26"));
        Assert.Equal(5, (await SeenAsync()).Count);

        var reviewer = Some.Analyst(regions: ["33.26"]);
        Assert.Equal(regency, (await Queue.ClaimNextAsync(reviewer, [], default))!.Id);
        Assert.Equal(nowhere, (await Queue.ClaimNextAsync(reviewer, [regency], default))!.Id);
        Assert.Null(await Queue.ClaimNextAsync(reviewer, [regency, nowhere], default));
    }

    [Fact]
    public async Task FlagOfAnotherRegionAndNoFlagSoundTheSame()
    {
        var flag = await OpenFlagAsync(region: "32.76");
        var reviewer = Some.Analyst(regions: ["33"]);
        var other = await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), reviewer, default), "");
        var none = await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(999), reviewer, default), "");
        Assert.Equal(RefusalKind.NotFound, other.Kind);
        Assert.Equal(
            none.Message.Replace("999", "N", StringComparison.Ordinal),
            other.Message.Replace($"{flag}", "N", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task FlagOfTheReviewersOwnInstansiIsSomebodyElses()
    {
        var person = await AddPersonAsync("Pemerintah Kabupaten Pekalongan", "33.26");
        var flag = await OpenFlagAsync(person: person);
        var colleague = Some.Analyst("sari", instansi: "PEMERINTAH KABUPATEN PEKALONGAN");
        Assert.Null(await Queue.ClaimNextAsync(colleague, [], default));
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), colleague, default), "own instansi");
        Assert.NotNull(await Queue.ClaimNextAsync(Some.Analyst("dewi", instansi: "Bawaslu"), [], default));
    }

    [Fact]
    public async Task ManyFlagsThatAReviewerMayNotDecideDoNotHideTheOneTheyMay()
    {
        var person = await AddPersonAsync("Pemkab");
        for (var i = 0; i < 210; i++)
        {
            await OpenFlagAsync(person: person, due: TimeSpan.FromDays(1));
        }

        var last = await OpenFlagAsync(due: TimeSpan.FromDays(9));
        Assert.Equal(last, (await Queue.ClaimNextAsync(Some.Analyst(instansi: "Pemkab"), [], default))!.Id);
    }

    private async Task OpenManyAsync(int flags)
    {
        var first = await OpenFlagAsync();
        await ExecuteAsync(
            """
            INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at, due_rule,
                attribution, attribution_evidence, suggested_forms)
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < @flags)
            SELECT item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at + i % 7, due_rule,
                attribution, attribution_evidence, suggested_forms
            FROM flag, n WHERE id = @first
            """,
            new { flags, first }
        );
        Assert.Equal(flags, await CountAsync("flag"));
    }

    private Task<FlagRow?> ClaimAsync(string name) => Queue.ClaimNextAsync(Some.Analyst(name), [], default);

    private static async Task<RefusalException> RefusedAsync(Func<Task> act, string because)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(act);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}

/// <summary>On SQLite.</summary>
public sealed class QueueOnSqliteTests : QueueTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class QueueOnPostgreSqlTests : QueueTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

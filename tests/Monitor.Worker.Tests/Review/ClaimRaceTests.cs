using System.Collections.Concurrent;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

/// <summary>Eight clients at once on a thousand flags, three rounds, and some of them die at any moment.</summary>
public abstract class ClaimRaceTests : Spine
{
    private const int FlagCount = 1000;
    private const int Clients = 8;

    [Fact]
    public async Task EachFlagHasOneOwnerAtAnyTimeAndNoVerdictIsLostDoubledOrLate()
    {
        await OpenManyAsync();
        // Half of the clients in another process: an instance of its own shares nothing with the other but the file.
        using var other = await OpenAsync(Folder);
        var late = 0;
        for (var round = 1; round <= 3; round++)
        {
            var claims = new ConcurrentBag<(long Flag, string Name, DateTimeOffset Until)>();
            var accepted = new ConcurrentDictionary<long, string>();
            await Task.WhenAll(
                Enumerable
                    .Range(0, Clients)
                    .Select(i => Task.Run(() => WorkAsync($"r{round}-{i}", new Random((round * 100) + i), i % 2 == 0 ? Database : other)))
            );
            Assert.Equal(FlagCount, accepted.Count);
            Assert.Equal(round * FlagCount, await CountAsync("decision"));
            Assert.Equal(
                0,
                await ScalarAsync<long>(
                    "SELECT COUNT(*) FROM (SELECT flag_id FROM decision GROUP BY flag_id, place HAVING COUNT(*) > 1) AS doubled"
                )
            );
            await AssertStoredAsync(accepted, round);
            AssertOneOwnerAtAnyTime(claims);
            Assert.Equal(
                FlagCount,
                await ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE state = 'dismissed' AND claim_identity IS NULL")
            );
            await ExecuteAsync("UPDATE flag SET state = 'flagged', round = round + 1, closed_at = NULL");

            async Task WorkAsync(string name, Random chance, Database database)
            {
                var queue = new Queue(database, ReviewSettings, Time);
                var decisions = new Decisions(database, AuditLog, Models.Rules, DrawKey, ReviewSettings, Time);
                var me = Some.Analyst(name);
                // What a client that died had read; a zombie that wakes up sends its verdict all the same.
                var abandoned = new List<FlagRow>();
                while (accepted.Count < FlagCount)
                {
                    if (await queue.ClaimNextAsync(me, [.. abandoned.Select(flag => flag.Id)], default) is not { } flag)
                    {
                        // All that is left is held by the dead, or by the living for a moment: time goes on for everybody.
                        Time.Advance(ReviewSettings.ClaimFor / 4);
                        await SendLateAsync();
                        continue;
                    }

                    claims.Add((flag.Id, name, flag.ClaimUntil!.Value));
                    if (chance.Next(20) == 0)
                    {
                        abandoned.Add(flag);
                        continue;
                    }

                    await GiveAsync(flag);
                }

                await SendLateAsync();

                async Task SendLateAsync()
                {
                    foreach (var flag in abandoned.ToList())
                    {
                        if (flag.ClaimUntil < Time.GetUtcNow())
                        {
                            abandoned.Remove(flag);
                            await RefusedAsync(flag);
                        }
                    }
                }

                async Task GiveAsync(FlagRow flag)
                {
                    try
                    {
                        await decisions.GiveAsync(Some.Dismissal(flag.Id) with { Claim = flag.ClaimNumber }, me, default);
                        Assert.True(accepted.TryAdd(flag.Id, name), $"flag {flag.Id} took a verdict of {name} and of {accepted[flag.Id]}");
                    }
                    catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
                    {
                        // Others let the time run on while this one wrote: the claim lapsed, and whoever takes the flag next decides.
                        Assert.True(flag.ClaimUntil < Time.GetUtcNow(), refusal.Message);
                    }
                }

                async Task RefusedAsync(FlagRow flag)
                {
                    var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
                        decisions.GiveAsync(Some.Dismissal(flag.Id) with { Claim = flag.ClaimNumber }, me, default)
                    );
                    Assert.Equal(RefusalKind.Conflict, refusal.Kind);
                    Interlocked.Increment(ref late);
                }
            }
        }

        Assert.True(late > 0, "no verdict came late, so nothing was shown of them");
        Assert.Null((await VerifyAsync()).Fault);
    }

    // A claim that another took over had run out before; that is so whatever the order in which the clients wrote theirs down.
    private void AssertOneOwnerAtAnyTime(IEnumerable<(long Flag, string Name, DateTimeOffset Until)> claims)
    {
        foreach (var ofOne in claims.GroupBy(claim => claim.Flag))
        {
            var ordered = ofOne.OrderBy(claim => claim.Until).ToList();
            foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
            {
                Assert.True(
                    earlier.Name == later.Name || earlier.Until < later.Until - ReviewSettings.ClaimFor,
                    $"flag {ofOne.Key} of {earlier.Name} until {earlier.Until:O} went to {later.Name} until {later.Until:O}"
                );
            }
        }
    }

    private async Task AssertStoredAsync(ConcurrentDictionary<long, string> accepted, int round)
    {
        var stored = await ListAsync<DecisionRow>(
            "SELECT flag_id, reviewer_name FROM decision WHERE reviewer_name LIKE 'r" + round + "-%'"
        );
        Assert.Equal(
            accepted.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)),
            stored.OrderBy(row => row.FlagId).Select(row => (row.FlagId, row.ReviewerName))
        );
    }

    private async Task OpenManyAsync()
    {
        var first = await OpenFlagAsync();
        await ExecuteAsync(
            """
            INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at, due_rule,
                attribution, attribution_evidence, suggested_forms)
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < @Flags)
            SELECT item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at + i % 7, due_rule,
                attribution, attribution_evidence, suggested_forms
            FROM flag, n WHERE id = @first
            """,
            new { Flags = FlagCount, first }
        );
    }
}

/// <summary>On SQLite.</summary>
public sealed class ClaimRaceOnSqliteTests : ClaimRaceTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class ClaimRaceOnPostgreSqlTests : ClaimRaceTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

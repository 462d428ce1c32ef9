using Microsoft.Extensions.Logging;
using Monitor.Worker.Audit;
using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection.X;

/// <summary>
/// Asks X once a day after every post whose text is kept, and removes the text of those that are no longer there: deleted, or of an account
/// that is gone, suspended or protected (X Developer Agreement IV.B, Developer Policy on stored content).
/// </summary>
internal sealed class XCompliance(
    Database database,
    XClient client,
    XAccounts accounts,
    Takedown takedown,
    AuditLog audit,
    XOptions options,
    TimeProvider time,
    ILogger<XCompliance> log
)
{
    private const int PostsAtOnce = 100;
    private const string Why = "gone-from-x";

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly Actor Self = Actor.Daemon("takedown");

    // A clock that was moved back would leave a check in the future: that one is due as well.
    private const string SelectDue = """
        SELECT flag.id AS flag_id, item.native_id, item.shared_id, flag.shared, x_check.gone_at
        FROM flag JOIN item ON item.id = flag.item_id JOIN source ON source.id = flag.source_id
            LEFT JOIN x_check ON x_check.flag_id = flag.id
        WHERE source.kind = 'x' AND flag.taken_down_at IS NULL
            AND (x_check.checked_at IS NULL AND flag.found_at <= @Before OR x_check.checked_at <= @Before OR x_check.checked_at > @Now)
            AND flag.id > @After
        ORDER BY flag.id LIMIT @Count
        """;

    private const string SelectWaiting = """
        SELECT setback.id, setback.native_id FROM setback JOIN source ON source.id = setback.source_id
            LEFT JOIN x_check_waiting AS last ON last.setback_id = setback.id
        WHERE source.kind = 'x' AND setback.first_at <= @Before AND (last.checked_at IS NULL OR last.checked_at <= @Before)
            AND setback.id > @After ORDER BY setback.id LIMIT @Count
        """;

    private const string MarkWaiting = """
        INSERT INTO x_check_waiting (setback_id, checked_at) VALUES (@Id, @Now)
        ON CONFLICT (setback_id) DO UPDATE SET checked_at = excluded.checked_at
        """;

    private const string MarkChecked = """
        INSERT INTO x_check (flag_id, checked_at, gone_at) VALUES (@Flag, @Now, @Gone)
        ON CONFLICT (flag_id) DO UPDATE SET checked_at = excluded.checked_at,
            gone_at = CASE WHEN excluded.gone_at IS NULL THEN NULL ELSE COALESCE(x_check.gone_at, excluded.gone_at) END
        """;

    /// <summary>One pass over what is due. Stops at the first fault; what was not asked stays due.</summary>
    public async Task<XComplianceCounts> RunAsync(CancellationToken ct)
    {
        var counts = new XComplianceCounts();
        await accounts.SweepAsync(ct);
        if (!options.Enabled)
        {
            return counts;
        }

        await takedown.SweepFilesAsync(ct);
        await CheckFlagsAsync(counts, ct);
        await CheckWaitingAsync(counts, ct);
        if (counts.Asked > 0)
        {
            log.LogInformation(
                "Asked X after {Asked} kept posts: {Removed} removed, {Held} kept under a legal hold",
                counts.Asked,
                counts.Removed,
                counts.Held
            );
        }

        return counts;
    }

    private async Task CheckFlagsAsync(XComplianceCounts counts, CancellationToken ct)
    {
        var after = 0L;
        while (true)
        {
            var now = time.GetUtcNow();
            // Half of them may quote another post, which is asked after as well: fifty flags are at most a hundred ids.
            var due = await database.ReadAsync(
                session =>
                    session.ListAsync<Due>(
                        SelectDue,
                        new
                        {
                            Before = now - Every,
                            Now = now,
                            After = after,
                            Count = PostsAtOnce / 2,
                        }
                    ),
                ct
            );
            if (due.Count == 0)
            {
                return;
            }

            after = due[^1].FlagId;
            var ids = due.SelectMany(flag => new[] { flag.NativeId, flag.KeepsShared ? flag.SharedId! : "" })
                .Where(id => XIds.Read(id) is not null)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (await AskAsync(ids, counts, ct) is not { } said)
            {
                return;
            }

            foreach (var flag in due)
            {
                await SettleAsync(flag, said, counts, ct);
            }
        }
    }

    private async Task SettleAsync(Due flag, Said said, XComplianceCounts counts, CancellationToken ct)
    {
        if (flag.KeepsShared && said.Gone.Contains(flag.SharedId!))
        {
            await takedown.RemoveSharedAsync(flag.FlagId, Why, Self, ct);
        }

        var gone = said.Gone.Contains(flag.NativeId);
        if (!gone && !said.There.Contains(flag.NativeId))
        {
            // Neither given nor explained: it is asked after again at the next pass.
            return;
        }

        if (gone && await takedown.RemoveAsync(flag.FlagId, Why, Self, ct))
        {
            counts.Removed++;
        }
        else if (gone)
        {
            counts.Held++;
        }

        await database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                await session.ExecuteAsync(
                    MarkChecked,
                    new
                    {
                        Flag = flag.FlagId,
                        Now = now,
                        Gone = gone ? now : (DateTimeOffset?)null,
                    }
                );
                if (gone && flag.GoneAt is null && await Holds.IsHeldAsync(session, flag.FlagId))
                {
                    // Once, when it is first found gone: from here on it is the hold that keeps it.
                    await audit.RecordAsync(session, Self, "takedown.held", $"flag:{flag.FlagId}", after: new { why = Why });
                }
            },
            ct
        );
    }

    /// <summary>Entries that could not be taken in lie here with their text until somebody looks; theirs goes the same way.</summary>
    private async Task CheckWaitingAsync(XComplianceCounts counts, CancellationToken ct)
    {
        var after = 0L;
        while (true)
        {
            var due = await database.ReadAsync(
                session =>
                    session.ListAsync<Waiting>(
                        SelectWaiting,
                        new
                        {
                            Before = time.GetUtcNow() - Every,
                            After = after,
                            Count = PostsAtOnce,
                        }
                    ),
                ct
            );
            if (
                due.Count == 0
                || await AskAsync([.. due.Select(entry => entry.NativeId).Distinct(StringComparer.Ordinal)], counts, ct) is not { } said
            )
            {
                return;
            }

            after = due[^1].Id;
            foreach (var entry in due.Where(entry => said.Gone.Contains(entry.NativeId) || said.There.Contains(entry.NativeId)))
            {
                var gone = said.Gone.Contains(entry.NativeId);
                await database.WriteAsync(
                    async session =>
                    {
                        await session.ExecuteAsync(MarkWaiting, new { entry.Id, Now = time.GetUtcNow() });
                        if (gone)
                        {
                            await session.ExecuteAsync("DELETE FROM setback WHERE id = @Id", new { entry.Id });
                            await audit.RecordAsync(session, Self, "takedown.remove", $"setback:{entry.Id}", after: new { why = Why });
                        }
                    },
                    ct
                );
                counts.Removed += gone ? 1 : 0;
            }
        }
    }

    private async Task<Said?> AskAsync(IReadOnlyList<string> ids, XComplianceCounts counts, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return null;
        }

        var reply = await client.AskAsync(
            new XRequest(
                "posts",
                $"2/tweets?ids={string.Join(',', ids)}&tweet.fields=edit_history_tweet_ids",
                XBalance.Takedown,
                ids.Count,
                0
            ),
            keep: null,
            ct
        );
        if (reply.Answer is not { } answer)
        {
            log.LogWarning(
                "X could not be asked after {Count} kept posts: {Reason}",
                ids.Count,
                (reply.Fault?.Reason ?? reply.Wire.Reason).En
            );
            return null;
        }

        counts.Asked += ids.Count;
        return new Said(
            [.. answer.Posts.Select(post => $"{post.Id}")],
            [.. answer.Problems.Where(problem => problem.IsGone).Select(problem => problem.Value)]
        );
    }

    private sealed record Said(HashSet<string> There, HashSet<string> Gone);

    private sealed class Due
    {
        public long FlagId { get; init; }
        public string NativeId { get; init; } = "";
        public string? SharedId { get; init; }
        public string? Shared { get; init; }
        public DateTimeOffset? GoneAt { get; init; }

        /// <summary>Words of another are kept with it.</summary>
        public bool KeepsShared =>
            SharedId is not null && Shared is not null && !Shared.Contains("\"Text\":\"\"", StringComparison.Ordinal);
    }

    private sealed class Waiting
    {
        public long Id { get; init; }
        public string NativeId { get; init; } = "";
    }
}

/// <summary>What one pass did.</summary>
internal sealed class XComplianceCounts
{
    /// <summary>Posts that X was asked after.</summary>
    public int Asked { get; set; }

    /// <summary>Texts removed.</summary>
    public int Removed { get; set; }

    /// <summary>Texts that a hold keeps.</summary>
    public int Held { get; set; }
}

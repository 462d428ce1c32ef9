using Microsoft.Extensions.Logging;
using Monitor.Worker.Audit;
using Monitor.Worker.Evidence;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>What retention does, or would do, with one kind of data.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="What">What it is, and what remains of it.</param>
/// <param name="Days">How long it is kept.</param>
/// <param name="Setting">The setting that says so.</param>
/// <param name="Source">Where the period comes from.</param>
/// <param name="Over">How many are over their time.</param>
/// <param name="Removed">How many were removed; 0 in a plan.</param>
internal sealed record RetentionLine(string Kind, Sentence What, double Days, string Setting, Sentence Source, long Over, long Removed);

/// <summary>What a run did, or would do.</summary>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Policy">Where the periods were decided; empty when nobody did.</param>
/// <param name="At">When.</param>
/// <param name="Lines">By kind.</param>
internal sealed record RetentionReport(bool DryRun, string Policy, DateTimeOffset At, IReadOnlyList<RetentionLine> Lines);

/// <summary>Removes what is over its time, kind by kind, in small transactions. Nothing that is under a hold, in an open case or not yet delivered goes.</summary>
internal sealed class Retention(
    Database database,
    Removal removal,
    Erasure erasure,
    Wiping wiping,
    Traces traces,
    EvidenceStore evidence,
    AuditLog audit,
    PrivacyOptions options,
    TimeProvider time,
    ILogger<Retention> log
)
{
    // So that intake waits for the write lock no longer than for a page of rows.
    private const int AtOnce = 500;

    private static readonly Actor Self = Actor.Daemon("retention");
    private readonly SemaphoreSlim _alone = new(1, 1);

    /// <summary>What is over its time, without touching it.</summary>
    public Task<RetentionReport> PlanAsync(CancellationToken ct) => WorkAsync(dryRun: true, Self, ct);

    /// <summary>Removes it.</summary>
    public async Task<RetentionReport> RunAsync(Actor? actor, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        try
        {
            var report = await WorkAsync(dryRun: false, actor ?? Self, ct);
            await removal.FilesAsync(ct);
            if (!await wiping.WipeAsync(ct))
            {
                log.LogWarning(
                    "Free pages of the database could not be overwritten: somebody reads, and the next run does it, or it is on PostgreSQL, and its owner does it with 'monitor db wipe'"
                );
            }

            await database.WriteAsync(
                session => session.ExecuteAsync("UPDATE privacy_state SET retained_at = @Now WHERE id = 1", new { Now = time.GetUtcNow() }),
                ct
            );
            return report;
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task<RetentionReport> WorkAsync(bool dryRun, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var lines = new List<RetentionLine>();
        foreach (var rule in RetentionRules.All)
        {
            lines.Add(await RowsAsync(rule, now, dryRun, actor, ct));
        }

        lines.Add(await LooseFilesAsync(now, dryRun, actor, ct));
        lines.Add(await CopiesAsync(now, dryRun, actor, ct));
        return new RetentionReport(dryRun, options.Policy, now, lines);
    }

    private async Task<RetentionLine> RowsAsync(RetentionRule rule, DateTimeOffset now, bool dryRun, Actor actor, CancellationToken ct)
    {
        var before = now - rule.Keep(options);
        var over = await database.ReadAsync(
            session => session.ScalarAsync<long>($"SELECT COUNT(*) FROM ({rule.Find}) AS found", new { Before = before }),
            ct
        );
        var removed = 0L;
        // Ids only go up, so that a row which something stands against is met once in a run.
        var after = 0L;
        while (!dryRun && over > 0)
        {
            var (count, last) = await database.WriteAsync(
                async session =>
                {
                    var ids = await session.ListAsync<long>(
                        $"SELECT id FROM ({rule.Find}) AS found WHERE id > @After ORDER BY id LIMIT @AtOnce",
                        new
                        {
                            Before = before,
                            After = after,
                            AtOnce,
                        }
                    );
                    return ids.Count == 0 ? (0L, 0L) : (await ApplyAsync(session, rule, ids, actor), ids[^1]);
                },
                ct
            );
            if (last == 0)
            {
                break;
            }

            (removed, after) = (removed + count, last);
        }

        await RecordAsync(rule.Kind, removed, before, actor, ct);
        return rule.Line(options, over, removed);
    }

    private async Task<long> ApplyAsync(Session session, RetentionRule rule, List<long> ids, Actor actor)
    {
        switch (rule.Does)
        {
            case RetentionDoes.ForgetFlags:
                await removal.TextsAsync(session, ids, "retention");
                await audit.EraseDetailsAsync(session, actor, await SequencesAsync(session, ids), $"retention:{rule.Kind}");
                await Removal.TiesAsync(session, ids);
                await Wiping.AskAsync(session);
                return ids.Count;
            case RetentionDoes.ForgetPerson:
                var gone = 0L;
                foreach (var id in ids)
                {
                    gone += await erasure.ForgetLeaverAsync(session, id, actor) ? 1 : 0;
                }

                return gone;
            default:
                return await session.ExecuteAsync(rule.Statement!, new { Ids = ids, Now = time.GetUtcNow() });
        }
    }

    private static Task<List<long>> SequencesAsync(Session session, List<long> flags) =>
        session.ListAsync<long>(
            "SELECT sequence FROM audit WHERE subject IN @Subjects",
            new { Subjects = flags.ConvertAll(id => $"flag:{id}") }
        );

    // A crash between file and transaction leaves a file that no row names.
    private async Task<RetentionLine> LooseFilesAsync(DateTimeOffset now, bool dryRun, Actor actor, CancellationToken ct)
    {
        var before = now - options.LooseEvidenceFor;
        var loose = new List<string>();
        foreach (var hash in await evidence.OlderThanAsync(before, ct))
        {
            if (
                await database.ReadAsync(
                    session =>
                        session.ScalarAsync<long>(
                            "SELECT COUNT(*) FROM evidence WHERE sha256 = @hash AND removed_at IS NULL",
                            new { hash }
                        ),
                    ct
                ) == 0
            )
            {
                loose.Add(hash);
            }
        }

        var removed = dryRun ? 0 : await evidence.RemoveAsync(loose, ct);
        await RecordAsync("files", removed, before, actor, ct);
        return new RetentionLine(
            "files",
            new Sentence("berkas bukti yang tidak disebut baris mana pun", "evidence files that no row names"),
            options.LooseEvidenceFor.TotalDays,
            "Privacy:LooseEvidenceFor",
            RetentionRules.Minimal,
            loose.Count,
            removed
        );
    }

    private async Task<RetentionLine> CopiesAsync(DateTimeOffset now, bool dryRun, Actor actor, CancellationToken ct)
    {
        var before = now - options.ReplacedDatabaseFor;
        var old = traces.ReplacedBefore(before);
        var removed = dryRun ? 0 : traces.Remove(old).Count;
        await RecordAsync("copies", removed, before, actor, ct);
        return new RetentionLine(
            "copies",
            new Sentence("basis data yang digantikan 'db restore'", "databases that 'db restore' replaced"),
            options.ReplacedDatabaseFor.TotalDays,
            "Privacy:ReplacedDatabaseFor",
            RetentionRules.Minimal,
            old.Count,
            removed
        );
    }

    private async Task RecordAsync(string kind, long removed, DateTimeOffset before, Actor actor, CancellationToken ct)
    {
        if (removed > 0)
        {
            await database.WriteAsync(
                session => audit.RecordAsync(session, actor, "retention.run", $"retention:{kind}", after: new { removed, before }),
                ct
            );
            log.LogInformation("Retention removed {Removed} of {Kind} from before {Before}", removed, kind, before);
        }
    }
}

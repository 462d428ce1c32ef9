using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Evidence;

/// <summary>Evidence that is not what was captured.</summary>
/// <param name="Sha256">Of the bytes that were captured.</param>
/// <param name="Sentence">What is wrong.</param>
internal sealed record EvidenceFault(string Sha256, Sentence Sentence);

/// <summary>How kept evidence stands.</summary>
/// <param name="Files">How many different contents are kept.</param>
/// <param name="LastCheckedAt">When one of them was last compared with its hash.</param>
/// <param name="Late">How many wait for that longer than they should.</param>
/// <param name="Damaged">Hashes whose file is not what it was.</param>
internal sealed record EvidenceHealth(long Files, DateTimeOffset? LastCheckedAt, long Late, IReadOnlyList<string> Damaged);

/// <summary>Compares what is kept with its hashes: a share every day, all of it when asked.</summary>
internal sealed class EvidenceCheck(Database database, EvidenceStore store, AuditLog audit, EvidenceOptions options, TimeProvider time)
{
    // A day has gone by since the last pass, give or take the hour at which the schedule asks.
    private static readonly TimeSpan Between = TimeSpan.FromHours(23);

    // What the schedule may be behind before a person should look.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(2);

    // What was taken down since is not missed.
    private const string Damaged = """
        fault IS NOT NULL AND EXISTS (SELECT 1 FROM evidence WHERE evidence.sha256 = evidence_check.sha256 AND removed_at IS NULL)
        """;

    private const string SelectShare = """
        SELECT kept.sha256 FROM (SELECT DISTINCT sha256 FROM evidence WHERE removed_at IS NULL) AS kept
        LEFT JOIN evidence_check ON evidence_check.sha256 = kept.sha256
        ORDER BY CASE WHEN fault IS NULL THEN 1 ELSE 0 END, COALESCE(checked_at, 0), kept.sha256 LIMIT @Count
        """;

    private const string Upsert = """
        INSERT INTO evidence_check (sha256, checked_at, fault) VALUES (@Sha256, @At, @Fault)
        ON CONFLICT (sha256) DO UPDATE SET checked_at = excluded.checked_at, fault = excluded.fault
        """;

    /// <summary>Checks today's share, when a day has gone by since the last one. Evidence that was damaged is looked at again every time.</summary>
    /// <returns>How many files were compared.</returns>
    public async Task<int> PassIfDueAsync(CancellationToken ct)
    {
        var last = await database.ReadAsync(LastAsync, ct);
        return last is { } at && time.GetUtcNow() - at < Between ? 0 : await PassAsync(ct);
    }

    /// <summary>Checks today's share now.</summary>
    public async Task<int> PassAsync(CancellationToken ct)
    {
        var share = await database.ReadAsync(
            async session =>
            {
                var files = await session.ScalarAsync<long>("SELECT COUNT(DISTINCT sha256) FROM evidence WHERE removed_at IS NULL");
                var damaged = await session.ScalarAsync<long>($"SELECT COUNT(*) FROM evidence_check WHERE {Damaged}");
                var count = damaged + (files + options.CheckDays - 1) / options.CheckDays;
                return await session.ListAsync<string>(SelectShare, new { Count = count });
            },
            ct
        );
        foreach (var sha256 in share)
        {
            var fault = await store.CheckAsync(sha256, ct);
            await database.WriteAsync(session => KeepAsync(session, sha256, fault), ct);
        }

        return share.Count;
    }

    /// <summary>Checks everything and writes nothing; the files as they are found wrong.</summary>
    public static async Task<List<EvidenceFault>> AllAsync(Database database, EvidenceStore store, CancellationToken ct)
    {
        var faults = new List<EvidenceFault>();
        var kept = await database.ReadAsync(
            session => session.ListAsync<string>("SELECT DISTINCT sha256 FROM evidence WHERE removed_at IS NULL ORDER BY sha256"),
            ct
        );
        foreach (var sha256 in kept)
        {
            if (await store.CheckAsync(sha256, ct) is { } sentence)
            {
                faults.Add(new EvidenceFault(sha256, sentence));
            }
        }

        return faults;
    }

    /// <summary>How it stands, from what the passes found.</summary>
    public Task<EvidenceHealth> HealthAsync(CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var before = time.GetUtcNow() - TimeSpan.FromDays(options.CheckDays) - Grace;
                return new EvidenceHealth(
                    await session.ScalarAsync<long>("SELECT COUNT(DISTINCT sha256) FROM evidence WHERE removed_at IS NULL"),
                    await LastAsync(session),
                    await session.ScalarAsync<long>(
                        """
                        SELECT COUNT(DISTINCT evidence.sha256) FROM evidence LEFT JOIN evidence_check ON evidence_check.sha256 = evidence.sha256
                        WHERE removed_at IS NULL AND captured_at < @before AND COALESCE(checked_at, 0) < @before
                        """,
                        new { before }
                    ),
                    await session.ListAsync<string>($"SELECT sha256 FROM evidence_check WHERE {Damaged} ORDER BY sha256 LIMIT 100")
                );
            },
            ct
        );

    private static async Task<DateTimeOffset?> LastAsync(Session session) =>
        await session.ScalarAsync<long?>("SELECT MAX(checked_at) FROM evidence_check") is { } last
            ? DateTimeOffset.FromUnixTimeMilliseconds(last)
            : null;

    private async Task KeepAsync(Session session, string sha256, Sentence? fault)
    {
        var before = await session.ScalarAsync<string?>("SELECT fault FROM evidence_check WHERE sha256 = @sha256", new { sha256 });
        await session.ExecuteAsync(
            Upsert,
            new
            {
                Sha256 = sha256,
                At = time.GetUtcNow(),
                Fault = fault?.En,
            }
        );
        // That proof was damaged, and that it was mended, belongs on record; that it was well every day does not.
        if (before != fault?.En)
        {
            await audit.RecordAsync(
                session,
                Actor.Daemon("evidence"),
                fault is null ? "evidence.mended" : "evidence.damaged",
                $"evidence:{sha256}",
                before is null ? null : new { fault = before },
                fault is null ? null : new { fault = fault.En }
            );
        }
    }
}

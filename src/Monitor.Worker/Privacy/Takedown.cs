using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Evidence;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>
/// Removes the text and the proof of a flag whose source has removed them. What stays is no longer the post: id, address, fingerprint, hash,
/// score, label and reasons, and every verdict with its reason.
/// </summary>
internal sealed class Takedown(Database database, EvidenceStore evidence, AuditLog audit, TimeProvider time)
{
    // The same bytes may be the proof of another flag that stays.
    private const string SelectDoomed = """
        SELECT DISTINCT sha256 FROM evidence WHERE removed_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM evidence AS other WHERE other.sha256 = evidence.sha256 AND other.removed_at IS NULL)
        """;

    private const string MarkEvidence = """
        UPDATE evidence SET removed_at = @now WHERE removed_at IS NULL AND id IN (SELECT evidence_id FROM flag_evidence WHERE flag_id = @flag)
            AND NOT EXISTS (
                SELECT 1 FROM flag_evidence JOIN flag ON flag.id = flag_evidence.flag_id
                WHERE flag_evidence.evidence_id = evidence.id AND flag.id <> @flag AND flag.taken_down_at IS NULL)
        """;

    /// <summary>Removes the text and proof of a flag; false when a legal hold keeps them, or when they are gone already.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="why">In one word, for the row and the audit record: <c>gone-from-x</c>.</param>
    /// <param name="actor">Who removes.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task<bool> RemoveAsync(long flag, string why, Actor actor, CancellationToken ct)
    {
        var removed = await database.WriteAsync(
            async session =>
            {
                var row = await FlagStore.FindAsync(session, flag);
                // Asked inside the transaction: a hold that was placed a moment ago counts.
                if (row is null or { TakenDownAt: not null } || await LegalHolds.IsHeldAsync(session, flag))
                {
                    return false;
                }

                var now = time.GetUtcNow();
                var hashes = (await FlagStore.EvidenceAsync(session, flag)).ConvertAll(capture => capture.Sha256);
                await session.ExecuteAsync(
                    "UPDATE flag SET text = '', title = '', shared = @shared, taken_down_at = @now, taken_down_why = @why WHERE id = @flag",
                    new
                    {
                        flag,
                        why,
                        now,
                        shared = WithoutText(row.Shared),
                    }
                );
                await session.ExecuteAsync(MarkEvidence, new { flag, now });
                await audit.RecordAsync(
                    session,
                    actor,
                    "takedown.remove",
                    $"flag:{flag}",
                    before: new { evidence = hashes },
                    after: new { why }
                );
                return true;
            },
            ct
        );
        if (removed)
        {
            await SweepFilesAsync(ct);
        }

        return removed;
    }

    /// <summary>Removes the words that a flag's text passes on, because their source removed them; the account's own words stay.</summary>
    public Task<bool> RemoveSharedAsync(long flag, string why, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var row = await FlagStore.FindAsync(session, flag);
                if (
                    row?.Shared is not { } shared
                    || WithoutText(shared) is var blank && blank == shared
                    || await LegalHolds.IsHeldAsync(session, flag)
                )
                {
                    return false;
                }

                await session.ExecuteAsync("UPDATE flag SET shared = @blank WHERE id = @flag", new { flag, blank });
                await audit.RecordAsync(session, actor, "takedown.remove_shared", $"flag:{flag}", after: new { why });
                return true;
            },
            ct
        );

    /// <summary>Deletes the files of removed proofs. After a crash between commit and deletion the next call finds what is left.</summary>
    public async Task SweepFilesAsync(CancellationToken ct)
    {
        foreach (var hash in await database.ReadAsync(session => session.ListAsync<string>(SelectDoomed), ct))
        {
            evidence.DeleteBytes(hash);
        }
    }

    private static string? WithoutText(string? shared) =>
        shared is null ? null : JsonSerializer.Serialize(JsonSerializer.Deserialize<SharedWords>(shared)! with { Text = "" });
}

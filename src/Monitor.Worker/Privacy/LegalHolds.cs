using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>Why a flag's text and proof are kept although its source has removed them: recorded by a person, with a reference, until released.</summary>
internal sealed class LegalHolds(Database database, AuditLog audit, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO legal_hold (flag_id, reference, reason, placed_by, placed_at) VALUES (@Flag, @Reference, @Reason, @By, @Now) RETURNING id
        """;

    private const string InForce = "SELECT id FROM legal_hold WHERE flag_id = @flag AND released_at IS NULL";

    /// <summary>Whether a hold is in force, as the caller's transaction sees it.</summary>
    public static async Task<bool> IsHeldAsync(Session session, long flag) =>
        await session.ScalarAsync<long?>(InForce, new { flag }) is not null;

    /// <summary>Places a hold.</summary>
    /// <param name="flag">The flag whose text and proof stay.</param>
    /// <param name="reference">The order or file that asks for it; never empty.</param>
    /// <param name="reason">Why; never empty.</param>
    /// <param name="actor">Who places it.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">No reference or reason, no such flag, its text is gone, or it is held already.</exception>
    public Task<long> PlaceAsync(long flag, string reference, string reason, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reference) || string.IsNullOrWhiteSpace(reason))
        {
            throw RefusalException.Wrong("Penahanan perlu rujukan dan alasan.", "A hold needs a reference and a reason.");
        }

        return database.WriteAsync(
            async session =>
            {
                var row =
                    await session.FirstOrDefaultAsync<Kept>("SELECT id, taken_down_at FROM flag WHERE id = @flag", new { flag })
                    ?? throw RefusalException.NotFound($"Tanda {flag} tidak ada.", $"There is no flag {flag}.");
                if (row.TakenDownAt is not null)
                {
                    throw RefusalException.Conflict(
                        $"Teks tanda {flag} sudah dihapus.",
                        $"The text of flag {flag} has been removed already."
                    );
                }

                if (await IsHeldAsync(session, flag))
                {
                    throw RefusalException.Conflict($"Tanda {flag} sudah ditahan.", $"Flag {flag} is held already.");
                }

                var id = await session.ScalarAsync<long>(
                    Insert,
                    new
                    {
                        Flag = flag,
                        Reference = reference.Trim(),
                        Reason = reason.Trim(),
                        By = actor.Name,
                        Now = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(
                    session,
                    actor,
                    "hold.place",
                    $"flag:{flag}",
                    after: new { hold = id, reference = reference.Trim() }
                );
                return id;
            },
            ct
        );
    }

    /// <summary>Releases the hold in force; what its source has removed is taken down at the next pass.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public Task ReleaseAsync(long flag, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var id =
                    await session.ScalarAsync<long?>(InForce, new { flag })
                    ?? throw RefusalException.NotFound($"Tanda {flag} tidak ditahan.", $"Flag {flag} is not held.");
                await session.ExecuteAsync(
                    "UPDATE legal_hold SET released_at = @now, released_by = @by WHERE id = @id",
                    new
                    {
                        id,
                        by = actor.Name,
                        now = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(session, actor, "hold.release", $"flag:{flag}", before: new { hold = id });
            },
            ct
        );

    private sealed class Kept
    {
        public long Id { get; init; }
        public DateTimeOffset? TakenDownAt { get; init; }
    }
}

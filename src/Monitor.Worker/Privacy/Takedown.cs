using Monitor.Worker.Audit;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>
/// Removes the text and the proof of a flag whose source has removed them. What stays is no longer the post: id, address, fingerprint, hash,
/// score, label and reasons, and every verdict with its reason.
/// </summary>
internal sealed partial class Takedown(Database database, Removal removal, AuditLog audit)
{
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
                if (row is null or { TakenDownAt: not null } || await Holds.IsHeldAsync(session, flag))
                {
                    return false;
                }

                await RemoveAsync(session, row, why, actor);
                return true;
            },
            ct
        );
        if (removed)
        {
            await removal.FilesAsync(ct);
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
                    || SharedWords.WithoutText(shared) is var blank && blank == shared
                    || await Holds.IsHeldAsync(session, flag)
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

    /// <inheritdoc cref="Removal.FilesAsync"/>
    public Task SweepFilesAsync(CancellationToken ct) => removal.FilesAsync(ct);

    private async Task RemoveAsync(Session session, FlagRow flag, string why, Actor actor)
    {
        var hashes = (await FlagStore.EvidenceAsync(session, flag.Id)).ConvertAll(capture => capture.Sha256);
        await removal.TextsAsync(session, [flag.Id], why);
        await Wiping.AskAsync(session);
        await audit.RecordAsync(
            session,
            actor,
            "takedown.remove",
            $"flag:{flag.Id}",
            before: new { evidence = hashes },
            after: new { why }
        );
    }
}

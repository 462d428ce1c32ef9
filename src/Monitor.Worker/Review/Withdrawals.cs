using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>
/// Takes a verdict back that slipped from the hand: by the person who gave it, soon, while nobody else has taken the flag up, and only where nothing
/// of another's verdict was learned by giving it.
/// </summary>
/// <remarks>
/// A verdict is written the moment it is given, so that no lost connection can lose it; taking it back is a move of its own. The row goes, the audit log
/// keeps both: what was decided and that it was withdrawn.
/// </remarks>
internal sealed class Withdrawals(Database database, AuditLog audit, ReviewOptions options, TimeProvider time)
{
    private const string DeleteDecision = "DELETE FROM decision WHERE flag_id = @FlagId AND place = @Place";

    // The person holds it again at once, as before the verdict.
    private const string MoveFlag = """
        UPDATE flag SET state = @State, closed_at = NULL, claim_identity = @Identity, claim_name = @Name, claim_until = @Until,
            claim_number = claim_number + 1
        WHERE id = @Id
        """;

    /// <summary>
    /// Takes this person's verdict back, from the flag and from those of its group that it covered; the flag is theirs again, in the state in which they
    /// had it.
    /// </summary>
    /// <returns>The state the flag is in now.</returns>
    /// <exception cref="RefusalException">There is none of theirs, it is too late, or it showed them what another had decided. Then nothing is withdrawn.</exception>
    public Task<string> WithdrawAsync(long flag, IReadOnlyList<long> members, Reviewer reviewer, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var (state, given) = await WithdrawAsync(session, flag, null, reviewer);
                foreach (var member in members.Distinct().Where(member => member != flag))
                {
                    await WithdrawAsync(session, member, given, reviewer);
                }

                return state;
            },
            ct
        );

    private async Task<(string State, DecisionRow Given)> WithdrawAsync(Session session, long flag, DecisionRow? with, Reviewer reviewer)
    {
        var row = await Queue.VisibleAsync(session, flag, reviewer);
        var now = time.GetUtcNow();
        Queue.RequireNotHeldByAnother(row, reviewer, now);
        var round = (await FlagStore.DecisionsAsync(session, flag)).FindAll(decision => decision.Round == row.Round);
        if (
            round.Count == 0
            || round[^1].ReviewerIdentity != reviewer.Identity
            // Only what was given with it: an older verdict on another of the group is not meant.
            || (with is not null && round[^1].At != with.At)
        )
        {
            throw RefusalException.Conflict(
                $"Putusan terakhir atas flag {flag} bukan putusan Anda; tidak ada yang ditarik kembali.",
                $"The last verdict on flag {flag} is not yours; nothing was withdrawn."
            );
        }

        var given = round[^1];
        await RequireUntouchedAsync(session, row, given, now);
        var before = round.Count switch
        {
            1 => await FirstStateAsync(session, row),
            2 => throw RefusalException.Conflict(
                $"Putusan Anda atas flag {flag} adalah yang kedua dan tidak dapat ditarik: keadaannya sesudah itu menunjukkan putusan pertama. Ketua dapat membukanya kembali.",
                $"Your verdict on flag {flag} was the second and cannot be withdrawn: the state after it shows what the first one was. A ketua can open it again."
            ),
            _ => FlagState.Disputed,
        };
        if (Moves.Against(flag, row.State, FlagAct.Withdraw, reviewer.IsLead) is { } refusal)
        {
            throw new RefusalException(RefusalKind.Conflict, refusal);
        }

        var state = Moves.Take(row.State, FlagAct.Withdraw, before);
        await session.ExecuteAsync(DeleteDecision, given);
        await session.ExecuteAsync(
            MoveFlag,
            new
            {
                Id = flag,
                State = state,
                // The one that was read; the others of the group go back to the queue.
                Identity = with is null ? reviewer.Identity : null,
                Name = with is null ? reviewer.Name : null,
                Until = with is null ? now + options.ClaimFor : (DateTimeOffset?)null,
            }
        );
        await audit.RecordAsync(
            session,
            reviewer.Actor,
            "flag.withdraw",
            $"flag:{flag}",
            new
            {
                row.State,
                given.Place,
                given.Round,
                given.Verdict,
                given.Form,
                given.Contest,
                given.Phase,
                given.Ground,
                given.Reason,
                given.At,
            },
            new { state }
        );
        return (state, given);
    }

    // After the time of a claim it is no slip of the hand any more, and what others did with the flag rests on the verdict.
    private async Task RequireUntouchedAsync(Session session, FlagRow row, DecisionRow given, DateTimeOffset now)
    {
        if (now - given.At > options.ClaimFor)
        {
            throw RefusalException.Conflict(
                $"Putusan atas flag {row.Id} diberikan lebih dari {options.ClaimFor.TotalMinutes:0} menit lalu dan tidak dapat ditarik lagi.",
                $"The verdict on flag {row.Id} was given more than {options.ClaimFor.TotalMinutes:0} minutes ago and cannot be withdrawn any more."
            );
        }

        var joined = await session.ScalarAsync<long>("SELECT COUNT(*) FROM case_finding WHERE flag_id = @Id", new { row.Id });
        if (joined > 0 || (await FlagStore.NotesAsync(session, row.Id)).Exists(note => note.At >= given.At))
        {
            throw RefusalException.Conflict(
                $"Flag {row.Id} sudah dikerjakan lebih lanjut; putusan itu tidak dapat ditarik lagi.",
                $"Flag {row.Id} has been worked on since; that verdict cannot be withdrawn any more."
            );
        }
    }

    // A round after the first begins with what the ketua did.
    private static async Task<string> FirstStateAsync(Session session, FlagRow row) =>
        (await FlagStore.NotesAsync(session, row.Id)).FindLast(note =>
            note.Round == row.Round && note.Act is FlagAct.Return or FlagAct.Reopen
        )
            is { } began
        && row.Round > 1
            ? began.Act == FlagAct.Return
                ? FlagState.Returned
                : FlagState.Reopened
            : FlagState.Flagged;
}

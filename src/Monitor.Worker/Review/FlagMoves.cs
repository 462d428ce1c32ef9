using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>What moves a flag besides a verdict: a question, its answer, a return, a reopening. Each says why, and is one transaction with its audit row.</summary>
internal sealed class FlagMoves(Database database, AuditLog audit, TimeProvider time)
{
    private const string InsertNote = """
        INSERT INTO flag_note (flag_id, round, act, by_identity, by_name, by_role, text, at)
        VALUES (@Flag, @Round, @Act, @Identity, @Name, @Role, @Text, @At)
        """;

    private const string MoveFlag = """
        UPDATE flag SET state = @State, round = @Round, resume_state = @Resume, closed_at = NULL,
            claim_identity = NULL, claim_name = NULL, claim_until = NULL, assigned_identity = NULL, assigned_name = NULL
        WHERE id = @Id
        """;

    /// <summary>Asks for what is missing; nobody decides until it has come. Whoever may decide may ask.</summary>
    /// <returns>The state the flag is in now.</returns>
    public Task<string> AskAsync(long flag, string text, Reviewer reviewer, CancellationToken ct) =>
        ActAsync(
            flag,
            FlagAct.Ask,
            text,
            reviewer,
            async (session, row) =>
            {
                if (await Queue.MayDecideAsync(session, row, reviewer) is { } refusal)
                {
                    throw new RefusalException(RefusalKind.Conflict, refusal);
                }

                Queue.RequireNotHeldByAnother(row, reviewer, time.GetUtcNow());
                return (FlagState.NeedsInformation, row.Round);
            },
            ct
        );

    /// <summary>Brings what was missing; the flag goes on where it stopped. Also the officer whose report it was may answer.</summary>
    /// <returns>The state the flag is in now.</returns>
    public Task<string> AnswerAsync(long flag, string text, Reviewer reviewer, CancellationToken ct) =>
        ActAsync(
            flag,
            FlagAct.Answer,
            text,
            reviewer,
            async (session, row) =>
            {
                if (await Impartiality.AgainstAsync(session, row.Id, reviewer, ownReportToo: false) is { } refusal)
                {
                    throw new RefusalException(RefusalKind.Conflict, refusal);
                }

                return (row.ResumeState ?? FlagState.Flagged, row.Round);
            },
            ct
        );

    /// <summary>Sends a dispute back: two persons read it from the beginning, and know what the ketua says here.</summary>
    /// <returns>The state the flag is in now.</returns>
    public Task<string> ReturnAsync(long flag, string text, Reviewer reviewer, CancellationToken ct) =>
        ActAsync(flag, FlagAct.Return, text, reviewer, (session, row) => AnewAsync(session, row, reviewer, FlagState.Returned), ct);

    /// <summary>Opens a closed flag again: an objection, new evidence, an answer of the recipient.</summary>
    /// <returns>The state the flag is in now.</returns>
    public Task<string> ReopenAsync(long flag, string text, Reviewer reviewer, CancellationToken ct) =>
        ActAsync(flag, FlagAct.Reopen, text, reviewer, (session, row) => AnewAsync(session, row, reviewer, FlagState.Reopened), ct);

    private static async Task<(string State, int Round)> AnewAsync(Session session, FlagRow row, Reviewer reviewer, string state) =>
        await Impartiality.AgainstAsync(session, row.Id, reviewer) is { } refusal
            ? throw new RefusalException(RefusalKind.Conflict, refusal)
            : (state, row.Round + 1);

    private Task<string> ActAsync(
        long flag,
        string act,
        string text,
        Reviewer reviewer,
        Func<Session, FlagRow, Task<(string State, int Round)>> whereTo,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RefusalException.Wrong("Katakan apa dan mengapa (--text).", "Say what and why (--text).");
        }

        return database.WriteAsync(
            async session =>
            {
                var row = await Queue.VisibleAsync(session, flag, reviewer);
                if (Moves.Against(flag, row.State, act, reviewer.IsLead) is { } refusal)
                {
                    throw new RefusalException(RefusalKind.Conflict, refusal);
                }

                var (to, round) = await whereTo(session, row);
                var state = Moves.Take(row.State, act, to);
                await session.ExecuteAsync(
                    MoveFlag,
                    new
                    {
                        Id = flag,
                        State = state,
                        Round = round,
                        Resume = act == FlagAct.Ask ? row.State : null,
                    }
                );
                await session.ExecuteAsync(
                    InsertNote,
                    new
                    {
                        Flag = flag,
                        Round = round,
                        Act = act,
                        reviewer.Identity,
                        Name = reviewer.Actor.Name,
                        reviewer.Actor.Role,
                        Text = text.Trim(),
                        At = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(
                    session,
                    reviewer.Actor,
                    $"flag.{act}",
                    $"flag:{flag}",
                    new { row.State, row.Round },
                    new
                    {
                        state,
                        round,
                        text = text.Trim(),
                    }
                );
                return state;
            },
            ct
        );
    }
}

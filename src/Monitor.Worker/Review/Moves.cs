using Monitor.Worker.Language;

namespace Monitor.Worker.Review;

/// <summary>Who may move a flag.</summary>
internal enum Mover
{
    /// <summary>An analis or a ketua.</summary>
    Reader,

    /// <summary>A ketua.</summary>
    Lead,
}

/// <summary>One way from state to state.</summary>
/// <param name="From">The state before.</param>
/// <param name="Act">A <see cref="Verdict"/> or a <see cref="FlagAct"/>.</param>
/// <param name="To">The state after.</param>
/// <param name="By">Who may.</param>
internal sealed record Move(string From, string Act, string To, Mover By);

/// <summary>
/// The one table of how a flag may move and who may move it. <see cref="Decisions"/> and <see cref="FlagMoves"/> take every move from here, and the
/// drawing in docs/review.md is checked against it.
/// </summary>
internal static class Moves
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Move> All =
    [
        new(FlagState.Flagged, Verdict.Confirm, FlagState.Proposed, Mover.Reader),
        new(FlagState.Flagged, Verdict.Dismiss, FlagState.Dismissed, Mover.Reader),
        new(FlagState.Flagged, Verdict.Dismiss, FlagState.Proposed, Mover.Reader),
        new(FlagState.Flagged, FlagAct.Ask, FlagState.NeedsInformation, Mover.Reader),
        new(FlagState.Proposed, Verdict.Confirm, FlagState.Confirmed, Mover.Reader),
        new(FlagState.Proposed, Verdict.Confirm, FlagState.Disputed, Mover.Reader),
        new(FlagState.Proposed, Verdict.Dismiss, FlagState.Dismissed, Mover.Reader),
        new(FlagState.Proposed, Verdict.Dismiss, FlagState.Disputed, Mover.Reader),
        new(FlagState.Proposed, FlagAct.Ask, FlagState.NeedsInformation, Mover.Reader),
        new(FlagState.Disputed, Verdict.Confirm, FlagState.Confirmed, Mover.Lead),
        new(FlagState.Disputed, Verdict.Dismiss, FlagState.Dismissed, Mover.Lead),
        new(FlagState.Disputed, FlagAct.Return, FlagState.Returned, Mover.Lead),
        new(FlagState.Disputed, FlagAct.Ask, FlagState.NeedsInformation, Mover.Lead),
        // What two persons had looked at is not undone by one: no way leads from here to an end without a second reader.
        new(FlagState.Returned, Verdict.Confirm, FlagState.Proposed, Mover.Reader),
        new(FlagState.Returned, Verdict.Dismiss, FlagState.Proposed, Mover.Reader),
        new(FlagState.Returned, FlagAct.Ask, FlagState.NeedsInformation, Mover.Reader),
        new(FlagState.Reopened, Verdict.Confirm, FlagState.Proposed, Mover.Reader),
        new(FlagState.Reopened, Verdict.Dismiss, FlagState.Proposed, Mover.Reader),
        new(FlagState.Reopened, FlagAct.Ask, FlagState.NeedsInformation, Mover.Reader),
        new(FlagState.NeedsInformation, FlagAct.Answer, FlagState.Flagged, Mover.Reader),
        new(FlagState.NeedsInformation, FlagAct.Answer, FlagState.Proposed, Mover.Reader),
        new(FlagState.NeedsInformation, FlagAct.Answer, FlagState.Disputed, Mover.Reader),
        new(FlagState.NeedsInformation, FlagAct.Answer, FlagState.Returned, Mover.Reader),
        new(FlagState.NeedsInformation, FlagAct.Answer, FlagState.Reopened, Mover.Reader),
        new(FlagState.Confirmed, FlagAct.Reopen, FlagState.Reopened, Mover.Lead),
        new(FlagState.Dismissed, FlagAct.Reopen, FlagState.Reopened, Mover.Lead),
        // A slip of the hand, soon after; who may is told more narrowly by Withdrawals.
        new(FlagState.Proposed, FlagAct.Withdraw, FlagState.Flagged, Mover.Reader),
        new(FlagState.Proposed, FlagAct.Withdraw, FlagState.Returned, Mover.Reader),
        new(FlagState.Proposed, FlagAct.Withdraw, FlagState.Reopened, Mover.Reader),
        new(FlagState.Dismissed, FlagAct.Withdraw, FlagState.Flagged, Mover.Reader),
        new(FlagState.Dismissed, FlagAct.Withdraw, FlagState.Disputed, Mover.Lead),
        new(FlagState.Confirmed, FlagAct.Withdraw, FlagState.Disputed, Mover.Lead),
    ];

    /// <summary>Why this person may not do this to a flag in this state; null when they may.</summary>
    public static Sentence? Against(long flag, string state, string act, bool isLead)
    {
        var ways = All.Where(move => move.From == state && move.Act == act).ToList();
        if (ways.Exists(way => way.By == Mover.Reader || isLead))
        {
            return null;
        }

        if (ways.Count > 0)
        {
            return state == FlagState.Disputed
                ? new Sentence($"Flag {flag} disengketakan; ketua yang memutus.", $"Flag {flag} is disputed; the ketua decides.")
                : new Sentence(
                    $"Hanya ketua yang boleh melakukan ini pada flag {flag} ({state}).",
                    $"Only a ketua may do this to flag {flag} ({state})."
                );
        }

        return state switch
        {
            FlagState.Confirmed or FlagState.Dismissed => new Sentence(
                $"Flag {flag} sudah selesai ({state}).",
                $"Flag {flag} is closed already ({state})."
            ),
            FlagState.NeedsInformation => new Sentence(
                $"Flag {flag} menunggu keterangan; jawab dahulu dengan 'monitor queue answer'.",
                $"Flag {flag} waits for information; answer first with 'monitor queue answer'."
            ),
            _ => new Sentence(
                $"Flag {flag} berstatus {state}; {act} tidak berlaku di situ.",
                $"Flag {flag} is {state}; {act} has no place there."
            ),
        };
    }

    /// <summary>The state after a move that stands in the table.</summary>
    /// <exception cref="InvalidOperationException">It does not: a fault of the program, stopped before it is written.</exception>
    public static string Take(string from, string act, string to) =>
        All.Any(move => move.From == from && move.Act == act && move.To == to)
            ? to
            : throw new InvalidOperationException($"No way leads from {from} by {act} to {to}.");
}

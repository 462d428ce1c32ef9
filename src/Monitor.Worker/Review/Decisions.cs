using System.Buffers.Binary;
using System.Security.Cryptography;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>What a person decides about a flag.</summary>
/// <param name="FlagId">Which.</param>
/// <param name="Verdict">One of <see cref="Review.Verdict"/>.</param>
/// <param name="Form">Code of the form of violation; for a confirmation.</param>
/// <param name="Ground">Code of the ground; for a dismissal, may be absent.</param>
/// <param name="Reason">In the person's own words; never empty.</param>
internal sealed record GivenVerdict(long FlagId, string Verdict, string? Form, string? Ground, string Reason);

/// <summary>Takes verdicts, and moves a flag from state to state: this is the only place that does.</summary>
/// <remarks>
/// A confirmation needs two persons. The second does not learn what the first decided, and a share of first dismissals is read a second
/// time as well, so that a second reading betrays nothing. Where two disagree, also about the form, the ketua decides.
/// </remarks>
internal sealed class Decisions(Database database, AuditLog audit, Rules rules, ReviewOptions options, TimeProvider time)
{
    private const string InsertDecision = """
        INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, ground, reason, at)
        VALUES (@FlagId, @Place, @ReviewerIdentity, @ReviewerName, @Role, @Verdict, @Form, @Ground, @Reason, @At)
        """;

    private const string MoveFlag = """
        UPDATE flag SET state = @State, claim_identity = NULL, claim_name = NULL, claim_until = NULL, closed_at = @ClosedAt
        WHERE id = @Id
        """;

    /// <summary>Takes one verdict. Refuses a second one of the same person, one on a flag that another holds, and one that is incomplete.</summary>
    /// <returns>The state the flag is in now.</returns>
    /// <exception cref="RefusalException">Not accepted, and why.</exception>
    public Task<string> GiveAsync(GivenVerdict given, Reviewer reviewer, CancellationToken ct)
    {
        RequireComplete(given);
        return database.WriteAsync(
            async session =>
            {
                var flag = await Queue.VisibleAsync(session, given.FlagId, reviewer);
                if (await Queue.MayDecideAsync(session, flag, reviewer) is { } refusal)
                {
                    throw new RefusalException(RefusalKind.Conflict, refusal);
                }

                var now = time.GetUtcNow();
                if (flag.ClaimIdentity is not null && flag.ClaimIdentity != reviewer.Identity && flag.ClaimUntil >= now)
                {
                    throw RefusalException.Conflict(
                        $"Flag {flag.Id} sedang dipegang {flag.ClaimName} sampai {flag.ClaimUntil:HH:mm} UTC; putusan Anda tidak dicatat.",
                        $"Flag {flag.Id} is held by {flag.ClaimName} until {flag.ClaimUntil:HH:mm} UTC; your verdict was not recorded."
                    );
                }

                var earlier = await FlagStore.DecisionsAsync(session, flag.Id);
                var row = new DecisionRow
                {
                    FlagId = flag.Id,
                    Place = earlier.Count + 1,
                    ReviewerIdentity = reviewer.Identity,
                    ReviewerName = reviewer.Actor.Name,
                    Role = reviewer.Actor.Role,
                    Verdict = given.Verdict,
                    Form = given.Form,
                    Ground = given.Ground,
                    Reason = given.Reason.Trim(),
                    At = now,
                };
                var state = Next(flag, earlier, row);
                await session.ExecuteAsync(InsertDecision, row);
                await session.ExecuteAsync(
                    MoveFlag,
                    new
                    {
                        flag.Id,
                        State = state,
                        ClosedAt = state is FlagState.Confirmed or FlagState.Dismissed ? now : (DateTimeOffset?)null,
                    }
                );
                await audit.RecordAsync(
                    session,
                    reviewer.Actor,
                    "flag.decide",
                    $"flag:{flag.Id}",
                    new { flag.State },
                    new
                    {
                        state,
                        row.Place,
                        row.Verdict,
                        row.Form,
                        row.Ground,
                        row.Reason,
                    }
                );
                return state;
            },
            ct
        );
    }

    /// <summary>The state after a verdict, from the state before and the verdicts so far.</summary>
    internal string Next(FlagRow flag, IReadOnlyList<DecisionRow> earlier, DecisionRow given) =>
        flag.State switch
        {
            FlagState.Flagged => given.Verdict == Verdict.Confirm || GoesToSecondReader(flag) ? FlagState.Proposed : FlagState.Dismissed,
            FlagState.Proposed => earlier[0].Verdict != given.Verdict ? FlagState.Disputed
            : given.Verdict == Verdict.Dismiss ? FlagState.Dismissed
            : earlier[0].Form == given.Form ? FlagState.Confirmed
            : FlagState.Disputed,
            FlagState.Disputed => given.Verdict == Verdict.Confirm ? FlagState.Confirmed : FlagState.Dismissed,
            _ => throw new InvalidOperationException($"A flag that is {flag.State} takes no verdict."),
        };

    // Drawn from the flag's own hash, not from a coin: asking again gives the same answer, and nobody can wish for another.
    private bool GoesToSecondReader(FlagRow flag)
    {
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(key, flag.Id);
        BinaryPrimitives.WriteInt64BigEndian(key[8..], flag.FoundAt.ToUnixTimeMilliseconds());
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) / (uint.MaxValue + 1.0) < options.DismissalSecondReadingShare;
    }

    private void RequireComplete(GivenVerdict given)
    {
        if (string.IsNullOrWhiteSpace(given.Reason))
        {
            throw RefusalException.Wrong("Alasan wajib diisi (--reason).", "A reason is required (--reason).");
        }

        switch (given.Verdict)
        {
            case Verdict.Confirm when string.IsNullOrEmpty(given.Form):
                throw RefusalException.Wrong(
                    "Konfirmasi harus menyebut bentuk pelanggaran (--form), mis. D-6.",
                    "A confirmation names the form of violation (--form), for example D-6."
                );
            case Verdict.Confirm when rules.Form(given.Form!) is null:
                throw RefusalException.Wrong(
                    $"Bentuk pelanggaran '{given.Form}' tidak dikenal; yang ada: {string.Join(", ", rules.Forms.Select(form => form.Code))}.",
                    $"The form of violation '{given.Form}' is not known; there are: {string.Join(", ", rules.Forms.Select(form => form.Code))}."
                );
            case Verdict.Dismiss when given.Form is not null:
                throw RefusalException.Wrong("Penolakan tidak menyebut bentuk pelanggaran.", "A dismissal names no form of violation.");
            case Verdict.Dismiss when given.Ground is not null && rules.Ground(given.Ground) is null:
                throw RefusalException.Wrong(
                    $"Dasar '{given.Ground}' tidak dikenal; yang ada: {string.Join(", ", rules.Grounds.Select(ground => ground.Code))}.",
                    $"The ground '{given.Ground}' is not known; there are: {string.Join(", ", rules.Grounds.Select(ground => ground.Code))}."
                );
            case Verdict.Confirm or Verdict.Dismiss:
                return;
            default:
                throw RefusalException.Wrong(
                    $"Putusan harus confirm atau dismiss, bukan '{given.Verdict}'.",
                    $"A verdict is confirm or dismiss, was '{given.Verdict}'."
                );
        }
    }
}

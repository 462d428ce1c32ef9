using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>What a person decides about a flag.</summary>
/// <param name="FlagId">Which.</param>
/// <param name="Verdict">One of <see cref="Review.Verdict"/>.</param>
/// <param name="Form">Code of the form of violation; for a confirmation.</param>
/// <param name="Ground">Code of the ground; for a dismissal.</param>
/// <param name="Reason">In the person's own words; never empty.</param>
internal sealed record GivenVerdict(long FlagId, string Verdict, string? Form, string? Ground, string Reason)
{
    /// <summary>What a confirmation names beside its form.</summary>
    public Particulars? Particulars { get; init; }

    /// <summary>
    /// Number of the claim under which the flag was read. A verdict that names one is only taken while that claim lives; one that names none is
    /// read and given in one step, and is taken when nobody else holds the flag.
    /// </summary>
    public long? Claim { get; init; }

    /// <summary>Other flags of the same group that the person has seen listed and that the verdict covers too.</summary>
    public IReadOnlyList<long> Members { get; init; } = [];
}

/// <summary>Takes verdicts, and moves a flag from state to state by the ways of <see cref="Moves"/>.</summary>
/// <remarks>
/// A confirmation needs two persons. The second does not learn what the first decided, and a share of first dismissals is read a second
/// time as well, so that a second reading betrays nothing. Where two disagree, also about the form or the phase, the ketua decides.
/// </remarks>
internal sealed class Decisions(Database database, AuditLog audit, Rules rules, DrawKey draw, ReviewOptions options, TimeProvider time)
{
    private const string InsertDecision = """
        INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, ground, reason, at, round, contest, phase, basis,
            event_at, event_known, ownership, ownership_note, possible_crime, evidence)
        VALUES (@FlagId, @Place, @ReviewerIdentity, @ReviewerName, @Role, @Verdict, @Form, @Ground, @Reason, @At, @Round, @Contest, @Phase, @Basis,
            @EventAt, @EventKnown, @Ownership, @OwnershipNote, @PossibleCrime, @Evidence)
        """;

    private const string MoveFlag = """
        UPDATE flag SET state = @State, closed_at = @ClosedAt, claim_identity = NULL, claim_name = NULL, claim_until = NULL,
            assigned_identity = NULL, assigned_name = NULL
        WHERE id = @Id
        """;

    /// <summary>
    /// Takes one verdict. Refuses a second one of the same person, one on a flag that another holds, one under a claim that has lapsed, and one
    /// that is incomplete.
    /// </summary>
    /// <returns>The state the flag is in now.</returns>
    /// <exception cref="RefusalException">Not accepted, and why.</exception>
    public Task<string> GiveAsync(GivenVerdict given, Reviewer reviewer, CancellationToken ct)
    {
        RequireComplete(given);
        return database.WriteAsync(
            async session =>
            {
                var group = given.Members.Count > 0 ? await RequireGroupAsync(session, given, reviewer) : null;
                var state = await GiveAsync(session, given, reviewer, group);
                foreach (var member in given.Members.Distinct().Where(member => member != given.FlagId))
                {
                    // Each is a verdict of its own, with its own row and its own place in the record; the claim is that of the one that was read.
                    await GiveAsync(
                        session,
                        given with
                        {
                            FlagId = member,
                            Claim = null,
                            Particulars = Of(member, given),
                        },
                        reviewer,
                        group
                    );
                }

                return state;
            },
            ct
        );
    }

    // Hashes name captures of one flag; the others bring their own.
    private static Particulars? Of(long member, GivenVerdict given) =>
        member == given.FlagId ? given.Particulars
        : given.Particulars is { } named ? named with { Evidence = null }
        : null;

    private static async Task<long?> RequireGroupAsync(Session session, GivenVerdict given, Reviewer reviewer)
    {
        var flag = await Queue.VisibleAsync(session, given.FlagId, reviewer);
        foreach (var id in given.Members)
        {
            var member = await Queue.VisibleAsync(session, id, reviewer);
            if (flag.GroupId is null || member.GroupId != flag.GroupId || member.AsnId != flag.AsnId)
            {
                throw RefusalException.Conflict(
                    $"Flag {id} bukan anggota kelompok flag {flag.Id}; tidak ada yang dicatat.",
                    $"Flag {id} is not of the group of flag {flag.Id}; nothing was recorded."
                );
            }

            if (given.Verdict == Verdict.Confirm && member.AccountId is not null)
            {
                // Each post is an act of its own, at a time of its own.
                throw RefusalException.Conflict(
                    $"Flag {id} adalah unggahan tersendiri pada waktunya sendiri; konfirmasi satu per satu.",
                    $"Flag {id} is a post of its own at a time of its own; confirm them one by one."
                );
            }
        }

        return flag.GroupId;
    }

    private async Task<string> GiveAsync(Session session, GivenVerdict given, Reviewer reviewer, long? group)
    {
        var flag = await Queue.VisibleAsync(session, given.FlagId, reviewer);
        if (await Queue.MayDecideAsync(session, flag, reviewer) is { } refusal)
        {
            throw new RefusalException(RefusalKind.Conflict, refusal);
        }

        var now = time.GetUtcNow();
        RequireClaim(flag, given.Claim, reviewer, now);
        var all = await FlagStore.DecisionsAsync(session, flag.Id);
        var earlier = all.FindAll(decision => decision.Round == flag.Round);
        var row = await RowAsync(session, flag, given, reviewer, all.Count + 1, now);
        var again = flag.State == FlagState.Flagged && row.Verdict == Verdict.Dismiss && await GoesToSecondReaderAsync(session, flag);
        var state = Moves.Take(flag.State, row.Verdict, Next(flag, earlier, row, again));
        await session.ExecuteAsync(InsertDecision, row);
        await session.ExecuteAsync(
            MoveFlag,
            new
            {
                flag.Id,
                State = state,
                ClosedAt = FlagState.Closed.Contains(state) ? now : (DateTimeOffset?)null,
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
                row.Round,
                row.Verdict,
                row.Form,
                row.Contest,
                row.Phase,
                row.EventAt,
                row.EventKnown,
                row.Ownership,
                row.PossibleCrime,
                row.Ground,
                row.Reason,
                group,
            }
        );
        return state;
    }

    /// <summary>The state after a verdict, from the state before and the verdicts of this round so far.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="earlier">The verdicts so far.</param>
    /// <param name="given">The one that is given now.</param>
    /// <param name="again">Whether a first dismissal is read a second time.</param>
    internal static string Next(FlagRow flag, IReadOnlyList<DecisionRow> earlier, DecisionRow given, bool again) =>
        flag.State switch
        {
            FlagState.Flagged => given.Verdict == Verdict.Confirm || again ? FlagState.Proposed : FlagState.Dismissed,
            FlagState.Returned or FlagState.Reopened => FlagState.Proposed,
            FlagState.Proposed => earlier[0].Verdict != given.Verdict ? FlagState.Disputed
            : given.Verdict == Verdict.Dismiss ? FlagState.Dismissed
            : Agree(earlier[0], given) ? FlagState.Confirmed
            : FlagState.Disputed,
            FlagState.Disputed => given.Verdict == Verdict.Confirm ? FlagState.Confirmed : FlagState.Dismissed,
            _ => throw new InvalidOperationException($"A flag that is {flag.State} takes no verdict."),
        };

    // The form decides the sanction and the phase decides the class: two who differ in either do not say the same.
    private static bool Agree(DecisionRow one, DecisionRow other) =>
        one.Form == other.Form && one.Contest == other.Contest && one.Phase == other.Phase;

    // By a keyed hash of the flag, not by a coin: asking again gives the same answer, and whoever dismisses cannot tell beforehand which it is.
    private async Task<bool> GoesToSecondReaderAsync(Session session, FlagRow flag) =>
        await draw.PlaceAsync(session, string.Create(CultureInfo.InvariantCulture, $"dismissal\n{flag.Id}\n{flag.Round}"))
        < options.DismissalSecondReadingShare;

    private static void RequireClaim(FlagRow flag, long? claim, Reviewer reviewer, DateTimeOffset now)
    {
        var held = flag.ClaimIdentity is not null && flag.ClaimUntil >= now;
        if (held && flag.ClaimIdentity != reviewer.Identity)
        {
            throw RefusalException.Conflict(
                $"Flag {flag.Id} sedang dipegang {flag.ClaimName} sampai {flag.ClaimUntil:HH:mm} UTC; putusan Anda tidak dicatat.",
                $"Flag {flag.Id} is held by {flag.ClaimName} until {flag.ClaimUntil:HH:mm} UTC; your verdict was not recorded."
            );
        }

        if (claim is not null && (!held || flag.ClaimNumber != claim))
        {
            // Somebody else may have had it in between: what this person read may no longer be what there is.
            throw RefusalException.Conflict(
                $"Klaim Anda atas flag {flag.Id} sudah lewat; putusan Anda tidak dicatat. Ambil lagi, lihat apakah ada yang berubah, lalu kirim ulang.",
                $"Your claim on flag {flag.Id} has lapsed; your verdict was not recorded. Claim it again, see whether anything changed, and send it again."
            );
        }

        if (flag.AssignedIdentity is not null && flag.AssignedIdentity != reviewer.Identity)
        {
            throw RefusalException.Conflict(
                $"Flag {flag.Id} ditugaskan kepada {flag.AssignedName}; putusan Anda tidak dicatat.",
                $"Flag {flag.Id} is assigned to {flag.AssignedName}; your verdict was not recorded."
            );
        }
    }

    private async Task<DecisionRow> RowAsync(
        Session session,
        FlagRow flag,
        GivenVerdict given,
        Reviewer reviewer,
        int place,
        DateTimeOffset now
    )
    {
        var held = (await FlagStore.EvidenceAsync(session, flag.Id)).ConvertAll(capture => capture.Sha256);
        var named =
            given.Verdict == Verdict.Confirm ? CheckedParticulars.Of(given.Particulars!, given.Form!, flag, held, rules, now) : null;
        return new DecisionRow
        {
            FlagId = flag.Id,
            Place = place,
            ReviewerIdentity = reviewer.Identity,
            ReviewerName = reviewer.Actor.Name,
            Role = reviewer.Actor.Role,
            Verdict = given.Verdict,
            Form = given.Form,
            Ground = given.Ground,
            Reason = given.Reason.Trim(),
            At = now,
            Round = flag.Round,
            Contest = named?.Contest,
            Phase = named?.Phase,
            Basis = named is null ? null : JsonSerializer.Serialize(named.Basis),
            EventAt = named?.EventAt,
            EventKnown = named?.EventKnown,
            Ownership = named?.Ownership,
            OwnershipNote = named?.OwnershipNote,
            PossibleCrime = named?.PossibleCrime,
            // A dismissal rests on all that was there to see; what came later can be told from it.
            Evidence = JsonSerializer.Serialize(named?.Evidence ?? held),
        };
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
            case Verdict.Confirm when given.Particulars is null:
                throw RefusalException.Wrong(
                    "Konfirmasi menyebut tahapan, waktu kejadian dan bagaimana diketahui, serta pemeriksaan akun (--phase, --event-at, --event-known, --ownership).",
                    "A confirmation names the phase, the time of the event and how it is known, and the check of the account (--phase, --event-at, --event-known, --ownership)."
                );
            case Verdict.Dismiss when given.Form is not null || given.Particulars is not null:
                throw RefusalException.Wrong("Penolakan tidak menyebut bentuk pelanggaran.", "A dismissal names no form of violation.");
            case Verdict.Dismiss when given.Ground is null || rules.Ground(given.Ground) is null:
                throw RefusalException.Wrong(
                    $"Penolakan menyebut salah satu dasar (--ground){(given.Ground is null ? "" : $", bukan '{given.Ground}'")}: {string.Join(", ", rules.Grounds.Select(ground => ground.Code))}.",
                    $"A dismissal names one of the grounds (--ground){(given.Ground is null ? "" : $", not '{given.Ground}'")}: {string.Join(", ", rules.Grounds.Select(ground => ground.Code))}."
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

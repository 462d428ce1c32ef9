using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Review;

/// <summary>What a person who confirms says of the act, besides its form. Nothing of it is guessed.</summary>
internal sealed record Particulars
{
    /// <summary>Stands for "no contest runs" in <see cref="Phase"/>.</summary>
    public const string NoPhase = "none";

    /// <summary>Contest and phase, <c>pilkada-2024:kampanye</c>; or <see cref="NoPhase"/>.</summary>
    public string? Phase { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>How that is known: a code of <see cref="ParticularsRules.EventTimes"/>.</summary>
    public string? EventKnown { get; init; }

    /// <summary>Whether and how it was checked whose the account is: a code of <see cref="ParticularsRules.OwnershipChecks"/>.</summary>
    public string? Ownership { get; init; }

    /// <summary>More of that in own words.</summary>
    public string? OwnershipNote { get; init; }

    /// <summary>A further legal basis in own words; required where the form has none of its own.</summary>
    public string? Basis { get; init; }

    /// <summary>Beginnings of the hashes of the captures that it rests on; null for all that the flag holds.</summary>
    public IReadOnlyList<string>? Evidence { get; init; }

    /// <summary>A possible crime, for Gakkumdu. Only ever set by a person.</summary>
    public bool PossibleCrime { get; init; }
}

/// <summary>The same, checked against the rules and the flag.</summary>
internal sealed record CheckedParticulars(
    string? Contest,
    string? Phase,
    IReadOnlyList<string> Basis,
    DateTimeOffset EventAt,
    string EventKnown,
    string Ownership,
    string? OwnershipNote,
    IReadOnlyList<string> Evidence,
    bool PossibleCrime
)
{
    private const int ShortestHash = 8;

    /// <summary>Checks what a confirmation names.</summary>
    /// <exception cref="RefusalException">Something is missing or does not fit; it says what.</exception>
    public static CheckedParticulars Of(
        Particulars given,
        string code,
        FlagRow flag,
        IReadOnlyList<string> held,
        Rules rules,
        DateTimeOffset now
    )
    {
        var known = Chosen(given.EventKnown, rules.Particulars.EventTimes, "--event-known");
        var ownership = Chosen(given.Ownership, rules.Particulars.OwnershipChecks, "--ownership");
        var at = Moment(given.EventAt, now);
        var day = rules.DayIn(at, flag.RegionCode);
        var form =
            rules.Form(code, day)
            ?? throw RefusalException.Wrong(
                $"Bentuk {code} tidak berlaku pada {day:yyyy-MM-dd}, hari kejadian.",
                $"The form {code} was not in force on {day:yyyy-MM-dd}, the day of the event."
            );
        var phase = PhaseOf(given.Phase, form, day, flag, rules);
        string[] basis =
        [
            .. form.Basis.Select(citation => citation.Text),
            .. Blank(given.Basis) is { } own ? [own] : Array.Empty<string>(),
        ];
        if (basis.Length == 0)
        {
            throw RefusalException.Wrong(
                $"Bentuk {code} tidak mempunyai dasar hukum sendiri; sebut peraturannya (--basis).",
                $"The form {code} has no legal basis of its own; name the regulation (--basis)."
            );
        }

        return new CheckedParticulars(
            phase?.Contest.Code,
            phase?.Phase.Code,
            basis,
            at,
            known.Code,
            ownership.Code,
            Blank(given.OwnershipNote),
            EvidenceOf(given.Evidence, held),
            given.PossibleCrime
        );
    }

    private static Choice Chosen(string? code, IReadOnlyList<Choice> choices, string option) =>
        choices.FirstOrDefault(choice => choice.Code == code)
        ?? throw RefusalException.Wrong(
            $"{option} wajib salah satu dari: {string.Join(", ", choices.Select(choice => choice.Code))}.",
            $"{option} must be one of: {string.Join(", ", choices.Select(choice => choice.Code))}."
        );

    private static DateTimeOffset Moment(DateTimeOffset? given, DateTimeOffset now) =>
        given is not { } moment
            ? throw RefusalException.Wrong(
                "Waktu kejadian wajib disebut (--event-at).",
                "The time of the event must be named (--event-at)."
            )
        : moment <= now ? moment.ToUniversalTime()
        : throw RefusalException.Wrong(
            $"Waktu kejadian {moment:yyyy-MM-dd HH:mm} belum tiba.",
            $"The time of the event {moment:yyyy-MM-dd HH:mm} lies in the future."
        );

    private static ContestPhase? PhaseOf(string? written, ViolationForm form, DateOnly day, FlagRow flag, Rules rules)
    {
        var there = rules.PhasesOn(day, flag.RegionCode);
        if (written == Particulars.NoPhase)
        {
            return there.Count == 0
                ? null
                : throw RefusalException.Wrong(
                    $"Pada {day:yyyy-MM-dd} berjalan: {Names(there)}; sebut salah satunya (--phase).",
                    $"On {day:yyyy-MM-dd} there runs: {Names(there)}; name one of them (--phase)."
                );
        }

        // An act may concern the contest of another region than the person's own.
        var running = rules
            .Contests.Select(contest => (Contest: contest, Phase: contest.On(day)))
            .Where(found => found.Phase is not null)
            .Select(found => new ContestPhase(found.Contest, found.Phase!))
            .ToList();
        var phase =
            running.Find(found => found.Name == written)
            ?? throw RefusalException.Wrong(
                $"Tahapan '{written}' (--phase) tidak berjalan pada {day:yyyy-MM-dd}; yang berjalan: {(running.Count > 0 ? Names(running) : Particulars.NoPhase)}.",
                $"The phase '{written}' (--phase) does not run on {day:yyyy-MM-dd}; there runs: {(running.Count > 0 ? Names(running) : Particulars.NoPhase)}."
            );
        return form.Phases.Contains(phase.Phase.Class)
            ? phase
            : throw RefusalException.Wrong(
                $"Bentuk {form.Code} tidak terjadi dalam tahapan {phase.Name} ({phase.Phase.Class.Name()}).",
                $"The form {form.Code} does not occur in the phase {phase.Name} ({phase.Phase.Class.Name()})."
            );
    }

    private static IReadOnlyList<string> EvidenceOf(IReadOnlyList<string>? named, IReadOnlyList<string> held)
    {
        if (named is null || named.Count == 0)
        {
            return held;
        }

        var chosen = new List<string>();
        foreach (var beginning in named)
        {
            var found =
                beginning.Length < ShortestHash ? [] : held.Where(hash => hash.StartsWith(beginning, StringComparison.Ordinal)).ToList();
            chosen.Add(
                found is [var one]
                    ? one
                    : throw RefusalException.Wrong(
                        $"Bukti '{beginning}' bukan salah satu tangkapan flag ini (sebut sekurang-kurangnya {ShortestHash} tanda sha256).",
                        $"The evidence '{beginning}' is not one capture of this flag (give at least {ShortestHash} characters of its sha256)."
                    )
            );
        }

        return chosen;
    }

    private static string Names(IEnumerable<ContestPhase> phases) => string.Join(", ", phases.Select(phase => phase.Name));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

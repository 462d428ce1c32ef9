using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>One rule as the verbs show it.</summary>
/// <param name="Kind">One of <see cref="RuleLines.Kinds"/>.</param>
/// <param name="Code">By which it is asked for.</param>
/// <param name="Name">What it is.</param>
/// <param name="Conflict">Whether the sources disagree.</param>
/// <param name="Details">What it says, line by line.</param>
/// <param name="Sources">Where it was read.</param>
/// <param name="Note">What to know before relying on it.</param>
/// <param name="Entry">The whole of it, for machines.</param>
internal sealed record RuleLine(
    string Kind,
    string Code,
    Sentence Name,
    bool Conflict,
    IReadOnlyList<Sentence> Details,
    IReadOnlyList<Uri> Sources,
    Sentence? Note,
    object Entry
);

/// <summary>Every rule of every kind in one list.</summary>
internal static class RuleLines
{
    /// <summary>The kinds, in the order of the list.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "form",
        "sanction",
        "deadline",
        "contest",
        "holiday",
        "ground",
        "event-known",
        "ownership",
        "status",
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<RuleLine> Of(Rules rules) =>
        rules
            .Forms.Select(Form)
            .Concat(rules.Sanctions.Select(Sanction))
            .Concat(rules.Deadlines.All.Select(Limit))
            .Concat(rules.Contests.Select(Contest))
            .Concat(rules.Holidays.All.GroupBy(holiday => holiday.Date.Year).Select(Year))
            .Concat(rules.Grounds.Select(Ground))
            .Concat(rules.Particulars.EventTimes.Select(choice => Named("event-known", choice.Code, choice.Name, choice.When, choice)))
            .Concat(rules.Particulars.OwnershipChecks.Select(choice => Named("ownership", choice.Code, choice.Name, choice.When, choice)))
            .Concat(rules.Statuses.Select(kind => Named("status", kind.Code, kind.Name, kind.Effect, kind)));

    private static RuleLine Form(ViolationForm form) =>
        new(
            "form",
            form.Code,
            form.Name,
            form.Agreement == Agreement.Conflict,
            [
                Same(form.Text),
                new(
                    $"kelas {form.Class.Name()}; tingkat sanksi: {Or(form.Sanctions, "menurut aturan lain")}",
                    $"class {form.Class.Name()}; sanction level: {Or(form.Sanctions, "by another rule")}"
                ),
                Validity(form.ValidFrom, form.ValidTo),
                .. form.Basis.Select(Basis),
            ],
            form.Sources,
            form.Note,
            form
        );

    private static RuleLine Sanction(Sanction sanction) =>
        new(
            "sanction",
            sanction.Code,
            sanction.Name,
            false,
            [.. sanction.Kinds, .. sanction.Basis.Select(Basis)],
            sanction.Sources,
            null,
            sanction
        );

    private static RuleLine Limit(Deadline limit) =>
        new(
            "deadline",
            $"{limit.Track}:{limit.Step}",
            new(
                $"{limit.Name.Id}: {limit.Days} hari{(limit.Unit == DayUnit.Working ? " kerja" : "")}",
                $"{limit.Name.En}: {limit.Days} {(limit.Unit == DayUnit.Working ? "working " : "")}days"
            ),
            limit.Agreement == Agreement.Conflict,
            [
                limit.Starts switch
                {
                    ClockStart.Found => new("dihitung sejak ditemukan", "counted since it was found"),
                    ClockStart.Known => new("dihitung sejak diketahui", "counted since it was known"),
                    ClockStart.Received => new("dihitung sejak diterima", "counted since it was received"),
                    _ => new("dihitung sejak diregistrasi", "counted since it was registered"),
                },
                Validity(limit.ValidFrom, null),
                Basis(limit.Citation),
            ],
            limit.Sources,
            limit.Note,
            limit
        );

    private static RuleLine Contest(ElectionCalendar contest) =>
        new(
            "contest",
            contest.Code,
            contest.Name,
            false,
            [
                .. contest.Phases.Select(phase => new Sentence(
                    $"{phase.From:yyyy-MM-dd} – {phase.To:yyyy-MM-dd}  {phase.Code}  {phase.Class.Name()}  {phase.Name.Id} [{Word(phase.Mark).Id}]",
                    $"{phase.From:yyyy-MM-dd} – {phase.To:yyyy-MM-dd}  {phase.Code}  {phase.Class.Name()}  {phase.Name.En} [{Word(phase.Mark).En}]"
                )),
            ],
            contest.Sources,
            contest.Note,
            contest
        );

    private static RuleLine Year(IGrouping<int, Holiday> year) =>
        new(
            "holiday",
            $"{year.Key}",
            new(
                $"{year.Count(day => day.Kind == HolidayKind.LiburNasional)} hari libur nasional, {year.Count(day => day.Kind == HolidayKind.CutiBersama)} cuti bersama",
                $"{year.Count(day => day.Kind == HolidayKind.LiburNasional)} national holidays, {year.Count(day => day.Kind == HolidayKind.CutiBersama)} days of joint leave"
            ),
            false,
            [
                .. year.Select(day => new Sentence(
                    $"{day.Date:yyyy-MM-dd}  {(day.Kind == HolidayKind.CutiBersama ? "cuti bersama" : "libur nasional")}  {day.Name.Id} [{Word(day.Mark).Id}]",
                    $"{day.Date:yyyy-MM-dd}  {(day.Kind == HolidayKind.CutiBersama ? "joint leave" : "national holiday")}  {day.Name.En} [{Word(day.Mark).En}]"
                )),
            ],
            [],
            null,
            year.ToList()
        );

    private static RuleLine Ground(Ground ground) =>
        new("ground", ground.Code, ground.Name, false, [ground.When, Word(ground.Mark)], ground.Sources, null, ground);

    private static RuleLine Named(string kind, string code, Sentence name, Sentence detail, object entry) =>
        new(kind, code, name, false, [detail], [], null, entry);

    private static Sentence Basis(Citation citation) =>
        new($"{citation.Text} [{Word(citation.Mark).Id}]", $"{citation.Text} [{Word(citation.Mark).En}]");

    private static Sentence Validity(DateOnly from, DateOnly? to) =>
        to is { } last
            ? new($"berlaku {from:yyyy-MM-dd} sampai {last:yyyy-MM-dd}", $"in force {from:yyyy-MM-dd} to {last:yyyy-MM-dd}")
            : new($"berlaku sejak {from:yyyy-MM-dd}", $"in force since {from:yyyy-MM-dd}");

    // Whatever was not read in a source should be confirmed by legal staff; so it is said beside every entry.
    private static Sentence Word(Surety mark) =>
        mark switch
        {
            Surety.Read => new("terbaca pada sumber", "read in a source"),
            Surety.Remembered => new("diingat, belum terbaca", "remembered, not read"),
            _ => new("disimpulkan", "inferred"),
        };

    private static Sentence Same(string text) => new(text, text);

    private static string Or(IReadOnlyList<string> texts, string none) => texts.Count == 0 ? none : string.Join(", ", texts);
}

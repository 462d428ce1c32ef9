using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>What starts a deadline's clock.</summary>
internal enum ClockStart
{
    /// <summary>The supervisor found the event.</summary>
    Found,

    /// <summary>The reporter learned of the event.</summary>
    Known,

    /// <summary>A report was received.</summary>
    Received,

    /// <summary>A report or finding was registered.</summary>
    Registered,
}

/// <summary>Which days a deadline counts.</summary>
internal enum DayUnit
{
    /// <summary>Every day.</summary>
    Calendar,

    /// <summary>Monday to Friday without holidays.</summary>
    Working,
}

/// <summary>A legal time limit of one step on one track.</summary>
/// <param name="Track"><c>pemilu</c>, <c>pilkada</c> or <c>sbt</c>.</param>
/// <param name="Step">For example <c>temuan</c>.</param>
/// <param name="Name">What must be done.</param>
/// <param name="Starts">What starts the clock.</param>
/// <param name="Days">How many days.</param>
/// <param name="Unit">Which days are counted.</param>
/// <param name="Citation">Where in the law, and how sure.</param>
/// <param name="Sources">Where it was read.</param>
/// <param name="Agreement">Whether the sources agree.</param>
/// <param name="Note">What to know; always there when they do not.</param>
/// <param name="ValidFrom">First day on which it holds.</param>
internal sealed record Deadline(
    string Track,
    string Step,
    Sentence Name,
    ClockStart Starts,
    int Days,
    DayUnit Unit,
    Citation Citation,
    IReadOnlyList<Uri> Sources,
    Agreement Agreement,
    Sentence? Note,
    DateOnly ValidFrom
);

/// <summary>When something is due.</summary>
/// <param name="LastDay">The last day, in the region's zone; it counts whole.</param>
/// <param name="At">The moment after the last day ends, UTC: from here on it is late.</param>
/// <param name="Rule">The time limit that was applied.</param>
/// <param name="HolidaysKnown">False when working days were counted in a year whose holidays are not in the data.</param>
internal sealed record Due(DateOnly LastDay, DateTimeOffset At, Deadline Rule, bool HolidaysKnown);

/// <summary>How days are counted: a choice of the house, written in the data beside the limits themselves.</summary>
/// <param name="FirstDayCounts">Whether the day of the event is day one.</param>
/// <param name="JointLeaveIsWorkingDay">Whether joint leave counts as a working day.</param>
/// <param name="UnreadHolidayIsWorkingDay">Whether a holiday whose date was not read in a source counts as a working day.</param>
internal sealed record Counting(bool FirstDayCounts, bool JointLeaveIsWorkingDay, bool UnreadHolidayIsWorkingDay);

/// <summary>All time limits, and the counting of days.</summary>
internal sealed class Deadlines(Counting counting, IReadOnlyList<Deadline> all, Holidays holidays)
{
    private static readonly Dictionary<string, ClockStart> Starts = new()
    {
        ["found"] = ClockStart.Found,
        ["known"] = ClockStart.Known,
        ["received"] = ClockStart.Received,
        ["registered"] = ClockStart.Registered,
    };

    private static readonly Dictionary<string, DayUnit> Units = new() { ["calendar"] = DayUnit.Calendar, ["working"] = DayUnit.Working };

    /// <summary>All of them, in the order of the file.</summary>
    public IReadOnlyList<Deadline> All => all;

    /// <summary>How days are counted.</summary>
    public Counting Counting => counting;

    /// <summary>When <paramref name="step"/> is due if its clock started at this moment in this zone.</summary>
    /// <exception cref="ArgumentException">There is no such step on this track.</exception>
    public Due DueFor(string track, string step, DateTimeOffset from, TimeZoneInfo zone)
    {
        var start = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime);
        var rule =
            all.Where(deadline => deadline.Track == track && deadline.Step == step && deadline.ValidFrom <= start)
                .MaxBy(deadline => deadline.ValidFrom)
            ?? all.Where(deadline => deadline.Track == track && deadline.Step == step).MinBy(deadline => deadline.ValidFrom)
            ?? throw new ArgumentException($"There is no time limit for {step} on the track {track}.", nameof(step));

        var (day, left, known) = (start, rule.Days, true);
        if (counting.FirstDayCounts && Counts(rule.Unit, day, ref known))
        {
            left--;
        }

        while (left > 0)
        {
            day = day.AddDays(1);
            if (Counts(rule.Unit, day, ref known))
            {
                left--;
            }
        }

        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        var at = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        return new Due(day, at, rule, known);
    }

    /// <summary>Whether people work on this day, as the data counts it.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && holidays.On(day) switch
        {
            null => true,
            { Kind: HolidayKind.CutiBersama } => counting.JointLeaveIsWorkingDay,
            { Mark: not Surety.Read } => counting.UnreadHolidayIsWorkingDay,
            _ => false,
        };

    /// <summary>Reads <c>deadlines.json</c>.</summary>
    public static Deadlines Read(RuleEntry file, Holidays holidays)
    {
        var counting = new Counting(FirstDayCounts: false, JointLeaveIsWorkingDay: true, UnreadHolidayIsWorkingDay: true);
        if (file.Child("counting") is { } entry)
        {
            counting = new Counting(
                entry.Flag("firstDayCounts"),
                entry.Flag("jointLeaveIsWorkingDay"),
                entry.Flag("unreadHolidayIsWorkingDay")
            );
            entry.OneOf("mark", RuleWords.Sureties);
            entry.Sentence("note");
            entry.Close();
        }
        else
        {
            file.Wrong("counting", new Sentence("harus ada", "must be there"));
        }

        var all = file.Entries("deadlines", "step").Select(ReadOne).ToList();
        file.Close();
        return new Deadlines(counting, all, holidays);
    }

    private static Deadline ReadOne(RuleEntry entry)
    {
        var deadline = new Deadline(
            entry.Text("track"),
            entry.Text("step"),
            entry.Sentence("name"),
            entry.OneOf("starts", Starts),
            entry.Whole("days", 1, 366),
            entry.OneOf("unit", Units),
            new Citation(entry.Text("citation"), entry.OneOf("mark", RuleWords.Sureties)),
            entry.Sources("sources"),
            entry.OneOf("status", RuleWords.Agreements),
            entry.OptionalSentence("note"),
            entry.Date("validFrom")
        );
        if (deadline.Agreement == Agreement.Conflict && deadline.Note is null)
        {
            entry.Wrong("note", new Sentence("wajib ada bila status conflict", "must be there when status is conflict"));
        }

        entry.Close();
        return deadline;
    }

    private bool Counts(DayUnit unit, DateOnly day, ref bool known)
    {
        if (unit == DayUnit.Calendar)
        {
            return true;
        }

        known &= holidays.Knows(day.Year);
        return IsWorkingDay(day);
    }
}

using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>Why a day is free.</summary>
internal enum HolidayKind
{
    /// <summary>A national holiday.</summary>
    LiburNasional,

    /// <summary>Joint leave: free for civil servants, but no holiday in law.</summary>
    CutiBersama,
}

/// <summary>One free day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">Why it is free.</param>
/// <param name="Name">What is celebrated.</param>
/// <param name="Mark">How sure the date is.</param>
internal sealed record Holiday(DateOnly Date, HolidayKind Kind, Sentence Name, Surety Mark);

/// <summary>The free days of the years whose decree is in the data.</summary>
internal sealed class Holidays
{
    private static readonly Dictionary<string, HolidayKind> Kinds = new()
    {
        ["libur_nasional"] = HolidayKind.LiburNasional,
        ["cuti_bersama"] = HolidayKind.CutiBersama,
    };

    private readonly Dictionary<DateOnly, Holiday> days;
    private readonly HashSet<int> knownYears;

    private Holidays(IReadOnlyList<Holiday> all, IEnumerable<int> years)
    {
        All = all;
        knownYears = [.. years];
        // A date may be both; the holiday outranks the joint leave.
        days = all.GroupBy(holiday => holiday.Date).ToDictionary(same => same.Key, same => same.MinBy(holiday => holiday.Kind)!);
    }

    /// <summary>All of them, by date.</summary>
    public IReadOnlyList<Holiday> All { get; }

    /// <summary>Whether the decree of this year is in the data; a working-day deadline in any other year may be wrong.</summary>
    public bool Knows(int year) => knownYears.Contains(year);

    /// <summary>The free day on this date, or null.</summary>
    public Holiday? On(DateOnly date) => days.GetValueOrDefault(date);

    /// <summary>Reads <c>holidays.json</c>.</summary>
    public static Holidays Read(RuleEntry file)
    {
        file.Sentence("note");
        var years = file.Entries("years", "year").Select(Year).ToHashSet();
        var all = new List<Holiday>();
        foreach (var entry in file.Entries("holidays", "date"))
        {
            var holiday = new Holiday(
                entry.Date("date"),
                entry.OneOf("kind", Kinds),
                entry.Sentence("name"),
                entry.OneOf("mark", RuleWords.Sureties)
            );
            if (!years.Contains(holiday.Date.Year))
            {
                entry.Wrong(
                    "date",
                    new Sentence("tahunnya harus ada pada years", "its year must be in years"),
                    $"{holiday.Date:yyyy-MM-dd}"
                );
            }

            entry.Close();
            all.Add(holiday);
        }

        file.Close();
        return new Holidays([.. all.OrderBy(holiday => holiday.Date)], years);
    }

    private static int Year(RuleEntry entry)
    {
        var year = entry.Whole("year", 2000, 2100);
        entry.Text("decree");
        entry.Sources("sources");
        entry.Close();
        return year;
    }
}

using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>Numbers and days as each language writes them. Own words, because the program runs without the system's culture data.</summary>
internal sealed class Numbers(Tongue tongue)
{
    private static readonly string[] IndonesianMonths =
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];

    private static readonly string[] ShortIndonesianMonths =
    [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Mei",
        "Jun",
        "Jul",
        "Agu",
        "Sep",
        "Okt",
        "Nov",
        "Des",
    ];

    private readonly NumberFormatInfo _format = new()
    {
        NumberGroupSeparator = tongue == Tongue.English ? "," : ".",
        NumberDecimalSeparator = tongue == Tongue.English ? "." : ",",
    };

    /// <summary>What stands where a count was suppressed.</summary>
    public const string Hidden = "•";

    /// <summary>The language.</summary>
    public Tongue Tongue => tongue;

    /// <summary>A count, thousands apart; a dot for a suppressed one.</summary>
    public string Count(long? count) => count is { } known ? known.ToString("N0", _format) : Hidden;

    /// <summary>A figure with two decimals.</summary>
    public string Figure(double value) => value.ToString("N2", _format);

    /// <summary>A share in percent with one decimal; never rounded up to all nor down to nothing.</summary>
    public string Percent(double share)
    {
        var tenths = Math.Round(1000 * share, MidpointRounding.AwayFromZero);
        tenths = share < 1 ? Math.Min(tenths, 999) : tenths;
        tenths = share > 0 ? Math.Max(tenths, 1) : tenths;
        return (tenths / 10).ToString("N1", _format) + "\u00a0%";
    }

    /// <summary>The share of one count in another; a dot when either is suppressed, a dash when there is nothing to share.</summary>
    public string Percent(long? part, long? whole) =>
        part is null || whole is null ? Hidden
        : whole == 0 ? "–"
        : Percent((double)part / whole.Value);

    /// <summary>A count for an axis: thousands and millions in short.</summary>
    public string Tick(double value) =>
        value >= 1_000_000 ? Trimmed(value / 1_000_000) + (tongue == Tongue.English ? "M" : " jt")
        : value >= 1_000 ? Trimmed(value / 1_000) + (tongue == Tongue.English ? "k" : " rb")
        : Trimmed(value);

    /// <summary>A day: 1 Oktober 2024.</summary>
    public string Day(DateOnly day) => $"{day.Day} {Month(day)} {day.Year.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A day in short: 1 Okt.</summary>
    public string ShortDay(DateOnly day) =>
        $"{day.Day} {(tongue == Tongue.English ? CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[day.Month - 1] : ShortIndonesianMonths[day.Month - 1])}";

    /// <summary>The name of a day's month.</summary>
    public string Month(DateOnly day) =>
        tongue == Tongue.English ? CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[day.Month - 1] : IndonesianMonths[day.Month - 1];

    private string Trimmed(double value) => value.ToString("0.#", _format);
}

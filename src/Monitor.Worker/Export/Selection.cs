using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export;

/// <summary>What is asked for: for whom, and which new findings. Corrections and withdrawals of what was sent leave whatever is asked for.</summary>
/// <param name="Recipient">Null for the one that is meant when none is named.</param>
/// <param name="Selection">Which new findings.</param>
internal sealed record ExportOrder(string? Recipient, Selection Selection)
{
    /// <summary>Everything, for the recipient that is meant when none is named.</summary>
    public static readonly ExportOrder Everything = new(null, Selection.Everything);
}

/// <summary>The days on which a finding was confirmed, in the zone of its region; null where nothing limits them.</summary>
internal sealed record Selection(DateOnly? From, DateOnly? To)
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MonthFormat = "yyyy-MM";

    /// <summary>Without limit.</summary>
    public static readonly Selection Everything = new(null, null);

    /// <summary>As people write it on the command line.</summary>
    /// <param name="period">A month, <c>2024-10</c>; or null.</param>
    /// <param name="since">A first day, <c>2024-10-01</c>; or null.</param>
    /// <exception cref="RefusalException">It is neither, or both are named.</exception>
    public static Selection Of(string? period, string? since)
    {
        if (period is not null && since is not null)
        {
            throw RefusalException.Wrong("Sebut --period atau --since, bukan keduanya.", "Name --period or --since, not both.");
        }

        if (period is not null)
        {
            return DateOnly.TryParseExact(period, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                ? new Selection(month, month.AddMonths(1).AddDays(-1))
                : throw RefusalException.Wrong(
                    $"--period harus bulan tttt-bb, mis. 2024-10, bukan '{period}'.",
                    $"--period must be a month yyyy-mm like 2024-10, was '{period}'."
                );
        }

        return since is null ? Everything
            : DateOnly.TryParseExact(since, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new Selection(day, null)
            : throw RefusalException.Wrong(
                $"--since harus tanggal tttt-bb-hh, bukan '{since}'.",
                $"--since must be a date yyyy-mm-dd, was '{since}'."
            );
    }

    /// <summary>Whether a day lies within it.</summary>
    public bool Holds(DateOnly day) => day >= (From ?? DateOnly.MinValue) && day <= (To ?? DateOnly.MaxValue);

    /// <summary>A day as it is stored and as the manifest writes it.</summary>
    public static string? Written(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);
}

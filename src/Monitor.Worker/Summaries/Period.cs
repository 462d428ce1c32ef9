using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Summaries;

/// <summary>Whole days, the first and the last included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
internal sealed record Period(DateOnly From, DateOnly To)
{
    /// <summary>How many.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Reads <c>2024-10</c>, <c>2024-Q4</c> or <c>2024-09-25..2024-11-23</c>.</summary>
    /// <exception cref="RefusalException">It is none of them.</exception>
    public static Period Parse(string text)
    {
        var written = text.Trim();
        if (written.Split("..") is [var first, var last] && Day(first) is { } from && Day(last) is { } to)
        {
            return from <= to
                ? new Period(from, to)
                : throw RefusalException.Wrong(
                    $"Hari pertama {first} sesudah hari terakhir {last}.",
                    $"The first day {first} is after the last, {last}."
                );
        }

        if (written.Length == 7 && Day($"{written}-01") is { } month)
        {
            return new Period(month, month.AddMonths(1).AddDays(-1));
        }

        if (
            written.Length == 7
            && written[4..6].Equals("-Q", StringComparison.OrdinalIgnoreCase)
            && written[6] is >= '1' and <= '4'
            && Day($"{written[..4]}-{(3 * (written[6] - '1')) + 1:00}-01") is { } quarter
        )
        {
            return new Period(quarter, quarter.AddMonths(3).AddDays(-1));
        }

        throw RefusalException.Wrong(
            $"Periode harus seperti 2024-10, 2024-Q4, atau 2024-09-25..2024-11-23, bukan '{text}'.",
            $"A period is like 2024-10, 2024-Q4 or 2024-09-25..2024-11-23, was '{text}'."
        );
    }

    /// <summary>The last so many calendar months before the one of a day.</summary>
    public static Period MonthsBefore(DateOnly day, int months)
    {
        var thisMonth = new DateOnly(day.Year, day.Month, 1);
        return new Period(thisMonth.AddMonths(-months), thisMonth.AddDays(-1));
    }

    /// <summary>From the first moment to the one at which it is over, in a zone.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) In(TimeZoneInfo zone) => (Midnight(From, zone), Midnight(To.AddDays(1), zone));

    /// <summary>Cuts it for a line over time: days up to a fortnight, weeks up to four months, else months; the last piece may be shorter.</summary>
    public IReadOnlyList<Period> Pieces()
    {
        var pieces = new List<Period>();
        for (var from = From; from <= To; from = pieces[^1].To.AddDays(1))
        {
            var to =
                Days <= 14 ? from
                : Days <= 124 ? from.AddDays(6)
                : new DateOnly(from.Year, from.Month, 1).AddMonths(1).AddDays(-1);
            pieces.Add(new Period(from, to < To ? to : To));
        }

        return pieces;
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

using System.Globalization;

namespace Monitor.Worker.Collection.Dates;

/// <summary>
/// Reads a point in time as people and programs write it: RFC 822/2822/3339, W3CDTF, ISO 8601 (basic, ordinal and week forms), asctime, Unix
/// seconds, and free forms with English or Indonesian names, such as <c>Senin, 7 Oktober 2024 | 14:05 WIB</c>.
/// </summary>
/// <remarks>
/// No format list: the text is cut into numbers, words and signs once, and each finds its role. A list of formats would have to name every
/// combination of a wrong weekday, a missing second, a two-digit year and a local month name, all of which occur.
/// </remarks>
internal static class WrittenDate
{
    /// <summary>Longer than any date; what follows is not looked at, so that a page cannot make this slow.</summary>
    private const int LongestDate = 160;

    /// <summary>
    /// Reads <paramref name="text"/>. A missing zone is <paramref name="missingZone"/>, except that a date with Indonesian names is WIB.
    /// A day past the end of its month rolls into the next one, as most readers do. Never throws; null when there is no date in the text.
    /// </summary>
    public static DateTimeOffset? Read(string? text, TimeSpan missingZone = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var span = text.AsSpan().Trim();
        if (span.Length > LongestDate)
        {
            span = span[..LongestDate];
        }

        return FromNumber(span) ?? IsoDate.Read(span, missingZone) ?? FromParts(DateParts.Of(span), missingZone);
    }

    /// <summary>Builds the instant from parts already found; null when they are no date. Hours, minutes and seconds may overflow and roll over.</summary>
    public static DateTimeOffset? Compose(int year, int month, int day, TimeSpan time, TimeSpan zone)
    {
        if (
            year is < 1900 or > 2100
            || month is < 1 or > 12
            || day is < 1 or > 31
            || time.TotalHours >= 48
            || zone.Duration().TotalHours > 14
        )
        {
            return null;
        }

        var local = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(day - 1).Add(time);
        return new DateTimeOffset(local, TimeSpan.FromMinutes(Math.Round(zone.TotalMinutes)));
    }

    /// <summary>A two-digit year means the hundred years around the turn of the century (RFC 2822 section 4.3, with its window moved as feeds use it).</summary>
    public static int FullYear(int year, int digits) =>
        digits >= 3 ? year
        : year < 70 ? 2000 + year
        : 1900 + year;

    private static DateTimeOffset? FromNumber(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExceptInRange('0', '9') || text.Length is not (10 or 13 or 14))
        {
            return null;
        }

        if (text.Length == 14)
        {
            return DateTime.TryParseExact(text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var stamp)
                ? new DateTimeOffset(stamp, TimeSpan.Zero)
                : null;
        }

        var number = long.Parse(text, CultureInfo.InvariantCulture);
        var instant = text.Length == 10 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        return instant.Year is >= 1990 and <= 2100 ? instant : null;
    }

    private static DateTimeOffset? FromParts(DateParts parts, TimeSpan missingZone)
    {
        if (parts.Calendar() is not var (year, month, day))
        {
            return null;
        }

        var zone = parts.Zone ?? (parts.Indonesian ? ZoneNames.Wib : missingZone);
        return Compose(year, month, day, parts.Time ?? TimeSpan.Zero, zone);
    }
}

using System.Globalization;

namespace Monitor.Worker.Collection.Dates;

/// <summary>ISO 8601 and its profiles W3CDTF and RFC 3339: year first, then month and day, an ordinal day, or a week.</summary>
internal static class IsoDate
{
    /// <summary>Reads a text that begins with a four-digit year; null when it does not have this form to its end.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<char> text, TimeSpan missingZone)
    {
        var at = 0;
        if (!Digits(text, ref at, 4, out var year))
        {
            return null;
        }

        var month = 1;
        var day = 1;
        if (at < text.Length && text[at] is '-' or '/' or '.')
        {
            var separator = text[at++];
            if (separator == '-' && at < text.Length && text[at] is 'W' or 'w')
            {
                return Week(text[(at + 1)..], year, missingZone);
            }

            var run = Run(text, at);
            if (separator == '-' && run == 3)
            {
                Digits(text, ref at, 3, out day);
                return Finish(text[at..], year, 0, day, missingZone);
            }

            if (run is not (1 or 2) || !Digits(text, ref at, run, out month))
            {
                return null;
            }

            if (at < text.Length && text[at] == separator)
            {
                at++;
                run = Run(text, at);
                if (run is not (1 or 2) || !Digits(text, ref at, run, out day))
                {
                    return null;
                }
            }
        }
        else
        {
            switch (Run(text, at))
            {
                case 0 when at < text.Length:
                    // A year with other words after it: not ISO.
                    return null;
                case 0:
                    break;
                case 2:
                    Digits(text, ref at, 2, out month);
                    break;
                case 3:
                    Digits(text, ref at, 3, out day);
                    return Finish(text[at..], year, 0, day, missingZone);
                case 4:
                    Digits(text, ref at, 2, out month);
                    Digits(text, ref at, 2, out day);
                    break;
                default:
                    return null;
            }
        }

        return Finish(text[at..], year, month, day, missingZone);
    }

    private static DateTimeOffset? Week(ReadOnlySpan<char> text, int year, TimeSpan missingZone)
    {
        var at = 0;
        if (!Digits(text, ref at, 2, out var week) || week is < 1 or > 53 || year is < 1900 or > 2100)
        {
            return null;
        }

        var weekday = 1;
        if (at + 1 < text.Length && text[at] == '-' && char.IsAsciiDigit(text[at + 1]))
        {
            weekday = Math.Clamp(text[at + 1] - '0', 1, 7);
            at += 2;
        }

        var date = ISOWeek.ToDateTime(year, week, weekday == 7 ? DayOfWeek.Sunday : (DayOfWeek)weekday);
        return Finish(text[at..], date.Year, 0, date.DayOfYear, missingZone);
    }

    /// <summary>Month 0 means that the day is counted from the start of the year.</summary>
    private static DateTimeOffset? Finish(ReadOnlySpan<char> rest, int year, int month, int day, TimeSpan missingZone)
    {
        if (year is < 1900 or > 2100)
        {
            return null;
        }

        if (month == 0)
        {
            if (day is < 1 or > 366)
            {
                return null;
            }

            var date = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(day - 1);
            (year, month, day) = (date.Year, date.Month, date.Day);
        }

        rest = rest.TrimStart();
        if (rest.IsEmpty)
        {
            return WrittenDate.Compose(year, month, day, TimeSpan.Zero, missingZone);
        }

        if (rest[0] is 'T' or 't' or '|' or ',')
        {
            rest = rest[1..].TrimStart();
        }

        // A basic-form time has no colons: 20240101T120000Z.
        var digits = Run(rest, 0);
        if (digits is 4 or 6)
        {
            var at = 0;
            Digits(rest, ref at, 2, out var hour);
            Digits(rest, ref at, 2, out var minute);
            var second = 0;
            if (digits == 6)
            {
                Digits(rest, ref at, 2, out second);
            }

            var tail = DateParts.Of(rest[at..]);
            return WrittenDate.Compose(year, month, day, new TimeSpan(hour, minute, second), tail.Zone ?? missingZone);
        }

        // A month name after an ISO beginning means that it was not ISO after all: "2004 Jan 07".
        var parts = DateParts.Of(rest);
        if (parts.MonthName != 0 || (parts.Time is null && parts.HasNumbers))
        {
            return null;
        }

        var zone = parts.Zone ?? (parts.Indonesian ? ZoneNames.Wib : missingZone);
        return WrittenDate.Compose(year, month, day, parts.Time ?? TimeSpan.Zero, zone);
    }

    private static int Run(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - at;
    }

    private static bool Digits(ReadOnlySpan<char> text, ref int at, int count, out int value)
    {
        value = 0;
        if (at + count > text.Length || text.Slice(at, count).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        value = int.Parse(text.Slice(at, count), CultureInfo.InvariantCulture);
        at += count;
        return true;
    }
}

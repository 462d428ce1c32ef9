using System.Globalization;

namespace Monitor.Worker.Collection.Dates;

/// <summary>The numbers, names, clock time and zone found in a written date, before it is decided which number is the day.</summary>
internal sealed class DateParts
{
    private readonly List<(int Value, int Digits)> _numbers = [];
    private bool _afternoon;

    /// <summary>The time of day, or null when none is written.</summary>
    public TimeSpan? Time { get; private set; }

    /// <summary>The zone, or null when none is written.</summary>
    public TimeSpan? Zone { get; private set; }

    /// <summary>The month named by a word, or 0.</summary>
    public int MonthName { get; private set; }

    /// <summary>Whether a word of the date is Indonesian.</summary>
    public bool Indonesian { get; private set; }

    /// <summary>Whether numbers stand outside the clock time and the zone.</summary>
    public bool HasNumbers => _numbers.Count > 0;

    /// <summary>Takes a text apart. Stops at the second month name: what follows is another date.</summary>
    public static DateParts Of(ReadOnlySpan<char> text)
    {
        var parts = new DateParts();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c))
            {
                at = parts.Number(text, at);
            }
            else if (char.IsLetter(c))
            {
                var end = at;
                while (
                    end < text.Length
                    && (char.IsLetter(text[end]) || (text[end] == '\'' && end + 1 < text.Length && char.IsLetter(text[end + 1])))
                )
                {
                    end++;
                }

                if (!parts.Word(text[at..end].ToString()))
                {
                    break;
                }

                at = end;
            }
            else if (c is '+' or '-' or '−' && parts.Time is not null && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            {
                at = parts.Offset(text, at);
            }
            else
            {
                at++;
            }
        }

        return parts;
    }

    /// <summary>Which numbers are year, month and day. Day before month unless only month before day fits; null when there is no full date.</summary>
    public (int Year, int Month, int Day)? Calendar()
    {
        if (MonthName != 0)
        {
            return WithMonthName();
        }

        if (_numbers.Count < 3)
        {
            return null;
        }

        var (a, b, c) = (_numbers[0], _numbers[1], _numbers[2]);
        if (a.Digits == 4)
        {
            return (a.Value, b.Value, c.Value);
        }

        var year = WrittenDate.FullYear(c.Value, c.Digits);
        return b.Value > 12 ? (year, a.Value, b.Value) : (year, b.Value, a.Value);
    }

    private (int Year, int Month, int Day)? WithMonthName()
    {
        (int Value, int Digits)? year = null;
        foreach (var number in _numbers)
        {
            if (number.Digits == 4 || (number.Digits <= 2 && number.Value > 31))
            {
                year = number;
                break;
            }
        }

        var rest = _numbers.FindAll(number => number != year && number.Digits <= 2 && number.Value is >= 1 and <= 31);
        if (year is null)
        {
            // "01 Jan 04": the day stands before the month, the year after it. "Jan 01 04" has both after it, the day first.
            if (_numbers.Count < 2)
            {
                return null;
            }

            var last = _numbers[1];
            return rest.Count == 0 ? null : (WrittenDate.FullYear(last.Value, last.Digits), MonthName, _numbers[0].Value);
        }

        var full = WrittenDate.FullYear(year.Value.Value, year.Value.Digits);
        return (full, MonthName, rest.Count == 0 ? 1 : rest[0].Value);
    }

    private int Number(ReadOnlySpan<char> text, int at)
    {
        var end = End(text, at);
        var digits = end - at;
        if (digits > 6)
        {
            return end;
        }

        var value = int.Parse(text[at..end], CultureInfo.InvariantCulture);
        if (Time is null && digits <= 2 && value <= 24 && end < text.Length && IsClockSeparator(text, end))
        {
            return Clock(text, value, end);
        }

        // Ordinal suffixes belong to the number: 1st, 2nd, ke-3.
        _numbers.Add((value, digits));
        return end;
    }

    /// <summary>A colon always; a point only when two digits follow and nothing dotted after the minute: 14.05, never 14.05.2024.</summary>
    private bool IsClockSeparator(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == ':')
        {
            return End(text, at + 1) - at - 1 is 1 or 2;
        }

        if (text[at] != '.' || End(text, at + 1) - at - 1 != 2)
        {
            return false;
        }

        // A dotted clock stands after the date. Before it, 07.10.24 would lose its day and month.
        var after = at + 3;
        var dottedDate = after < text.Length && text[after] == '.' && End(text, after + 1) > after + 2 && _numbers.Count < 2;
        return !dottedDate;
    }

    private int Clock(ReadOnlySpan<char> text, int hour, int at)
    {
        var minuteEnd = End(text, at + 1);
        var minute = int.Parse(text[(at + 1)..minuteEnd], CultureInfo.InvariantCulture);
        var ticks = 0L;
        var end = minuteEnd;
        if (end < text.Length && text[end] is ':' or '.' && End(text, end + 1) - end - 1 is 1 or 2)
        {
            var secondEnd = End(text, end + 1);
            ticks = int.Parse(text[(end + 1)..secondEnd], CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond;
            end = secondEnd;
            if (end < text.Length && text[end] is '.' or ',' && End(text, end + 1) > end + 1)
            {
                var fractionEnd = End(text, end + 1);
                var unit = TimeSpan.TicksPerSecond;
                for (var i = end + 1; i < fractionEnd && unit > 1; i++)
                {
                    unit /= 10;
                    ticks += (text[i] - '0') * unit;
                }

                end = fractionEnd;
            }
        }

        Time = new TimeSpan(_afternoon && hour < 12 ? hour + 12 : hour, minute, 0) + TimeSpan.FromTicks(ticks);
        return end;
    }

    private int Offset(ReadOnlySpan<char> text, int at)
    {
        var sign = text[at] == '+' ? 1 : -1;
        var end = End(text, at + 1);
        var digits = end - at - 1;
        var value = digits <= 4 ? int.Parse(text[(at + 1)..end], CultureInfo.InvariantCulture) : 0;
        var (hours, minutes) = digits > 2 ? (value / 100, value % 100) : (value, 0);
        if (digits <= 2 && end < text.Length && text[end] == ':' && End(text, end + 1) == end + 3)
        {
            minutes = int.Parse(text[(end + 1)..(end + 3)], CultureInfo.InvariantCulture);
            end += 3;
        }

        if (hours <= 14)
        {
            Zone = sign * new TimeSpan(hours, minutes, 0);
        }

        return end;
    }

    private bool Word(string word)
    {
        if (MonthNames.IsIndonesian(word))
        {
            Indonesian = true;
        }

        if (Time is { } time && word.Length == 2 && (word[1] | 0x20) == 'm' && (word[0] | 0x20) is 'a' or 'p')
        {
            var hours = time.Hours % 12 + ((word[0] | 0x20) == 'p' ? 12 : 0);
            Time = new TimeSpan(hours, time.Minutes, time.Seconds);
            return true;
        }

        // Korean writes "afternoon" before the time.
        if (word == "오후")
        {
            _afternoon = true;
        }

        if (MonthNames.Month(word) is var month and not 0)
        {
            if (MonthName == 0)
            {
                MonthName = month;
                return true;
            }

            return false;
        }

        if (Zone is null && Time is not null && ZoneNames.TryGet(word, out var zone))
        {
            Zone = zone;
        }

        return true;
    }

    private static int End(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}

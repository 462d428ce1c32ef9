using System.Globalization;

namespace Monitor.Worker.Language;

/// <summary>Intervals as people write them.</summary>
internal static class Intervals
{
    /// <summary>Reads <c>90s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c> or a time span such as <c>00:15:00</c>.</summary>
    /// <exception cref="RefusalException">It is neither.</exception>
    public static TimeSpan Parse(string text)
    {
        var unit = text.Length > 1 ? char.ToLowerInvariant(text[^1]) : '\0';
        var scale =
            unit == 's' ? TimeSpan.FromSeconds(1)
            : unit == 'm' ? TimeSpan.FromMinutes(1)
            : unit == 'h' ? TimeSpan.FromHours(1)
            : unit == 'd' ? TimeSpan.FromDays(1)
            : TimeSpan.Zero;
        if (
            scale > TimeSpan.Zero
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < 1_000_000
        )
        {
            return scale * number;
        }

        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && text.Contains(':', StringComparison.Ordinal)
            ? span
            : throw RefusalException.Wrong(
                $"Selang '{text}' tidak terbaca; tulis seperti 90s, 15m, 2h, 1d.",
                $"The interval '{text}' cannot be read; write it like 90s, 15m, 2h, 1d."
            );
    }
}

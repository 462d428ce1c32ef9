using System.Globalization;

namespace Monitor.Worker.Collection.Web;

/// <summary>How long a site asks us to stay away, read from its headers and bounded: whatever it says, the result is usable.</summary>
internal static class RetryTimes
{
    private static readonly string[] DateFormats =
    [
        // RFC 9110 section 5.6.7: the one form to send and the two that must still be understood; then one that is sent anyway.
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
        "ddd, d MMM yyyy HH:mm:ss zzz",
    ];

    /// <summary>Retry-After (RFC 9110 section 10.2.3), or on a 429 the rate-limit reset; null when neither asks for a wait.</summary>
    /// <remarks>
    /// Dates are measured against the site's own Date header where it has one: its clock may be an hour off, but it is the clock that
    /// the promise was made by. A time in the past, a negative number and nonsense ask for no wait.
    /// </remarks>
    public static TimeSpan? Read(WebAnswer answer, DateTimeOffset now, TimeSpan cap)
    {
        var theirs = ParseDate(answer.Header("date")) ?? now;
        var asked = answer.Header("retry-after") is { } retry ? RetryAfter(retry, theirs) : null;
        if (asked is null && (answer.StatusCode is 429 or 420 || answer.Header("x-rate-limit-remaining") == "0"))
        {
            asked = Reset(answer, theirs);
        }

        return asked is null ? null
            : asked > cap ? cap
            : asked;
    }

    /// <summary>One Retry-After value: seconds or a date; null when it asks for no wait or cannot be read.</summary>
    internal static TimeSpan? RetryAfter(string value, DateTimeOffset now)
    {
        var text = value.Trim();
        if (
            double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var seconds
            )
        )
        {
            return Seconds(seconds);
        }

        return ParseDate(text) is { } date ? Positive(date - now) : null;
    }

    /// <summary>One HTTP date (RFC 9110 section 5.6.7), or null.</summary>
    internal static DateTimeOffset? ParseDate(string? value) =>
        DateTimeOffset.TryParseExact(
            value?.Trim(),
            DateFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
            out var date
        )
            ? date.ToUniversalTime()
            : null;

    private static TimeSpan? Reset(WebAnswer answer, DateTimeOffset now)
    {
        var text = answer.Header("x-rate-limit-reset") ?? answer.Header("x-ratelimit-reset") ?? answer.Header("ratelimit-reset");
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // The same header is sent as seconds to wait, as Unix seconds and as Unix milliseconds; their sizes do not overlap.
        var unixNow = now.ToUnixTimeMilliseconds() / 1000.0;
        return number switch
        {
            >= 1e11 => Seconds((number / 1000) - unixNow),
            >= 1e8 => Seconds(number - unixNow),
            _ => Seconds(number),
        };
    }

    // A year: enough to be cut, and far from overflowing.
    private static TimeSpan? Seconds(double seconds) => seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 365 * 86400.0)) : null;

    private static TimeSpan? Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : null;
}

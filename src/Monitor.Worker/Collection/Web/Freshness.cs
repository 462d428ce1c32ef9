using System.Globalization;
using System.Net.Http.Headers;

namespace Monitor.Worker.Collection.Web;

/// <summary>For how long an answer says that it need not be asked for again (RFC 9111).</summary>
internal static class Freshness
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>What is left of <c>Cache-Control: max-age</c>, else the time between <c>Date</c> and <c>Expires</c>; null when neither asks for anything.</summary>
    public static TimeSpan? Of(WebAnswer answer)
    {
        if (CacheControlHeaderValue.TryParse(answer.Header("cache-control"), out var control) && control is not null)
        {
            if (control.NoCache || control.NoStore)
            {
                return null;
            }

            if (control.MaxAge is { } lifetime)
            {
                // What a cache on the way has kept already counts.
                var age = long.TryParse(answer.Header("age"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? Math.Min(seconds, (long)Longest.TotalSeconds * 365)
                    : 0;
                return Bounded(lifetime - TimeSpan.FromSeconds(age));
            }
        }

        // By the site's own clock on both sides, so that a wrong one does no harm. "Expires: 0" is no date and asks for nothing.
        return Date(answer.Header("expires")) is { } expires && Date(answer.Header("date")) is { } sent ? Bounded(expires - sent) : null;
    }

    private static TimeSpan? Bounded(TimeSpan lifetime) =>
        lifetime <= TimeSpan.Zero ? null
        : lifetime > Longest ? Longest
        : lifetime;

    private static DateTimeOffset? Date(string? written) =>
        DateTimeOffset.TryParseExact(written, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;
}

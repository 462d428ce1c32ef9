namespace Monitor.Worker.Collection.X;

/// <summary>X's post ids: numbers that begin with the millisecond in which they were given out, so that an id is a moment too.</summary>
internal static class XIds
{
    // 2010-11-04T01:42:54.657Z; 22 bits below the milliseconds tell apart what was posted in one of them.
    private const long EpochMs = 1_288_834_974_657;
    private const int BelowMs = 22;

    /// <summary>An id as X writes it, or null for anything else.</summary>
    public static long? Read(string text) =>
        text.Length is > 0 and <= 19 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && long.TryParse(text, out var id) && id > 0
            ? id
            : null;

    /// <summary>The smallest id that a post of this moment could have.</summary>
    public static long At(DateTimeOffset moment) => Math.Max(1, (moment.ToUnixTimeMilliseconds() - EpochMs) << BelowMs);

    /// <summary>When an id was given out.</summary>
    public static DateTimeOffset TimeOf(long id) => DateTimeOffset.FromUnixTimeMilliseconds((id >> BelowMs) + EpochMs);
}

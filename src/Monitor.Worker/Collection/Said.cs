using System.Text.Json;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Collection;

/// <summary>What a source said of its rhythm when it was last read; every part may be absent.</summary>
/// <param name="TimeToLive">RSS <c>ttl</c>: for so long nobody needs to ask again.</param>
/// <param name="UpdatePeriod">The syndication module: so often something new comes, as the site's software believes.</param>
/// <param name="SkipHours">Hours of the day, in UTC, when nobody needs to ask.</param>
/// <param name="SkipDays">Days, in UTC, when nobody needs to ask.</param>
/// <param name="Fresh">What the cache headers of the last answer ask for.</param>
/// <param name="Oldest">The time of the oldest of the listed entries that are counted.</param>
/// <param name="Listed">How many dated entries were counted.</param>
internal sealed record Said(
    TimeSpan? TimeToLive,
    TimeSpan? UpdatePeriod,
    IReadOnlyList<int> SkipHours,
    IReadOnlyList<DayOfWeek> SkipDays,
    TimeSpan? Fresh,
    DateTimeOffset? Oldest,
    int Listed
)
{
    /// <summary>A source that says nothing.</summary>
    public static readonly Said Nothing = new(null, null, [], [], null, null, 0);

    private const int EnoughEntries = 5;

    // The rhythm of this week, not of the last year: some feeds list hundreds.
    private const int MostEntries = 20;

    /// <summary>What a reading said.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="before">What the source said before; what a 304 does not repeat still holds.</param>
    public static Said Of(SourceReading reading, Said before)
    {
        var fresh = Freshness.Of(reading.Answer);
        if (reading.Entries is null)
        {
            return before with { Fresh = fresh };
        }

        var at = reading.Answer.FetchedAt;
        var dated = reading
            .Entries.Select(entry => entry.Published)
            .OfType<DateTimeOffset>()
            .Where(published => published <= at)
            .OrderDescending()
            .Take(MostEntries)
            .ToList();
        var rhythm = reading.Rhythm;
        return new Said(
            rhythm.TimeToLive,
            rhythm.UpdatePeriod,
            rhythm.SkipHours,
            rhythm.SkipDays,
            fresh,
            dated.Count >= EnoughEntries ? dated[^1] : null,
            dated.Count
        );
    }

    /// <summary>The mean time between two listed entries, up to now: a source that fell silent slows down. Null with fewer than five.</summary>
    public TimeSpan? UsualGap(DateTimeOffset now) => Oldest is { } oldest && now > oldest ? (now - oldest) / Listed : null;

    /// <summary>Whether nobody needs to ask at a moment.</summary>
    public bool Skips(DateTimeOffset at) => SkipHours.Contains(at.UtcDateTime.Hour) || SkipDays.Contains(at.UtcDateTime.DayOfWeek);

    /// <summary>From the row; nothing when the row holds nothing.</summary>
    public static Said Read(string? json) => json is null ? Nothing : JsonSerializer.Deserialize<Said>(json) ?? Nothing;

    /// <summary>For the row.</summary>
    public string Write() => JsonSerializer.Serialize(this);
}

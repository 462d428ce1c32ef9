using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>What is known of a source when it is added.</summary>
internal sealed record NewSource(string Kind, Uri Url, long? AccountId, string? RegionCode, string Reads, TimeSpan Every)
{
    /// <summary>Whether the interval is only where to begin, and follows the source's rhythm from there.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>Other intervals for phases of contests, by the phase's code.</summary>
    public IReadOnlyDictionary<string, TimeSpan> PhaseIntervals { get; init; } = new Dictionary<string, TimeSpan>();
}

/// <summary>What came of one check of a source.</summary>
/// <param name="Outcome">In one word, for the status screen.</param>
/// <param name="Healthy">Whether the source answered as it should, also with "nothing new"; null when it was not asked, which says nothing.</param>
/// <param name="Fresh">Something new was taken in.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="NextCheckAt">When to look again.</param>
/// <param name="ETag">Validator to send next time; null when the next check must fetch everything.</param>
/// <param name="LastModified">Likewise.</param>
/// <param name="SawText">A page was read that held article text.</param>
/// <param name="EmptyPages">Pages read after the last of those, or at all, that held none.</param>
/// <param name="MovedTo">Where the source now lives for good, when it could be read there.</param>
internal sealed record CheckResult(
    string Outcome,
    bool? Healthy,
    bool Fresh,
    Sentence Reason,
    DateTimeOffset NextCheckAt,
    string? ETag,
    string? LastModified,
    bool SawText = false,
    int EmptyPages = 0,
    Uri? MovedTo = null
)
{
    /// <summary>What the clock showed when the next check was reckoned; null where that does not matter.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The beat of the source's rhythm that the next check is; null when the check was put off or failed, which moves no beat.</summary>
    public DateTimeOffset? BeatAt { get; init; }

    /// <summary>What the source said of its rhythm; null when it was not read.</summary>
    public Said? Said { get; init; }
}

/// <summary>How often a source is to be checked from now on.</summary>
/// <param name="Every">The interval.</param>
/// <param name="IsAdaptive">Whether that is only where to begin.</param>
/// <param name="Phases">Other intervals for phases of contests, by the phase's code.</param>
internal sealed record NewInterval(TimeSpan Every, bool IsAdaptive, IReadOnlyDictionary<string, TimeSpan> Phases);

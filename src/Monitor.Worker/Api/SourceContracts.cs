namespace Monitor.Worker.Api;

/// <summary>A source to watch.</summary>
/// <param name="Kind">One of the readers' words: <c>feed</c>, <c>telegram</c> and so on.</param>
/// <param name="Url">Its address, or what a person calls it there.</param>
/// <param name="Account">Number of the registered account whose posts it holds; null for news.</param>
/// <param name="Region">Kemendagri code of the region it writes about.</param>
/// <param name="Every">Interval as <c>15m</c>, <c>2h</c>, <c>1d</c> or a time span; null to begin with the configured one and follow the source's rhythm.</param>
/// <param name="Reads"><c>page</c> or <c>entry</c>; null decides by whether there is an account.</param>
/// <param name="Phases">Other intervals for phases of contests, each as <c>kampanye=5m</c>.</param>
internal sealed record SourceAddRequest(
    string? Kind,
    string? Url,
    long? Account,
    string? Region,
    string? Every,
    string? Reads,
    IReadOnlyList<string>? Phases = null
);

/// <summary>How often a source is to be checked.</summary>
/// <param name="Every">As in <see cref="SourceAddRequest"/>.</param>
/// <param name="Phases">As in <see cref="SourceAddRequest"/>; they replace those that were set.</param>
internal sealed record SourceIntervalRequest(string? Every, IReadOnlyList<string>? Phases);

/// <summary>The number a new source got.</summary>
internal sealed record SourceAddAnswer(long Id);

/// <summary>A source and its health: the word, what is the matter, why, and since when (<c>FirstFailureAt</c>). <c>UsualGap</c> is null until it is learned.</summary>
internal sealed record SourceView(
    long Id,
    string Kind,
    string Url,
    long? Account,
    string? Region,
    string Reads,
    TimeSpan Every,
    string State,
    string Health,
    string? Outcome,
    string? ReasonId,
    string? ReasonEn,
    int Failures,
    DateTimeOffset? FirstFailureAt,
    DateTimeOffset? LastCheckedAt,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? LastNewAt,
    DateTimeOffset NextCheckAt,
    long Quarantined,
    TimeSpan? UsualGap,
    PaceView Pace
);

/// <summary>How often a source is checked at present.</summary>
/// <param name="Interval">The interval that holds.</param>
/// <param name="WhyId">Why, in Indonesian.</param>
/// <param name="WhyEn">Why, in English.</param>
/// <param name="Phase">The phase that decides, or else the one in force in the source's region; null when no contest runs there.</param>
/// <param name="Contest">Its contest.</param>
/// <param name="Adaptive">Whether the interval follows the source's rhythm.</param>
/// <param name="Phases">The intervals that are set for phases, by the phase's code.</param>
internal sealed record PaceView(
    TimeSpan Interval,
    string WhyId,
    string WhyEn,
    string? Phase,
    string? Contest,
    bool Adaptive,
    IReadOnlyDictionary<string, TimeSpan> Phases
);

/// <summary>What a source would bring if it were checked now; nothing of it is kept.</summary>
internal sealed record SourceTestAnswer(
    string Outcome,
    string ReasonId,
    string ReasonEn,
    string? Title,
    int Entries,
    IReadOnlyList<SourceTestItem> Items,
    PaceView Pace,
    IReadOnlyList<SourceTestNote> Notes
);

/// <summary>What there is to know of how the source is read, and what that costs.</summary>
internal sealed record SourceTestNote(string Id, string En);

/// <summary>One entry as it would be taken in. <c>Shares</c> is <c>repost</c> or <c>quote</c> when it passes on another's words.</summary>
internal sealed record SourceTestItem(
    string NativeId,
    string? Url,
    string Title,
    string Text,
    DateTimeOffset? Published,
    string Label,
    double Score,
    string Attribution,
    bool WouldBeFlagged,
    string? Shares,
    string? ProblemId,
    string? ProblemEn
);

/// <summary>An entry that was set aside.</summary>
internal sealed record QuarantineView(
    long Id,
    long Source,
    string NativeId,
    string? Url,
    string Title,
    int Attempts,
    string ReasonId,
    string ReasonEn,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt
);

/// <summary>What to try again: one entry, or everything that one source has set aside.</summary>
internal sealed record RetryRequest(long? Entry, long? Source);

/// <summary>How many entries were put back.</summary>
internal sealed record RetryAnswer(int Entries);

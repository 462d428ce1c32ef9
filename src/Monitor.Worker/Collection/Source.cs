using System.Text.Json;

namespace Monitor.Worker.Collection;

/// <summary>One thing that is watched, as a row.</summary>
internal sealed class Source
{
    public long Id { get; init; }

    /// <summary>What reads it; <see cref="SourceStore.Reports"/> for what officers bring, which nothing reads.</summary>
    public string Kind { get; init; } = "";
    public string Url { get; init; } = "";
    public string Host { get; init; } = "";

    /// <summary>The registered account whose posts it holds; null for news.</summary>
    public long? AccountId { get; init; }

    /// <summary>The region a news source writes about.</summary>
    public string? RegionCode { get; init; }

    /// <summary><c>page</c>: an entry is a link to the text; <c>entry</c>: the entry is the text.</summary>
    public string Reads { get; init; } = "";
    public long EveryMs { get; init; }

    /// <summary>1: the interval follows the source's own rhythm; 0: it is an operator's word.</summary>
    public long Adaptive { get; init; }

    /// <summary>Intervals for phases of contests as JSON: the phase's code and milliseconds; null when there are none.</summary>
    public string? PhaseEvery { get; init; }

    /// <summary>What the source last said of its rhythm, as JSON.</summary>
    public string? Said { get; init; }

    /// <summary>The beat that was last planned; null until the first check went well.</summary>
    public DateTimeOffset? BeatAt { get; init; }

    /// <summary>The region whose contests concern the source: its own, else that of its account.</summary>
    public string? Place { get; init; }

    /// <summary><c>active</c> or <c>paused</c>.</summary>
    public string State { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public DateTimeOffset NextCheckAt { get; init; }
    public string? Etag { get; init; }
    public string? LastModified { get; init; }
    public DateTimeOffset? LastCheckedAt { get; init; }
    public DateTimeOffset? LastSuccessAt { get; init; }
    public DateTimeOffset? LastNewAt { get; init; }
    public string? LastOutcome { get; init; }
    public string? LastReasonId { get; init; }
    public string? LastReasonEn { get; init; }
    public int Failures { get; init; }
    public DateTimeOffset? FirstFailureAt { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public long? GapMs { get; init; }
    public int Gaps { get; init; }

    /// <summary>Pages in a row that were read and held no article text.</summary>
    public int EmptyPages { get; init; }

    /// <summary>When the first of them was read.</summary>
    public DateTimeOffset? EmptySince { get; init; }

    /// <summary>How often something new comes, as far as that is learned.</summary>
    public Rhythm Rhythm => new(TimeSpan.FromMilliseconds(GapMs ?? 0), Gaps);

    /// <summary>Whether the interval follows the source's own rhythm.</summary>
    public bool IsAdaptive => Adaptive != 0;

    /// <summary>What the source last said of its rhythm.</summary>
    public Said LastSaid => Collection.Said.Read(Said);

    /// <summary>Intervals for phases of contests, by the phase's code.</summary>
    public IReadOnlyDictionary<string, TimeSpan> PhaseIntervals => field ??= ReadPhases(PhaseEvery);

    /// <summary>Intervals for phases as the row keeps them; null when there are none.</summary>
    public static string? WritePhases(IReadOnlyDictionary<string, TimeSpan> intervals) =>
        intervals.Count == 0
            ? null
            : JsonSerializer.Serialize(
                intervals
                    .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .ToDictionary(pair => pair.Key, pair => (long)pair.Value.TotalMilliseconds)
            );

    private static Dictionary<string, TimeSpan> ReadPhases(string? json) =>
        (json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, long>>(json) ?? []).ToDictionary(
            pair => pair.Key,
            pair => TimeSpan.FromMilliseconds(pair.Value),
            StringComparer.Ordinal
        );

    /// <summary>The interval that was set; <see cref="Timetable"/> says which one holds.</summary>
    public TimeSpan Every => TimeSpan.FromMilliseconds(EveryMs);
}

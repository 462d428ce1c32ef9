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

    /// <summary>The interval between two checks.</summary>
    public TimeSpan Every => TimeSpan.FromMilliseconds(EveryMs);
}

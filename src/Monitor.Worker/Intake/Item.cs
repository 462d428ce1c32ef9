using Monitor.Worker.Evidence;
using Monitor.Worker.Review;

namespace Monitor.Worker.Intake;

/// <summary>One post or article as a reader hands it to <see cref="Intake"/>: everything known about it, nothing judged yet.</summary>
internal sealed record Item
{
    /// <summary>The source's own identifier (feed GUID, post id); unique within its source, never empty.</summary>
    public required string NativeId { get; init; }

    /// <summary>Where a person can read it; canonical when the page says so. Null for evidence that has no address.</summary>
    public Uri? Url { get; init; }

    /// <summary>Headline, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The text to judge, without markup.</summary>
    public required string Text { get; init; }

    /// <summary>When it was published, as the source says; null when it does not say.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Names the source gives as authors.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Addresses of pictures and videos.</summary>
    public IReadOnlyList<Uri> Media { get; init; } = [];

    /// <summary>Words of another that it passes on: shown to the reviewer, and no part of <see cref="Text"/>. Null when there are none.</summary>
    public SharedWords? Shared { get; init; }

    /// <summary>What its source says of it where its page was read, as a fingerprint; null where the source's words are the text.</summary>
    public string? Listing { get; init; }

    /// <summary>What was received over the wire, for the proof: the page, or the feed when there is no page.</summary>
    public required Capture Capture { get; init; }

    /// <summary>The later pages of an article that is cut into several, whose words are part of <see cref="Text"/>.</summary>
    public IReadOnlyList<Capture> FurtherPages { get; init; } = [];
}

using Monitor.Classifier;

namespace Monitor.Worker.Demo;

/// <summary>One post or article of the sample sites, with what a careful reader would say of it.</summary>
/// <remarks>The expectation is for tests; the demo's own run never looks at it.</remarks>
internal sealed record SampleItem
{
    /// <summary>Unique among the samples, for example <c>sl01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The address that the feed gives.</summary>
    public required Uri Url { get; init; }

    /// <summary>Headline, or empty.</summary>
    public required string Title { get; init; }

    /// <summary>The text without markup; paragraphs are parted by an empty line.</summary>
    public required string Text { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset Published { get; init; }

    /// <summary>What a careful reader would call it.</summary>
    public required Label Expected { get; init; }

    /// <summary>How its person is known.</summary>
    public required SampleIdentity Identity { get; init; }

    /// <summary>The registered person whom it is by or about; null when there is none.</summary>
    public required string? Nip { get; init; }

    /// <summary>Handle of the account that posted it; null for news.</summary>
    public required string? Handle { get; init; }

    /// <summary>The sample that this one repeats, or null.</summary>
    public required string? SameAs { get; init; }

    /// <summary>What its page answers.</summary>
    public required SamplePage Page { get; init; }
}

/// <summary>How the person of a sample is known.</summary>
internal enum SampleIdentity
{
    /// <summary>Nobody registered is concerned.</summary>
    None,

    /// <summary>It was posted by a registered account.</summary>
    Account,

    /// <summary>It names a registered person together with position, unit or institution.</summary>
    Named,

    /// <summary>It names a registered person by the name alone: nobody knows yet whether it is that person.</summary>
    ToVerify,
}

/// <summary>What the page behind a feed entry answers.</summary>
internal enum SamplePage
{
    /// <summary>The article.</summary>
    Whole,

    /// <summary>404.</summary>
    Missing,

    /// <summary>Elements nested so deep that a parser without a limit dies of it.</summary>
    Broken,
}

namespace Monitor.Worker.Collection.Feeds;

/// <summary>The family a feed belongs to.</summary>
internal enum FeedFormat
{
    /// <summary>RSS 0.9x and 2.0, and RSS 0.90/1.0 in RDF.</summary>
    Rss,

    /// <summary>Atom 0.3 and 1.0 (RFC 4287).</summary>
    Atom,

    /// <summary>JSON Feed 1.0 and 1.1.</summary>
    Json,
}

/// <summary>One feed as it was read, whatever it was written in. Texts carry no markup unless their name says so; addresses are absolute.</summary>
internal sealed record Feed
{
    /// <summary>The family.</summary>
    public required FeedFormat Format { get; init; }

    /// <summary>The version as written (<c>2.0</c>, <c>0.3</c>, <c>1.1</c>), or empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>Title, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Description, tagline or subtitle as written, which may hold markup; or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The page that the feed belongs to.</summary>
    public Uri? Link { get; init; }

    /// <summary>Every link of the feed itself, in the order written.</summary>
    public IReadOnlyList<Uri> Links { get; init; } = [];

    /// <summary>The feed's own address, as it gives it.</summary>
    public Uri? FeedLink { get; init; }

    /// <summary>The next page of older entries (RFC 5005, JSON Feed <c>next_url</c>).</summary>
    public Uri? NextPage { get; init; }

    /// <summary>Language tag as written, or empty.</summary>
    public string Language { get; init; } = "";

    /// <summary>Copyright or rights, or empty.</summary>
    public string Copyright { get; init; } = "";

    /// <summary>The program that wrote the feed, or empty.</summary>
    public string Generator { get; init; } = "";

    /// <summary>Logo or icon.</summary>
    public FeedImage? Image { get; init; }

    /// <summary>Who answers for the feed.</summary>
    public IReadOnlyList<FeedPerson> Authors { get; init; } = [];

    /// <summary>Categories, keywords and subjects.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>When the feed says it was published.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When the feed says it was changed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>How often the feed asks to be read.</summary>
    public FeedRhythm Rhythm { get; init; } = FeedRhythm.Unsaid;

    /// <summary>Entries in the order written, at most as many as the reader was told to keep.</summary>
    public IReadOnlyList<FeedEntry> Entries { get; init; } = [];

    /// <summary>How many entries the feed held; more than <see cref="Entries"/> when it was capped.</summary>
    public int EntriesWritten { get; init; }
}

/// <summary>One entry of a feed.</summary>
internal sealed record FeedEntry
{
    /// <summary>
    /// Identifies the entry within its feed, never empty: the GUID when it is one, else the address, else a hash of the content
    /// (<see cref="EntryIdentity"/>).
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The GUID or id as written, or empty.</summary>
    public string Guid { get; init; } = "";

    /// <summary>Where the entry can be read.</summary>
    public Uri? Url { get; init; }

    /// <summary>Every link of the entry, in the order written.</summary>
    public IReadOnlyList<Uri> Links { get; init; } = [];

    /// <summary>Title without markup, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The content without markup, or the description when there is no content; paragraphs on their own lines. Or empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The content as written, which may hold markup; or empty.</summary>
    public string Html { get; init; } = "";

    /// <summary>The description or summary as written, which may hold markup; or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was published; when only a change is dated, that date.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Authors in the order written.</summary>
    public IReadOnlyList<FeedPerson> Authors { get; init; } = [];

    /// <summary>Enclosures, media contents and thumbnails.</summary>
    public IReadOnlyList<FeedMedia> Media { get; init; } = [];

    /// <summary>The picture of the entry.</summary>
    public FeedImage? Image { get; init; }

    /// <summary>Categories, keywords and subjects.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}

/// <summary>A person or office that a feed names. At least one field is not empty.</summary>
/// <param name="Name">Name, or empty.</param>
/// <param name="Email">Address, or empty.</param>
/// <param name="Url">Home page, or empty, as written.</param>
/// <param name="Avatar">Picture, or empty, as written.</param>
internal sealed record FeedPerson(string Name, string Email = "", string Url = "", string Avatar = "");

/// <summary>A picture.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Title">Its title, or empty.</param>
internal sealed record FeedImage(Uri Url, string Title = "");

/// <summary>How a file is tied to its entry.</summary>
internal enum MediaRole
{
    /// <summary>RSS <c>enclosure</c>, Atom <c>link rel="enclosure"</c>, JSON Feed attachment.</summary>
    Enclosure,

    /// <summary>Media RSS <c>content</c>.</summary>
    Content,

    /// <summary>Media RSS <c>thumbnail</c>.</summary>
    Thumbnail,
}

/// <summary>A file that belongs to an entry.</summary>
/// <param name="Role">How it is tied to the entry.</param>
/// <param name="Url">Its address.</param>
/// <param name="Type">Its media type as written, or empty.</param>
/// <param name="Length">Its length as written, or empty: feeds write things that are no number.</param>
internal sealed record FeedMedia(MediaRole Role, Uri Url, string Type = "", string Length = "");

/// <summary>How often a feed asks to be read; every part may be absent.</summary>
/// <param name="TimeToLive">RSS <c>ttl</c>.</param>
/// <param name="UpdatePeriod">RSS 1.0 syndication module: period divided by frequency.</param>
/// <param name="SkipHours">Hours of the day, in UTC, when nobody needs to look.</param>
/// <param name="SkipDays">Days when nobody needs to look.</param>
internal sealed record FeedRhythm(
    TimeSpan? TimeToLive,
    TimeSpan? UpdatePeriod,
    IReadOnlyList<int> SkipHours,
    IReadOnlyList<DayOfWeek> SkipDays
)
{
    /// <summary>A feed that says nothing of its rhythm.</summary>
    public static readonly FeedRhythm Unsaid = new(null, null, [], []);
}

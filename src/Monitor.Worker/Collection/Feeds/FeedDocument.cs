using System.Diagnostics.CodeAnalysis;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>What became of a body that should be a feed: the feed, or the reason why it is none.</summary>
internal sealed record FeedDocument
{
    private FeedDocument(Feed? feed, Sentence? refusal, bool repaired) => (Feed, Refusal, Repaired) = (feed, refusal, repaired);

    /// <summary>The feed, when it is one.</summary>
    public Feed? Feed { get; }

    /// <summary>Why it is no feed.</summary>
    public Sentence? Refusal { get; }

    /// <summary>Whether the XML was broken and had to be read leniently.</summary>
    public bool Repaired { get; }

    /// <summary>Whether the body is a feed.</summary>
    [MemberNotNullWhen(true, nameof(Feed))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsFeed => Feed is not null;

    /// <summary>A feed was read.</summary>
    public static FeedDocument Of(Feed feed, bool repaired) => new(feed, refusal: null, repaired);

    /// <summary>The body is no feed.</summary>
    public static FeedDocument Refused(string id, string en) => new(feed: null, new Sentence(id, en), repaired: false);

    /// <summary>The body is no feed.</summary>
    public static FeedDocument Refused(Sentence reason) => new(feed: null, reason, repaired: false);
}

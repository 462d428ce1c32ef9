using Monitor.Worker.Collection.Web;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>Reads one kind of source: knows its addresses, fetches through the gate, and turns what comes into entries.</summary>
internal interface ISourceReader
{
    /// <summary>The word for this kind, as <c>source add</c> takes it and the source row keeps it.</summary>
    string Kind { get; }

    /// <summary>What the operator is told this kind is.</summary>
    Sentence What { get; }

    /// <summary>Whether an entry is the text itself (<see cref="SourceReads.Entry"/>) or announces a page, when the operator does not say.</summary>
    /// <param name="hasAccount">Whether the source holds the posts of a registered account.</param>
    string DefaultReads(bool hasAccount);

    /// <summary>The address to fetch, from what the operator wrote.</summary>
    /// <exception cref="RefusalException">It is no address of this kind.</exception>
    Uri Locate(string written);

    /// <summary>One look. Whatever the network or the source does is a value.</summary>
    Task<SourceReading> ReadAsync(Source source, CancellationToken ct);

    /// <summary>One look for somebody who wants to see what would come: it keeps nothing and moves nothing on.</summary>
    Task<SourceReading> TryAsync(Source source, CancellationToken ct) => ReadAsync(source, ct);
}

/// <summary>What is wrong with a source that its own platform says, where the status of the answer does not say it.</summary>
/// <param name="Word">In one word, for the status screen.</param>
/// <param name="Reason">For people.</param>
/// <param name="RetryAfter">Not to be asked again for so long; null leaves it to the back-off.</param>
internal sealed record SourceFault(string Word, Sentence Reason, TimeSpan? RetryAfter)
{
    /// <summary>The next request could cost more than is left.</summary>
    public const string OverBudget = "over-budget";

    /// <summary>Faults that another try does not mend: they are red at once.</summary>
    public static bool NeedsAPerson(string? word) =>
        word
            is OverBudget
                or "disabled"
                or "unauthorised"
                or "not-allowed"
                or "usage-capped"
                or "account-protected"
                or "account-suspended"
                or "account-gone"
                or "account-reused";
}

/// <summary>What one look at a source brought.</summary>
/// <param name="Answer">How the request ended.</param>
/// <param name="Title">What the source calls itself; null when it does not say.</param>
/// <param name="Entries">Newest first; null when the body was not what it should be.</param>
/// <param name="Problem">Why it was not.</param>
internal sealed record SourceReading(WebAnswer Answer, string? Title, IReadOnlyList<PendingEntry>? Entries, Sentence? Problem)
{
    /// <summary>The source listed something, and nothing that is taken in (others' words, pictures, old news): silence, and no fault.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The number of the oldest post on the page, by which an older page is asked for; 0 where there are none.</summary>
    public long OldestPost { get; init; }

    /// <summary>How often the source asks to be read, where its format can say so.</summary>
    public Feeds.FeedRhythm Rhythm { get; init; } = Feeds.FeedRhythm.Unsaid;

    /// <summary>What is wrong, when the platform said more than its status; null otherwise.</summary>
    public SourceFault? Fault { get; init; }

    /// <summary>What the operator may want to know of how it was read: for <c>source test</c>.</summary>
    public IReadOnlyList<Sentence> Notes { get; init; } = [];

    /// <summary>Where the source says it now lives for good; null when it has not moved, or when the body was not what it should be.</summary>
    public Uri? MovedTo { get; init; }
}

/// <summary>An entry as an item, or why it could not be made into one.</summary>
/// <param name="Item">The item.</param>
/// <param name="Problem">What went wrong.</param>
/// <param name="Lasting">Trying again cannot help.</param>
/// <param name="Wait">The host is to be left alone for so long; the entry itself is not at fault.</param>
internal sealed record EntryReading(Item? Item, Sentence? Problem, bool Lasting, TimeSpan? Wait)
{
    /// <summary>Whether the page was read and held no article text; null when no page was read.</summary>
    public bool? EmptyPage { get; init; }

    /// <summary>It became an item.</summary>
    public static EntryReading Of(Item item) => new(item, null, Lasting: false, Wait: null);

    /// <summary>Trying again cannot help.</summary>
    public static EntryReading Never(Sentence problem) => new(null, problem, Lasting: true, Wait: null);
}

/// <summary>The readers by their kind.</summary>
internal sealed class SourceReaders(IEnumerable<ISourceReader> readers)
{
    private readonly Dictionary<string, ISourceReader> _readers = readers.ToDictionary(reader => reader.Kind, StringComparer.Ordinal);

    /// <summary>The kinds there are, for messages.</summary>
    public string Kinds => string.Join(", ", _readers.Keys.Order(StringComparer.Ordinal));

    /// <summary>The reader of a kind.</summary>
    /// <exception cref="RefusalException">There is no such kind.</exception>
    public ISourceReader Of(string kind) =>
        _readers.GetValueOrDefault(kind)
        ?? throw RefusalException.Wrong(
            $"Jenis sumber '{kind}' tidak dikenal; yang ada: {Kinds}.",
            $"The kind of source '{kind}' is not known; there are: {Kinds}."
        );
}

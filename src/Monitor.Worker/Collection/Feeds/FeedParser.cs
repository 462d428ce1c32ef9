using System.Net.Http.Headers;
using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>
/// Turns the body of a feed into a <see cref="Feed"/>: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1. Strict XML first; what is
/// broken is read again leniently, because a third of the feeds that people publish break a rule somewhere.
/// </summary>
internal static class FeedParser
{
    /// <summary>How many entries are kept of one feed.</summary>
    public const int MostEntries = 2000;

    /// <summary>Longer texts are cut: the collector's own cap is lower, this one holds for files.</summary>
    private const int LongestText = 32 << 20;

    /// <summary>
    /// Reads a body. Never throws for what is in it: when it is no feed, the document says why. Nothing that it names is fetched.
    /// </summary>
    /// <param name="body">The bytes as received, after transfer decompression.</param>
    /// <param name="contentType">The Content-Type as sent, or null.</param>
    /// <param name="baseUrl">The final address of the feed, absolute.</param>
    /// <param name="mostEntries">Entries beyond this number are counted and left out.</param>
    public static FeedDocument Parse(ReadOnlyMemory<byte> body, string? contentType, Uri baseUrl, int mostEntries = MostEntries)
    {
        if (body.IsEmpty)
        {
            return FeedDocument.Refused("Isinya kosong.", "The body is empty.");
        }

        var text = TextDecoding.Read(body.Span, Charset(contentType), TextKind.Xml).Text;
        return Parse(text.Length > LongestText ? text[..LongestText] : text, baseUrl, mostEntries);
    }

    /// <summary>Reads a text that has been decoded already.</summary>
    public static FeedDocument Parse(string text, Uri baseUrl, int mostEntries = MostEntries)
    {
        var start = 0;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || text[start] is '\uFEFF' or '\0' or '\u200B'))
        {
            start++;
        }

        if (start == text.Length)
        {
            return FeedDocument.Refused("Isinya kosong.", "The body is empty.");
        }

        text = text[start..];
        return text[0] is '{' or '['
            ? JsonFeedReader.Read(text, baseUrl, mostEntries, MissingZone(baseUrl, ""))
            : Xml(text, baseUrl, mostEntries);
    }

    private static string? Charset(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.CharSet?.Trim('"', '\'') : null;

    private static FeedDocument Xml(string text, Uri baseUrl, int mostEntries)
    {
        var tree = StrictXml.Read(text, baseUrl);
        var repaired = tree is null;
        if (tree is null)
        {
            tree = LenientXml.Read(text, baseUrl, out var hostile);
            if (hostile is not null)
            {
                return FeedDocument.Refused(
                    $"Ditolak: entitas &{hostile}; menunjuk ke berkas lain atau melipatgandakan diri (XXE, billion laughs).",
                    $"Refused: the entity &{hostile}; names another file or multiplies itself (XXE, billion laughs)."
                );
            }
        }

        var root = Root(tree);
        if (root is null)
        {
            return FeedDocument.Refused(WhatItIs(tree, text));
        }

        var zone = MissingZone(
            baseUrl,
            root.Language is { Length: > 0 } own ? own : root.Child("", "channel")?.ChildText("", "language") ?? ""
        );
        var feed = root.Name is "feed" or "entry" ? AtomReader.Read(root, mostEntries, zone) : RssReader.Read(root, mostEntries, zone);
        return FeedDocument.Of(feed, repaired);
    }

    /// <summary>The outermost element that a feed can begin with; warnings of a web server may stand before or around it.</summary>
    private static FeedElement? Root(FeedTree tree)
    {
        var waiting = new Queue<FeedElement>(tree.Roots);
        while (waiting.TryDequeue(out var element))
        {
            if (IsRoot(element))
            {
                return element;
            }

            if (element.Depth < 4)
            {
                foreach (var child in element.Children)
                {
                    waiting.Enqueue(child);
                }
            }
        }

        return null;
    }

    private static bool IsRoot(FeedElement element) =>
        element.Name switch
        {
            "rss" => element.Space.Length == 0,
            "rdf" => element.Space is "rdf" or "",
            "channel" => element.Space.Length == 0,
            "feed" => element.Space is "atom" or "",
            "entry" => element.Space == "atom",
            _ => false,
        };

    private static Language.Sentence WhatItIs(FeedTree tree, string text)
    {
        if (
            text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
        )
        {
            return new("Ini halaman HTML, bukan umpan.", "This is an HTML page, not a feed.");
        }

        return tree.Roots.Count == 0
            ? new("Ini bukan XML dan bukan JSON.", "This is neither XML nor JSON.")
            : new(
                $"Ini XML, tetapi <{Short(tree.Roots[0].Name)}> bukan awal umpan.",
                $"This is XML, but <{Short(tree.Roots[0].Name)}> does not begin a feed."
            );
    }

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";

    /// <summary>A date without a zone is the writer's own clock: WIB for an Indonesian feed, UTC for any other.</summary>
    private static TimeSpan MissingZone(Uri baseUrl, string language)
    {
        var indonesian =
            language.StartsWith("id", StringComparison.OrdinalIgnoreCase)
            || language.StartsWith("in-", StringComparison.OrdinalIgnoreCase)
            || baseUrl.Host.EndsWith(".id", StringComparison.OrdinalIgnoreCase);
        return indonesian ? ZoneNames.Wib : TimeSpan.Zero;
    }
}

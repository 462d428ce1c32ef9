using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Articles;

/// <summary>
/// One element or text of a page, as far as the extractor looks at it. Our own small tree and not HtmlAgilityPack's, because every element is
/// looked at many times: names are folded once, entities decoded once, and cutting a branch off leaves the page itself as it was.
/// </summary>
internal sealed class PageNode
{
    private static readonly FrozenSet<string> Blocks = (
        "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup "
        + "html hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul amp-body"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private string? _words;

    /// <summary>Name in lower case; <c>#text</c> for text.</summary>
    public required string Tag { get; init; }

    /// <summary>The words, entities decoded, white space as written; empty for elements.</summary>
    public string Text { get; init; } = "";

    /// <summary>The class attribute, or empty.</summary>
    public string Class { get; init; } = "";

    /// <summary>The id attribute, or empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>Other attributes that matter: role, itemprop, rel, href, style, datetime, hidden, aria-hidden, content, src, lang, data-*.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The element around this one.</summary>
    public PageNode? Parent { get; init; }

    /// <summary>Elements and texts inside, in their order.</summary>
    public List<PageNode> Children { get; } = [];

    /// <summary>Whether this branch has been cut off as boilerplate.</summary>
    public bool Cut { get; set; }

    /// <summary>Letters and digits inside, without branches that are cut.</summary>
    public int Letters { get; set; }

    /// <summary>Those of them that stand in links.</summary>
    public int LinkLetters { get; set; }

    /// <summary>Whether a block stands inside, cut branches aside.</summary>
    public bool HoldsBlock { get; set; }

    /// <summary>Whether this or an element inside says that it is the body of the article.</summary>
    public bool HoldsArticleBody { get; set; }

    /// <summary>How much running text is inside: see <see cref="BodyScore"/>.</summary>
    public double Prose { get; set; }

    /// <summary>Whether this is text and no element.</summary>
    public bool IsText => Tag == "#text";

    /// <summary>Whether a line breaks before and after it.</summary>
    public bool IsBlock => Blocks.Contains(Tag);

    /// <summary>Share of the letters that stand in links, 0 to 1.</summary>
    public double LinkDensity => Letters == 0 ? 0 : (double)LinkLetters / Letters;

    /// <summary>The words that class and id are made of, in lower case, each between spaces: <c>relatedPosts__item</c> gives <c> related posts item </c>.</summary>
    public string Words => _words ??= NameWords.Split(Class, Id);

    /// <summary>The value of an attribute, or empty.</summary>
    public string Attribute(string name) => Attributes.TryGetValue(name, out var value) ? value : "";

    /// <summary>This element and every one inside, in document order, without branches that are cut.</summary>
    public IEnumerable<PageNode> Walk()
    {
        var waiting = new Stack<PageNode>();
        waiting.Push(this);
        while (waiting.TryPop(out var node))
        {
            if (node.Cut)
            {
                continue;
            }

            yield return node;
            for (var i = node.Children.Count - 1; i >= 0; i--)
            {
                waiting.Push(node.Children[i]);
            }
        }
    }

    /// <summary>Whether <paramref name="other"/> is this or stands inside.</summary>
    public bool Holds(PageNode other)
    {
        for (var node = other; node is not null; node = node.Parent)
        {
            if (node == this)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Frozen;
using System.Net;
using HtmlAgilityPack;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Articles;

/// <summary>A page as it was parsed: the tree of what can be read, and what its head says.</summary>
internal sealed class Page
{
    /// <summary>
    /// HtmlAgilityPack walks its tree by recursion and takes quadratic time on nested elements: 20,000 of them end the process, and that cannot be
    /// caught. So the depth is bounded before it parses. Ordinary pages stay under 60; ones that never close their paragraphs reach some hundreds.
    /// </summary>
    public const int DeepestNesting = 512;

    /// <summary>Texts are cut here: the largest articles seen are 1.5 MB, nearly all of it script.</summary>
    private const int LongestHtml = 4 << 20;

    /// <summary>Text after this many tags is not looked at, which bounds the time and memory of the tree; the largest articles seen have some 3,000.</summary>
    private const int MostTags = 40_000;

    private static readonly FrozenSet<string> Unseen = (
        "script style noscript template iframe frame svg math object embed applet canvas button input select option optgroup textarea datalist video audio "
        + "map area link meta base head progress meter amp-ad amp-iframe amp-analytics amp-sidebar amp-consent colgroup col source track param"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Kept = (
        "role itemprop itemtype rel href style datetime hidden aria-hidden content src lang data-testid data-component title data-module data-type property"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static Page()
    {
        // HtmlAgilityPack takes a form for an element without content; whole pages stand in one, and so do the boxes that we want to cut.
        HtmlNode.ElementsFlags.Remove("form");
    }

    private Page(HtmlDocument document, PageNode body) => (Document, Body) = (document, body);

    /// <summary>HtmlAgilityPack's document, for the head and for selectors of single sites.</summary>
    public HtmlDocument Document { get; }

    /// <summary>The body of the page, or the whole of it when it has none.</summary>
    public PageNode Body { get; }

    /// <summary>Whether the page was longer than what is looked at.</summary>
    public bool Truncated { get; private init; }

    /// <summary>Parses a page; null with the reason when it must not be or cannot be.</summary>
    public static Page? Parse(string html, out Sentence? refusal)
    {
        refusal = null;
        var end = End(html);
        if (string.IsNullOrWhiteSpace(html))
        {
            refusal = new("Halaman kosong.", "The page is empty.");
            return null;
        }

        var document = new HtmlDocument
        {
            OptionMaxNestedChildNodes = DeepestNesting,
            OptionReadEncoding = false,
            OptionCheckSyntax = false,
            OptionFixNestedTags = true,
        };
        try
        {
            document.LoadHtml(end < html.Length ? html[..end] : html);
        }
        catch (Exception error) when (error.GetType() == typeof(Exception))
        {
            // HtmlAgilityPack has no type of its own for this: the plain Exception is how it says that the nesting bound was passed.
            refusal = new(
                $"Halaman ditolak: elemen bersarang lebih dari {DeepestNesting} tingkat.",
                $"Page refused: elements are nested more than {DeepestNesting} deep."
            );
            return null;
        }

        var root = document.DocumentNode.SelectSingleNode("//body") ?? document.DocumentNode;
        return new Page(document, Build(root)) { Truncated = end < html.Length };
    }

    private static int End(string html)
    {
        var end = Math.Min(html.Length, LongestHtml);
        var tags = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at < end; at = html.IndexOf('<', at + 1))
        {
            if (++tags > MostTags)
            {
                return at;
            }
        }

        return end;
    }

    private static PageNode Build(HtmlNode root)
    {
        var top = Element(root, parent: null);
        var waiting = new Stack<(HtmlNode Source, PageNode Node)>();
        waiting.Push((root, top));
        while (waiting.TryPop(out var pair))
        {
            for (var child = pair.Source.FirstChild; child is not null; child = child.NextSibling)
            {
                if (child is HtmlTextNode text)
                {
                    var words = text.Text;
                    if (words.Length > 0)
                    {
                        var decoded = words.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(words) : words;
                        pair.Node.Children.Add(
                            new PageNode
                            {
                                Tag = "#text",
                                Text = decoded,
                                Parent = pair.Node,
                            }
                        );
                    }
                }
                else if (child.NodeType == HtmlNodeType.Element && !Unseen.Contains(child.Name))
                {
                    var node = Element(child, pair.Node);
                    pair.Node.Children.Add(node);
                    waiting.Push((child, node));
                }
            }
        }

        return top;
    }

    private static PageNode Element(HtmlNode source, PageNode? parent)
    {
        string @class = "";
        string id = "";
        Dictionary<string, string>? others = null;
        if (source.HasAttributes)
        {
            foreach (var attribute in source.Attributes)
            {
                var value = attribute.Value ?? "";
                switch (attribute.Name ?? "")
                {
                    case "class":
                        @class = value;
                        break;
                    case "id":
                        id = value;
                        break;
                    default:
                        if (attribute.Name is { } name && Kept.Contains(name))
                        {
                            others ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                            others[name] = value.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(value) : value;
                        }

                        break;
                }
            }
        }

        return others is null
            ? new PageNode
            {
                Tag = source.Name,
                Class = @class,
                Id = id,
                Parent = parent,
            }
            : new PageNode
            {
                Tag = source.Name,
                Class = @class,
                Id = id,
                Parent = parent,
                Attributes = others,
            };
    }
}

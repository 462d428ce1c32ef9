using System.Net;
using HtmlAgilityPack;

namespace Monitor.Worker.Collection.Articles;

/// <summary>What the head of a page says: its meta elements, links, title, language and structured data.</summary>
internal sealed class PageHead
{
    private readonly Dictionary<string, List<string>> _meta = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Relation, string Address)> _links = [];

    private PageHead(StructuredData data) => Data = data;

    /// <summary>JSON-LD.</summary>
    public StructuredData Data { get; }

    /// <summary>The title element, or empty.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The language of the html element, or empty.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Whether the page declares itself to be AMP.</summary>
    public bool IsAmp { get; private set; }

    /// <summary>The address that relative ones are resolved against, as written, or empty.</summary>
    public string Base { get; private set; } = "";

    /// <summary>Reads the whole document once: pages put meta elements and structured data into their body too.</summary>
    public static PageHead Read(HtmlDocument document)
    {
        var scripts = new List<string>();
        var found = new List<HtmlNode>();
        foreach (var node in document.DocumentNode.Descendants())
        {
            switch (node.Name)
            {
                case "script" when node.GetAttributeValue("type", "").Contains("ld+json", StringComparison.OrdinalIgnoreCase):
                    scripts.Add(node.InnerHtml);
                    break;
                case "meta" or "link" or "title" or "html" or "base":
                    found.Add(node);
                    break;
            }
        }

        var head = new PageHead(StructuredData.Read(scripts));
        foreach (var node in found)
        {
            head.Take(node);
        }

        return head;
    }

    /// <summary>The first of the named meta elements that has content, or empty.</summary>
    public string Meta(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_meta.TryGetValue(name, out var values))
            {
                return values[0];
            }
        }

        return "";
    }

    /// <summary>The contents of every meta element of the first name that has any.</summary>
    public IReadOnlyList<string> MetaAll(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_meta.TryGetValue(name, out var values))
            {
                return values;
            }
        }

        return [];
    }

    /// <summary>The address of the first link with that relation, or empty.</summary>
    public string Link(string relation)
    {
        foreach (var (name, address) in _links)
        {
            if (string.Equals(name, relation, StringComparison.OrdinalIgnoreCase))
            {
                return address;
            }
        }

        return "";
    }

    private void Take(HtmlNode node)
    {
        switch (node.Name)
        {
            case "meta":
                var content = Decode(node.GetAttributeValue("content", ""));
                if (content.Length == 0)
                {
                    break;
                }

                foreach (var attribute in new[] { "property", "name", "itemprop" })
                {
                    var name = node.GetAttributeValue(attribute, "").Trim();
                    if (name.Length is > 0 and < 80)
                    {
                        if (!_meta.TryGetValue(name, out var values))
                        {
                            _meta[name] = values = [];
                        }

                        values.Add(content);
                    }
                }

                break;
            case "link":
                var href = Decode(node.GetAttributeValue("href", ""));
                foreach (var relation in node.GetAttributeValue("rel", "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    _links.Add((relation, href));
                }

                break;
            case "title" when Title.Length == 0 && node.ParentNode?.Name != "svg":
                Title = Feeds.Markup.Line(Decode(node.InnerText));
                break;
            case "html" when Language.Length == 0:
                Language = node.GetAttributeValue("lang", "").Trim();
                Language = Language.Length > 0 ? Language : node.GetAttributeValue("xml:lang", "").Trim();
                IsAmp |= node.Attributes.Contains("amp") || node.Attributes.Contains("⚡");
                break;
            case "base" when Base.Length == 0:
                Base = Decode(node.GetAttributeValue("href", ""));
                break;
        }
    }

    private static string Decode(string value) => WebUtility.HtmlDecode(value).Trim();
}

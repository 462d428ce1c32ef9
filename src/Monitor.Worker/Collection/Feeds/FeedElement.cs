using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>One element of a feed's XML, with names folded to lower case and namespaces to the short names of <see cref="FeedNamespaces"/>.</summary>
internal sealed class FeedElement
{
    /// <summary>Deeper markup is flattened into its ancestor, so that no walk over the tree can exhaust the stack.</summary>
    public const int DeepestNesting = 200;

    /// <summary>Short namespace name, empty for RSS and for none.</summary>
    public required string Space { get; init; }

    /// <summary>Local name in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace name as written, or empty.</summary>
    public string NamespaceName { get; init; } = "";

    /// <summary>The prefix as written, or empty.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What a name without a prefix means inside, when the document was read leniently.</summary>
    public string DefaultNamespace { get; init; } = "";

    /// <summary>The element around this one.</summary>
    public FeedElement? Parent { get; init; }

    /// <summary>The address that relative addresses inside are resolved against (XML Base).</summary>
    public required Uri Base { get; init; }

    /// <summary>The language in force (<c>xml:lang</c>), or empty.</summary>
    public string Language { get; init; } = "";

    /// <summary>How many elements stand around this one.</summary>
    public int Depth { get; init; }

    /// <summary>Attributes by name in lower case, with the prefix kept for those that have one.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Text and elements in their order: each is either a <see cref="string"/> or a <see cref="FeedElement"/>.</summary>
    public List<object> Content { get; } = [];

    /// <summary>The child elements in their order.</summary>
    public IEnumerable<FeedElement> Children => Content.OfType<FeedElement>();

    /// <summary>Whether there is markup inside that was not escaped.</summary>
    public bool HasChildren => Content.Exists(node => node is FeedElement);

    /// <summary>The value of an attribute, or empty.</summary>
    public string Attribute(string name) => Attributes.TryGetValue(name, out var value) ? value.Trim() : "";

    /// <summary>The first child of that name, or null.</summary>
    public FeedElement? Child(string space, string name) => Children.FirstOrDefault(child => child.Is(space, name));

    /// <summary>The trimmed text of the first child of that name that has any, or empty.</summary>
    public string ChildText(string space, string name)
    {
        foreach (var child in Children)
        {
            if (child.Is(space, name) && child.Text() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>Whether this is that element.</summary>
    public bool Is(string space, string name) => Name == name && Space == space;

    /// <summary>All text inside, trimmed.</summary>
    public string Text()
    {
        if (Content.Count == 1 && Content[0] is string only)
        {
            return only.Trim();
        }

        var text = new StringBuilder();
        AppendText(text);
        return text.ToString().Trim();
    }

    /// <summary>What is inside as markup: text that stands beside elements is escaped again, text alone is given as it is.</summary>
    public string Markup()
    {
        if (!HasChildren)
        {
            return Text();
        }

        var markup = new StringBuilder();
        AppendMarkup(markup);
        return markup.ToString().Trim();
    }

    /// <summary>An address made absolute, or null when it is none.</summary>
    public Uri? Resolve(string address) => FeedAddress.Resolve(Base, address);

    private void AppendText(StringBuilder text)
    {
        foreach (var node in Content)
        {
            if (node is FeedElement child)
            {
                child.AppendText(text);
            }
            else
            {
                text.Append((string)node);
            }
        }
    }

    private void AppendMarkup(StringBuilder markup)
    {
        foreach (var node in Content)
        {
            if (node is not FeedElement child)
            {
                // Escaped again only where it must be: the text may hold a whole escaped document beside one stray element.
                markup.Append(
                    ((string)node).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
                );
                continue;
            }

            markup.Append('<').Append(child.Name);
            foreach (var (name, value) in child.Attributes)
            {
                markup
                    .Append(' ')
                    .Append(name)
                    .Append("=\"")
                    .Append(value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal))
                    .Append('"');
            }

            if (child.Content.Count == 0)
            {
                markup.Append(" />");
                continue;
            }

            markup.Append('>');
            child.AppendMarkup(markup);
            markup.Append("</").Append(child.Name).Append('>');
        }
    }
}

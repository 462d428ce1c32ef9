namespace Monitor.Worker.Collection.Feeds;

/// <summary>Builds the tree of <see cref="FeedElement"/>s while a reader goes through the XML, strictly or leniently.</summary>
/// <param name="baseUrl">Where the feed came from.</param>
internal sealed class FeedTree(Uri baseUrl)
{
    private readonly List<FeedElement> _open = [];
    private int _beyond;

    /// <summary>The elements that have no parent: one in well-formed XML, any number otherwise.</summary>
    public List<FeedElement> Roots { get; } = [];

    /// <summary>The element that is open now, or null.</summary>
    public FeedElement? Current => _open.Count == 0 ? null : _open[^1];

    /// <summary>Opens an element; one that stands too deep is left out and its text falls to the element around it.</summary>
    public void Open(
        string namespaceName,
        string prefix,
        string localName,
        Dictionary<string, string> attributes,
        string defaultNamespace = ""
    )
    {
        var parent = Current;
        if (_beyond > 0 || _open.Count >= FeedElement.DeepestNesting)
        {
            _beyond++;
            return;
        }

        var around = parent?.Base ?? baseUrl;
        if (attributes.TryGetValue("xml:base", out var own) && FeedAddress.Resolve(around, own) is { } resolved)
        {
            around = resolved;
        }

        var element = new FeedElement
        {
            Space = FeedNamespaces.Short(namespaceName, prefix),
            Name = localName.ToLowerInvariant(),
            NamespaceName = namespaceName,
            Prefix = prefix,
            DefaultNamespace = defaultNamespace,
            Parent = parent,
            Base = around,
            Language = attributes.TryGetValue("xml:lang", out var language) ? language.Trim() : parent?.Language ?? "",
            Depth = _open.Count,
            Attributes = attributes,
        };
        if (parent is null)
        {
            Roots.Add(element);
        }
        else
        {
            parent.Content.Add(element);
        }

        _open.Add(element);
    }

    /// <summary>Adds text to the open element.</summary>
    public void Text(string text)
    {
        if (text.Length > 0)
        {
            Current?.Content.Add(text);
        }
    }

    /// <summary>Closes the element that is open now.</summary>
    public void Close()
    {
        if (_beyond > 0)
        {
            _beyond--;
        }
        else if (_open.Count > 0)
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>Closes the nearest open element written with that name, and everything inside it that was left open. False when there is none.</summary>
    public bool Close(string prefix, string name)
    {
        if (_beyond > 0)
        {
            _beyond--;
            return true;
        }

        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Name == name && _open[i].Prefix == prefix)
            {
                _open.RemoveRange(i, _open.Count - i);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an element written with that name is open.</summary>
    public bool IsOpen(string prefix, string name) => _open.Exists(element => element.Name == name && element.Prefix == prefix);
}

using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>
/// Reads XML that breaks the rules, in one pass and without recursion: unclosed and crossed tags, undeclared prefixes, HTML entities, bare
/// ampersands, control characters, unquoted attributes, text before the prolog, a document that was cut off.
/// </summary>
internal sealed class LenientXml
{
    private static readonly FrozenSet<string> Void = new[] { "br", "hr", "img", "input", "wbr", "meta" }.ToFrozenSet(
        StringComparer.OrdinalIgnoreCase
    );

    private readonly string _xml;
    private readonly FeedTree _tree;
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private XmlText _text = new(doctype: null);
    private string _default = "";

    private LenientXml(string xml, Uri baseUrl) => (_xml, _tree) = (xml, new FeedTree(baseUrl));

    /// <summary>The tree, which may be empty; <paramref name="hostileEntity"/> names an entity that must not be expanded and was used.</summary>
    public static FeedTree Read(string xml, Uri baseUrl, out string? hostileEntity)
    {
        var reader = new LenientXml(xml, baseUrl);
        reader.Run();
        hostileEntity = reader._text.Hostile;
        return reader._tree;
    }

    private void Run()
    {
        var at = 0;
        while (at < _xml.Length)
        {
            var open = _xml.IndexOf('<', at);
            if (open < 0)
            {
                _tree.Text(_text.Decode(_xml.AsSpan(at)));
                return;
            }

            if (open > at)
            {
                _tree.Text(_text.Decode(_xml.AsSpan(at, open - at)));
            }

            at = Tag(open);
        }
    }

    /// <summary>Reads what begins with the angle bracket; returns where to go on.</summary>
    private int Tag(int at)
    {
        if (Begins(at, "<!--"))
        {
            return After("-->", at + 4);
        }

        if (Begins(at, "<![CDATA["))
        {
            var start = at + 9;
            var end = _xml.IndexOf("]]>", start, StringComparison.Ordinal);
            var stop = end < 0 ? _xml.Length : end;
            _tree.Text(XmlText.Clean(_xml.AsSpan(start, stop - start)));
            return end < 0 ? _xml.Length : end + 3;
        }

        if (Begins(at, "<!DOCTYPE"))
        {
            _text = new XmlText(Doctype.Read(_xml, at + 9, out var end));
            return end;
        }

        if (Begins(at, "<?"))
        {
            return After(">", at + 2);
        }

        if (Begins(at, "</"))
        {
            var end = _xml.IndexOf('>', at);
            if (end < 0)
            {
                return _xml.Length;
            }

            var (prefix, name) = Split(_xml.AsSpan(at + 2, end - at - 2).Trim());
            _tree.Close(prefix, name);
            return end + 1;
        }

        if (at + 1 < _xml.Length && (char.IsLetter(_xml[at + 1]) || _xml[at + 1] == '_'))
        {
            return StartTag(at);
        }

        _tree.Text("<");
        return at + 1;
    }

    private int StartTag(int at)
    {
        var cursor = at + 1;
        while (cursor < _xml.Length && IsName(_xml[cursor]))
        {
            cursor++;
        }

        var (prefix, name) = Split(_xml.AsSpan(at + 1, cursor - at - 1));
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        _default = _tree.Current?.DefaultNamespace ?? "";
        cursor = Attributes(cursor, attributes, out var empty);

        // Items never hold items: one that is still open was left unclosed.
        if (name is "item" or "entry" && _tree.IsOpen(prefix, name))
        {
            _tree.Close(prefix, name);
        }

        _tree.Open(Namespace(prefix), prefix, name, attributes, _default);
        if (empty || (prefix.Length == 0 && Void.Contains(name)))
        {
            _tree.Close();
        }

        return cursor;
    }

    private int Attributes(int at, Dictionary<string, string> attributes, out bool empty)
    {
        empty = false;
        while (at < _xml.Length)
        {
            var c = _xml[at];
            if (c == '>')
            {
                return at + 1;
            }

            if (c == '<')
            {
                // The tag was never closed; what follows is the next one.
                return at;
            }

            if (c == '/')
            {
                empty = at + 1 < _xml.Length && _xml[at + 1] == '>';
                at++;
                continue;
            }

            if (!IsName(c))
            {
                at++;
                continue;
            }

            at = Attribute(at, attributes);
        }

        return at;
    }

    private int Attribute(int at, Dictionary<string, string> attributes)
    {
        var start = at;
        while (at < _xml.Length && IsName(_xml[at]))
        {
            at++;
        }

        var name = _xml[start..at].ToLowerInvariant();
        at = SkipSpace(at);
        if (at >= _xml.Length || _xml[at] != '=')
        {
            attributes.TryAdd(name, "");
            return at;
        }

        at = SkipSpace(at + 1);
        string value;
        if (at < _xml.Length && _xml[at] is '"' or '\'')
        {
            var end = _xml.IndexOf(_xml[at], at + 1);
            if (end < 0)
            {
                return _xml.Length;
            }

            value = _text.Decode(_xml.AsSpan(at + 1, end - at - 1));
            at = end + 1;
        }
        else
        {
            start = at;
            while (
                at < _xml.Length
                && !char.IsWhiteSpace(_xml[at])
                && _xml[at] is not ('>' or '<')
                && !(_xml[at] == '/' && at + 1 < _xml.Length && _xml[at + 1] == '>')
            )
            {
                at++;
            }

            value = _text.Decode(_xml.AsSpan(start, at - start));
        }

        if (name == "xmlns")
        {
            _default = value;
        }
        else if (name.StartsWith("xmlns:", StringComparison.Ordinal))
        {
            _namespaces[name[6..]] = value;
        }
        else
        {
            attributes.TryAdd(name, value);
        }

        return at;
    }

    /// <summary>
    /// The default namespace is inherited from the element around; a prefix, once declared, holds for the rest of the document: broken feeds
    /// close elements anywhere, and prefixes are not used twice.
    /// </summary>
    private string Namespace(string prefix) =>
        prefix.Length == 0 ? _default
        : _namespaces.TryGetValue(prefix, out var name) ? name
        : "";

    private static (string Prefix, string Name) Split(ReadOnlySpan<char> qualified)
    {
        var colon = qualified.IndexOf(':');
        return colon < 0
            ? ("", qualified.ToString().ToLowerInvariant())
            : (qualified[..colon].ToString().ToLowerInvariant(), qualified[(colon + 1)..].ToString().ToLowerInvariant());
    }

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':';

    private int SkipSpace(int at)
    {
        while (at < _xml.Length && char.IsWhiteSpace(_xml[at]))
        {
            at++;
        }

        return at;
    }

    private bool Begins(int at, string what) => string.Compare(_xml, at, what, 0, what.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private int After(string what, int at)
    {
        var end = _xml.IndexOf(what, at, StringComparison.Ordinal);
        return end < 0 ? _xml.Length : end + what.Length;
    }
}

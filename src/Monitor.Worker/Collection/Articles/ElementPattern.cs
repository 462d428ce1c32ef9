namespace Monitor.Worker.Collection.Articles;

/// <summary>
/// One selector of the site file: a tag, any number of <c>.class</c>, at most one <c>#id</c> and one <c>[attribute=value]</c>, as in CSS, and no
/// combinators: <c>div.detail__body-text</c>, <c>[itemprop=articleBody]</c>.
/// </summary>
internal sealed class ElementPattern
{
    private readonly string _tag;
    private readonly string _id;
    private readonly string[] _classes;
    private readonly string _attribute;
    private readonly string _value;

    private ElementPattern(string tag, string id, string[] classes, string attribute, string value) =>
        (_tag, _id, _classes, _attribute, _value) = (tag, id, classes, attribute, value);

    /// <summary>Reads a selector; null when it is none.</summary>
    public static ElementPattern? Parse(string written)
    {
        var rest = written.Trim();
        var (attribute, value) = ("", "");
        var bracket = rest.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
        {
            var equals = rest.IndexOf('=', bracket);
            if (!rest.EndsWith(']') || equals < 0)
            {
                return null;
            }

            attribute = rest[(bracket + 1)..equals];
            value = rest[(equals + 1)..^1].Trim('"', '\'');
            rest = rest[..bracket];
        }

        var (tag, id) = ("", "");
        var classes = new List<string>();
        for (var start = 0; start < rest.Length; )
        {
            var end = rest.AsSpan(start + 1).IndexOfAny('.', '#');
            var stop = end < 0 ? rest.Length : start + 1 + end;
            var part = rest[start..stop];
            switch (part[0])
            {
                case '.':
                    classes.Add(part[1..]);
                    break;
                case '#':
                    id = part[1..];
                    break;
                default:
                    tag = part.ToLowerInvariant();
                    break;
            }

            start = stop;
        }

        var empty = tag.Length + id.Length + attribute.Length == 0 && classes.Count == 0;
        return empty || rest.AsSpan().ContainsAny(" >+~*:,") || classes.Contains("")
            ? null
            : new ElementPattern(tag, id, [.. classes], attribute, value);
    }

    /// <summary>Whether the element is meant.</summary>
    public bool Matches(PageNode node)
    {
        if (node.IsText || (_tag.Length > 0 && node.Tag != _tag) || (_id.Length > 0 && node.Id != _id))
        {
            return false;
        }

        if (_attribute.Length > 0 && !string.Equals(node.Attribute(_attribute), _value, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return _classes.Length == 0 || Array.TrueForAll(_classes, name => HasClass(node.Class, name));
    }

    private static bool HasClass(string classes, string name)
    {
        foreach (var range in classes.AsSpan().SplitAny(' ', '\t', '\n', '\r'))
        {
            if (classes.AsSpan()[range].SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}

namespace Monitor.Worker.Collection.Feeds;

/// <summary>
/// The document type declaration of a feed. Entities that stand for plain text are kept; those that name a file or an address, or that are
/// made of other entities, are known only by name, so that a feed that uses one can be refused.
/// </summary>
internal sealed class Doctype
{
    private const int MostEntities = 256;
    private const int LongestValue = 1024;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hostile = new(StringComparer.Ordinal);

    /// <summary>Whether the entity stands for plain text.</summary>
    public bool TryGetText(string name, out string text) => _texts.TryGetValue(name, out text!);

    /// <summary>Whether the entity would read something else (XXE) or multiply itself (billion laughs).</summary>
    public bool IsHostile(string name) => _hostile.Contains(name);

    /// <summary>Reads the declaration that starts at <paramref name="start"/>; <paramref name="end"/> is the first character after it.</summary>
    public static Doctype Read(string xml, int start, out int end)
    {
        var doctype = new Doctype();
        var at = start;
        var inside = false;
        while (at < xml.Length)
        {
            var c = xml[at];
            if (c is '"' or '\'')
            {
                var close = xml.IndexOf(c, at + 1);
                at = close < 0 ? at + 1 : close + 1;
            }
            else if (c == '[')
            {
                inside = true;
                at++;
            }
            else if (c == ']')
            {
                inside = false;
                at++;
            }
            else if (c == '>' && !inside)
            {
                end = at + 1;
                return doctype;
            }
            else if (inside && c == '<')
            {
                at = doctype.Declaration(xml, at);
            }
            else
            {
                at++;
            }
        }

        end = xml.Length;
        return doctype;
    }

    private int Declaration(string xml, int at)
    {
        if (string.CompareOrdinal(xml, at, "<!--", 0, 4) == 0)
        {
            var close = xml.IndexOf("-->", at + 4, StringComparison.Ordinal);
            return close < 0 ? xml.Length : close + 3;
        }

        const string Entity = "<!ENTITY";
        var isEntity = string.CompareOrdinal(xml, at, Entity, 0, Entity.Length) == 0;
        var cursor = at + (isEntity ? Entity.Length : 1);
        var name = isEntity ? Word(xml, ref cursor) : "";
        string? value = null;
        while (cursor < xml.Length && xml[cursor] != '>')
        {
            if (xml[cursor] is '"' or '\'')
            {
                var close = xml.IndexOf(xml[cursor], cursor + 1);
                if (close < 0)
                {
                    break;
                }

                value ??= xml[(cursor + 1)..close];
                cursor = close;
            }
            else if (isEntity && value is null && char.IsLetter(xml[cursor]))
            {
                // SYSTEM or PUBLIC: what follows is an address, not a text.
                _hostile.Add(name);
                isEntity = false;
            }

            cursor++;
        }

        if (isEntity && name is not ("" or "%") && value is not null)
        {
            Keep(name, value);
        }

        return Math.Min(cursor + 1, xml.Length);
    }

    private void Keep(string name, string value)
    {
        if (_texts.Count >= MostEntities || value.Length > LongestValue || value.Contains('%', StringComparison.Ordinal))
        {
            _hostile.Add(name);
            return;
        }

        var text = XmlText.DecodeReferencesOfCharacters(value);
        if (text.Contains('&', StringComparison.Ordinal) && text.Contains(';', StringComparison.Ordinal))
        {
            _hostile.Add(name);
        }
        else
        {
            _texts.TryAdd(name, text);
        }
    }

    private static string Word(string xml, ref int at)
    {
        while (at < xml.Length && char.IsWhiteSpace(xml[at]))
        {
            at++;
        }

        var start = at;
        while (at < xml.Length && !char.IsWhiteSpace(xml[at]) && xml[at] is not ('>' or '"' or '\''))
        {
            at++;
        }

        return xml[start..at];
    }
}

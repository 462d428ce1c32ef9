using System.Text;

namespace Monitor.Worker.Cases.Carried;

/// <summary>Writes a page for print: everything that comes from outside is text, nothing is loaded from anywhere.</summary>
internal sealed class Html
{
    private readonly StringBuilder _page = new();

    /// <summary>Markup of this program's own.</summary>
    public Html Raw(string markup)
    {
        _page.Append(markup).Append('\n');
        return this;
    }

    /// <summary>An element with text in it.</summary>
    public Html Element(string name, string text) => Raw($"<{name}>{Escape(text)}</{name}>");

    /// <summary>A heading.</summary>
    public Html Heading(int level, string text) => Element($"h{level}", text);

    /// <summary>Names and values; what has no value is left out.</summary>
    public Html Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        _page.Append("<table class=\"facts\">\n");
        foreach (var (name, value) in facts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                _page.Append($"<tr><th>{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
            }
        }

        return Raw("</table>");
    }

    /// <summary>A table.</summary>
    public Html Table(IEnumerable<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        _page.Append("<table>\n<thead><tr>");
        foreach (var cell in head)
        {
            _page.Append($"<th>{Escape(cell)}</th>");
        }

        _page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            _page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
        }

        return Raw("</tbody>\n</table>");
    }

    /// <summary>
    /// A text as it may stand in a page. Characters that turn the direction of writing or cannot be seen become visible marks: a post must not be
    /// able to show other words on paper than the reviewers judged.
    /// </summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\n' or '\t' => safe.Append((char)rune.Value),
                '\r' => safe,
                >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200B or 0x200E or 0x200F or 0x061C or 0xFEFF => safe.Append(
                    $"&#x2039;U+{rune.Value:X4}&#x203A;"
                ),
                _ when Rune.IsControl(rune) => safe.Append($"&#x2039;U+{rune.Value:X4}&#x203A;"),
                _ => safe.Append(rune.ToString()),
            };
        }

        return safe.ToString();
    }

    /// <inheritdoc />
    public override string ToString() => _page.ToString();
}

using System.Text;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Renders an element as text: one line per paragraph, heading, list item or table row.</summary>
internal sealed class BodyText
{
    private readonly List<string> _lines = [];
    private readonly StringBuilder _line = new();
    private bool _gap;

    private BodyText() { }

    /// <summary>The lines of an element without the branches that are cut.</summary>
    public static List<string> Lines(PageNode node)
    {
        var text = new BodyText();
        text.Render(node);
        text.Break();
        return text._lines;
    }

    private void Render(PageNode node)
    {
        if (node.Cut)
        {
            return;
        }

        if (node.IsText)
        {
            Append(node.Text);
            return;
        }

        // The cells of a row stand on one line.
        var cell = node.Tag is "td" or "th";
        var block = node.IsBlock && !cell;
        if (block || node.Tag == "br")
        {
            Break();
        }
        else if (cell)
        {
            _gap = _line.Length > 0;
        }

        foreach (var child in node.Children)
        {
            Render(child);
        }

        if (block)
        {
            Break();
        }
        else if (cell)
        {
            _gap = _line.Length > 0;
        }
    }

    private void Append(string text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF' or '\u00AD' || char.IsControl(c))
            {
                _gap |= c is not ('\u200B' or '\uFEFF' or '\u00AD') && _line.Length > 0;
                continue;
            }

            if (_gap)
            {
                _line.Append(' ');
                _gap = false;
            }

            _line.Append(c);
        }
    }

    private void Break()
    {
        if (_line.Length > 0)
        {
            _lines.Add(_line.ToString());
            _line.Clear();
        }

        _gap = false;
    }
}

using System.Xml.Linq;
using Monitor.Worker.Language;
using Monitor.Worker.Summaries.Charts;

namespace Monitor.Worker.Summaries;

/// <summary>Builds one self-contained HTML page: one style sheet, no script, nothing fetched. Every text goes through XML, so that none can be markup.</summary>
internal sealed class Page(Numbers numbers)
{
    private readonly List<XElement> _body = [];
    private XElement? _section;

    /// <summary>How numbers are written.</summary>
    public Numbers Numbers => numbers;

    /// <summary>Picks the text in the page's language.</summary>
    public string Text(string id, string en) => numbers.Tongue == Tongue.English ? en : id;

    /// <summary>Adds elements to the section that was begun last; before the first one, and at the end, to the page itself.</summary>
    public void Add(params IEnumerable<XElement> elements)
    {
        foreach (var element in elements)
        {
            if (_section is null || element.Name == "footer")
            {
                _body.Add(element);
            }
            else
            {
                _section.Add("\n", element);
            }
        }
    }

    /// <summary>A heading with what the section shows.</summary>
    public void Section(string title, string lead)
    {
        _section = new XElement("section");
        _body.Add(_section);
        Add(new XElement("h2", title));
        Add(new XElement("p", new XAttribute("class", "soft"), lead));
    }

    /// <summary>A chart with its table beside it.</summary>
    /// <param name="chart">The chart; null where there is nothing to draw.</param>
    /// <param name="figure">What stands over it.</param>
    /// <param name="table">The table.</param>
    /// <param name="room"><c>wide</c>: the table stands below; <c>roomy</c>: it does so on paper.</param>
    public void Pair(XElement? chart, string figure, XElement table, string room = "")
    {
        var pair = new XElement("div", new XAttribute("class", $"pair {room}".TrimEnd()));
        if (chart is not null)
        {
            pair.Add(new XElement("figure", new XElement("figcaption", figure), chart));
        }

        pair.Add(table);
        Add(pair);
    }

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text, string? style = null) =>
        Add(new XElement("p", style is null ? null : new XAttribute("class", style), text));

    /// <summary>The whole document, the same bytes for the same content.</summary>
    public string Html(string title)
    {
        var html = new XElement(
            "html",
            new XAttribute("lang", numbers.Tongue == Tongue.English ? "en" : "id"),
            "\n",
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                "\n",
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", PageStyle.Policy)),
                "\n",
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                "\n",
                new XElement("meta", new XAttribute("name", "referrer"), new XAttribute("content", "no-referrer")),
                "\n",
                new XElement("title", title),
                "\n",
                new XElement("style", PageStyle.Css)
            ),
            "\n",
            new XElement("body", _body.SelectMany(element => new object[] { "\n", element }), "\n"),
            "\n"
        );
        return "<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>A table with a caption, heads for columns and rows, and cells that say when something is kept back.</summary>
    /// <param name="caption">What it is.</param>
    /// <param name="heads">Of the columns.</param>
    /// <param name="rows">The cells of each row, the first being its head; in a head, what follows a line break is small.</param>
    /// <param name="total">The last row; null for none.</param>
    /// <param name="near">A column that is only shown on narrow screens; null for none.</param>
    public XElement Table(
        string caption,
        IReadOnlyList<string> heads,
        IEnumerable<IReadOnlyList<string>> rows,
        IReadOnlyList<string>? total = null,
        int? near = null
    )
    {
        var table = new XElement(
            "table",
            new XElement("caption", caption),
            new XElement("thead", new XElement("tr", heads.Select(head => new XElement("th", new XAttribute("scope", "col"), head)))),
            new XElement("tbody", rows.Select(Line))
        );
        if (total is not null)
        {
            table.Add(new XElement("tfoot", Line(total)));
        }

        foreach (var row in near is null ? [] : table.Descendants("tr"))
        {
            row.Elements().ElementAt(near!.Value).SetAttributeValue("class", "near");
        }

        return table;
    }

    private XElement Line(IReadOnlyList<string> cells) =>
        new(
            "tr",
            new XElement("th", new XAttribute("scope", "row"), Head(cells[0])),
            cells.Skip(1).Select(cell => new XElement("td", Cell(cell)))
        );

    // What follows a line break is said in small letters.
    private static IEnumerable<object> Head(string cell) =>
        cell.Split('\n', 2) is [var name, var small] ? [name, new XElement("small", small)] : [cell];

    // The dot is for eyes; who hears the page hears a word.
    private IEnumerable<object> Cell(string cell) =>
        cell == Numbers.Hidden
            ?
            [
                new XElement("span", new XAttribute("aria-hidden", "true"), cell),
                new XElement("span", new XAttribute("class", "unseen"), Text("disembunyikan", "suppressed")),
            ]
            : [cell];
}

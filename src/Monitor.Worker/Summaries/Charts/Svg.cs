using System.Globalization;
using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>
/// The elements that charts are drawn with. Colours are classes, which the page's style sheet gives a light and a dark colour. All charts are
/// <see cref="Width"/> units wide with letters of 11, so that they are read at the width of a telephone as well as on half a printed page.
/// </summary>
internal static class Svg
{
    /// <summary>Width of a chart in its own units.</summary>
    public const double Width = 360;

    // Measured on DejaVu Sans, the widest of the fonts that the style sheet asks for: its letters on average, its bold digits exactly.
    private const double LetterWidth = 6.6;
    private const double DigitWidth = 7.7;

    /// <summary>A whole picture with its name and its description for those who do not see it.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="title">Its name.</param>
    /// <param name="description">What it shows, in a sentence or two.</param>
    /// <param name="width">In its own units.</param>
    /// <param name="height">In its own units.</param>
    /// <param name="content">What is drawn.</param>
    public static XElement Picture(
        string id,
        string title,
        string description,
        double width,
        double height,
        IEnumerable<XElement> content
    ) =>
        new(
            "svg",
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title {id}-desc"),
            new XElement("title", new XAttribute("id", $"{id}-title"), title),
            new XElement("desc", new XAttribute("id", $"{id}-desc"), description),
            content
        );

    /// <summary>Words at a place.</summary>
    /// <param name="x">Where.</param>
    /// <param name="y">The line they stand on.</param>
    /// <param name="words">The words.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="style">A class of the style sheet.</param>
    public static XElement Text(double x, double y, string words, string anchor = "start", string style = "label") =>
        new(
            "text",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("text-anchor", anchor),
            new XAttribute("class", style),
            words
        );

    /// <summary>A box.</summary>
    public static XElement Box(double x, double y, double width, double height, string style, double round = 0)
    {
        var box = new XElement(
            "rect",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("class", style)
        );
        if (round > 0)
        {
            box.Add(new XAttribute("rx", Number(round)));
        }

        return box;
    }

    /// <summary>A straight line.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string style) =>
        new(
            "line",
            new XAttribute("x1", Number(x1)),
            new XAttribute("y1", Number(y1)),
            new XAttribute("x2", Number(x2)),
            new XAttribute("y2", Number(y2)),
            new XAttribute("class", style)
        );

    /// <summary>A line through points, or the area within them.</summary>
    public static XElement Points(string element, IEnumerable<(double X, double Y)> points, string style) =>
        new(
            element,
            new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))),
            new XAttribute("class", style)
        );

    /// <summary>A round mark.</summary>
    public static XElement Dot(double x, double y, double radius, string style) =>
        new(
            "circle",
            new XAttribute("cx", Number(x)),
            new XAttribute("cy", Number(y)),
            new XAttribute("r", Number(radius)),
            new XAttribute("class", style)
        );

    /// <summary>Words broken into lines that fit a width; a single word that is too long stays whole.</summary>
    public static IReadOnlyList<string> Lines(string words, double width)
    {
        var most = (int)(width / LetterWidth);
        var lines = new List<string>();
        var line = "";
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > most)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>How much room words take at most.</summary>
    public static double RoomOf(string words) => words.Length * LetterWidth;

    /// <summary>How much room a bold figure takes at most.</summary>
    public static double RoomOfValue(string figure) => figure.Length * DigitWidth;

    private static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}

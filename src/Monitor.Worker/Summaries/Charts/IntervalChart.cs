using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>An estimate with its interval.</summary>
/// <param name="Label">What is estimated.</param>
/// <param name="Value">The best guess, 0 to 1.</param>
/// <param name="Low">From here.</param>
/// <param name="High">To here.</param>
/// <param name="Shown">The figure in words.</param>
internal sealed record Interval(string Label, double Value, double Low, double High, string Shown);

/// <summary>Estimates between 0 and 1, each a dot on the line of its interval.</summary>
internal static class IntervalChart
{
    private const double RowHeight = 34;

    /// <summary>Draws it.</summary>
    /// <param name="caption">Its name and description.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="tick">Writes a value on the axis.</param>
    public static XElement Draw(Caption caption, IReadOnlyList<Interval> rows, Func<double, string> tick)
    {
        var axis = Axis.ForShares;
        const double left = 12;
        const double right = Svg.Width - 20;
        double X(double value) => left + ((right - left) * Math.Clamp(value, 0, 1) / axis.Most);

        var content = new List<XElement>();
        var bottom = rows.Count * RowHeight;
        foreach (var value in axis.Ticks)
        {
            content.Add(Svg.Line(X(value), 2, X(value), bottom + 2, "grid"));
            content.Add(Svg.Text(X(value), bottom + 14, tick(value), "middle", "tick"));
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var y = (i * RowHeight) + 26;
            content.Add(Svg.Text(1, y - 12, $"{rows[i].Label}: {rows[i].Shown}"));
            content.Add(Svg.Line(X(rows[i].Low), y, X(rows[i].High), y, "reach"));
            content.Add(Svg.Line(X(rows[i].Low), y - 4, X(rows[i].Low), y + 4, "reach"));
            content.Add(Svg.Line(X(rows[i].High), y - 4, X(rows[i].High), y + 4, "reach"));
            content.Add(Svg.Dot(X(rows[i].Value), y, 5, "dot a"));
        }

        return Svg.Picture(caption.Id, caption.Title, caption.Description, Svg.Width, bottom + 20, content);
    }
}

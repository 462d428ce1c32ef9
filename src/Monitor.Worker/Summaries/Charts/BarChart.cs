using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>Lying bars, each under its name, with one or two values a row.</summary>
internal static class BarChart
{
    private const double Thick = 12;
    private const double Thin = 9;
    private const double LineHeight = 13;
    private const double StubOfHidden = 16;
    private const double LastTick = 14;

    /// <summary>Draws it.</summary>
    /// <param name="caption">Its name and description.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="series">Names of the series; with two of them a legend is drawn.</param>
    /// <param name="axis">The axis; <see cref="Axis.ForShares"/> for shares.</param>
    /// <param name="show">Writes a value at the end of its bar.</param>
    /// <param name="tick">Writes a value on the axis.</param>
    public static XElement Draw(
        Caption caption,
        IReadOnlyList<Row> rows,
        IReadOnlyList<string> series,
        Axis axis,
        Func<double?, string> show,
        Func<double, string> tick
    )
    {
        var content = new List<XElement>();
        // Half of the last tick's name stands beyond the axis too.
        var room = rows.SelectMany(row => row.Values).Select(value => Svg.RoomOfValue(show(value))).Append(LastTick).Max() + 8;
        var span = Svg.Width - 2 - room;
        double X(double value) => 1 + (span * value / axis.Most);

        var top = series.Count > 1 ? 22.0 : 2;
        var y = top;
        var bars = new List<XElement>();
        foreach (var row in rows)
        {
            foreach (var line in Svg.Lines(row.Label, Svg.Width))
            {
                y += LineHeight;
                bars.Add(Svg.Text(1, y - 2, line));
            }

            for (var i = 0; i < row.Values.Count; i++)
            {
                var height = row.Values.Count > 1 ? Thin : Thick;
                var style = i == 0 ? "a" : "b";
                var end = row.Values[i] is { } value ? X(value) : 1 + StubOfHidden;
                if (end > 1)
                {
                    bars.Add(Svg.Box(1, y + 2, end - 1, height, row.Values[i] is null ? "hidden" : style, 1.5));
                }

                bars.Add(Svg.Text(end + 5, y + 2 + height - 1.5, show(row.Values[i]), style: "value"));
                y += height + 2;
            }

            y += 8;
        }

        foreach (var value in axis.Ticks)
        {
            content.Add(Svg.Line(X(value), top, X(value), y + 2, "grid"));
            var anchor = value == 0 ? "start" : "middle";
            content.Add(Svg.Text(X(value), y + 14, tick(value), anchor, "tick"));
        }

        if (series.Count > 1)
        {
            content.AddRange(Legend.Draw(series, y: 12, dashed: false));
        }

        return Svg.Picture(caption.Id, caption.Title, caption.Description, Svg.Width, y + 20, content.Concat(bars));
    }
}

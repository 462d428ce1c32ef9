using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>Counts over time, one or two lines; a suppressed point is a gap with an open mark on the axis.</summary>
internal static class LineChart
{
    private const double High = 150;
    private const int MostNames = 6;

    /// <summary>Draws it.</summary>
    /// <param name="caption">Its name and description.</param>
    /// <param name="points">From the oldest to the newest.</param>
    /// <param name="series">Names of the series.</param>
    /// <param name="numbers">Writes the counts.</param>
    public static XElement Draw(Caption caption, IReadOnlyList<Row> points, IReadOnlyList<string> series, Numbers numbers)
    {
        var axis = Axis.ForCounts(points.SelectMany(point => point.Values).Max() ?? 1);
        var left = axis.Ticks.Max(value => Svg.RoomOf(numbers.Tick(value))) + 6;
        const double top = 28;
        const double right = Svg.Width - 14;
        double X(int i) => points.Count == 1 ? (left + right) / 2 : left + 8 + ((right - left - 8) * i / (points.Count - 1));
        double Y(double value) => top + High - (High * value / axis.Most);

        var content = new List<XElement>();
        foreach (var value in axis.Ticks)
        {
            content.Add(Svg.Line(left, Y(value), right + 8, Y(value), value == 0 ? "base" : "grid"));
            content.Add(Svg.Text(left - 5, Y(value) + 4, numbers.Tick(value), "end", "tick"));
        }

        // Every n-th is named, counted from the last, so that the newest has its name.
        var step = (int)Math.Ceiling((double)points.Count / MostNames);
        for (var i = points.Count - 1; i >= 0; i -= step)
        {
            content.Add(Svg.Line(X(i), top + High, X(i), top + High + 4, "base"));
            content.Add(
                Svg.Text(X(i), top + High + 16, points[i].Label, points.Count > 1 && i == points.Count - 1 ? "end" : "middle", "tick")
            );
        }

        for (var s = 0; s < series.Count; s++)
        {
            var style = s == 0 ? "a" : "b";
            var run = new List<(double X, double Y)>();
            for (var i = 0; i < points.Count; i++)
            {
                if (points[i].Values[s] is { } value)
                {
                    run.Add((X(i), Y(value)));
                    continue;
                }

                content.AddRange(Drawn(run, style));
                run.Clear();
                content.Add(Svg.Dot(X(i), Y(0) - (s == 0 ? 5 : 12), 3, $"gap {style}"));
            }

            content.AddRange(Drawn(run, style));
        }

        content.AddRange(Legend.Draw(series, y: 12, dashed: true));
        return Svg.Picture(caption.Id, caption.Title, caption.Description, Svg.Width, top + High + 24, content);
    }

    private static IEnumerable<XElement> Drawn(List<(double X, double Y)> run, string style)
    {
        if (run.Count > 1)
        {
            yield return Svg.Points("polyline", [.. run], $"line {style}");
        }

        foreach (var (x, y) in run)
        {
            yield return Svg.Dot(x, y, 2.6, $"dot {style}");
        }
    }
}

using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>Says which mark is which series.</summary>
internal static class Legend
{
    /// <summary>Draws the two on one line.</summary>
    /// <param name="series">Their names.</param>
    /// <param name="y">The line the words stand on.</param>
    /// <param name="dashed">Lines instead of boxes, the second one dashed: colour alone tells nothing to many.</param>
    public static IEnumerable<XElement> Draw(IReadOnlyList<string> series, double y, bool dashed)
    {
        var x = 1.0;
        for (var i = 0; i < series.Count; i++)
        {
            var style = i == 0 ? "a" : "b";
            yield return dashed ? Svg.Line(x, y - 4, x + 16, y - 4, $"line {style}") : Svg.Box(x, y - 9, 16, 9, style, 1.5);
            yield return Svg.Text(x + 21, y, series[i]);
            x += 21 + Svg.RoomOf(series[i]) + 14;
        }
    }
}

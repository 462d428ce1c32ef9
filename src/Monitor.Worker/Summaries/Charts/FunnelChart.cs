using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>What is left at each stage of a way, on an axis of powers of ten: of a quarter of a million texts a dozen must still be seen.</summary>
internal static class FunnelChart
{
    private const double Bar = 18;
    private const double Between = 22;
    private const double StubOfHidden = 16;

    /// <summary>Draws it.</summary>
    /// <param name="caption">Its name and description.</param>
    /// <param name="stages">From the first to the last, each with one value.</param>
    /// <param name="numbers">Writes the counts.</param>
    public static XElement Draw(Caption caption, IReadOnlyList<Row> stages, Numbers numbers)
    {
        var axis = Axis.ForPowers(stages.Max(stage => stage.Values[0]) ?? 1);
        var powers = Math.Log10(axis.Most);
        var room = stages.Max(stage => Svg.RoomOfValue(Shown(stage))) + 10;
        var span = Svg.Width - 2 - room;
        // One of something is seen: the axis begins a little before 1.
        const double one = 6;
        double X(double value) => value < 1 ? 1 : 1 + one + ((span - one) * Math.Log10(value) / powers);
        double EndOf(Row stage) => stage.Values[0] is { } value ? X(value) : 1 + StubOfHidden;
        string Shown(Row stage) => numbers.Count((long?)stage.Values[0]);

        var grid = new List<XElement>();
        var content = new List<XElement>();
        var y = 0.0;
        for (var i = 0; i < stages.Count; i++)
        {
            content.Add(Svg.Text(1, y + 12, stages[i].Label, style: "over"));
            var end = EndOf(stages[i]);
            if (end > 1)
            {
                content.Add(Svg.Box(1, y + 16, end - 1, Bar, stages[i].Values[0] is null ? "hidden" : "a", 1.5));
            }

            content.Add(Svg.Text(end + 6, y + 16 + Bar - 5, Shown(stages[i]), style: "value"));
            y += 16 + Bar;
            if (i + 1 < stages.Count && stages[i].Values[0] is not null && stages[i + 1].Values[0] is not null)
            {
                var next = EndOf(stages[i + 1]);
                grid.Add(Svg.Points("polygon", [(1, y), (end, y), (next, y + Between - 2), (1, y + Between - 2)], "flow"));
            }

            y += Between - 16;
        }

        y += 14;
        foreach (var value in axis.Ticks)
        {
            grid.Insert(0, Svg.Line(X(value), 14, X(value), y, "grid"));
            grid.Add(Svg.Text(X(value), y + 12, numbers.Tick(value), "middle", "tick"));
        }

        return Svg.Picture(caption.Id, caption.Title, caption.Description, Svg.Width, y + 18, grid.Concat(content));
    }
}

using Monitor.Classifier.Evaluation;

namespace Monitor.Bench.Load;

/// <summary>A curve over the size of the store.</summary>
internal static class LoadChart
{
    /// <summary>Draws one.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="unit">What the curve counts.</param>
    /// <param name="points">Items in the store, and the figure there.</param>
    /// <param name="limit">The target, drawn as a line; null when there is none.</param>
    public static string Draw(string title, string unit, IReadOnlyList<(double Items, double Figure)> points, double? limit)
    {
        var widest = points.Max(point => point.Items);
        var most = Nice(Math.Max(points.Max(point => point.Figure), limit ?? 0) * 1.05);
        return Picture.Curve(
            title,
            new Field(560, 200, 56, 4, new Scale("items in the store", widest, "N0"), new Scale(unit, most, "0.##")),
            points,
            limit is { } target ? ((0, target), (widest, target)) : null
        );
    }

    // The next of 1, 2, 4, 5, 8, 10 times a power of ten: what four steps part into short figures.
    private static double Nice(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * ((double[])[1, 2, 4, 5, 8, 10]).First(step => step * power >= value);
    }
}

using System.Globalization;
using System.Text;

namespace Monitor.Bench.Load;

/// <summary>A curve over the size of the store, as SVG: the axis begins at nothing, so that what is flat looks flat.</summary>
internal static class LoadChart
{
    private const int Wide = 560;
    private const int High = 200;
    private const int Margin = 56;

    /// <summary>Draws one.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="points">Items in the store, and the figure there.</param>
    /// <param name="limit">The target, drawn as a line; null when there is none.</param>
    public static string Draw(string title, IReadOnlyList<(double Items, double Figure)> points, double? limit)
    {
        var most = Nice(Math.Max(points.Max(point => point.Figure), limit ?? 0) * 1.05);
        var widest = points.Max(point => point.Items);
        var svg = new StringBuilder();
        Add(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Wide + (2 * Margin)}\" height=\"{High + (2 * Margin)}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        );
        Add($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/><text x=\"{Margin}\" y=\"24\" font-size=\"14\">{title}</text>\n");
        for (var tick = 0; tick <= 4; tick++)
        {
            var (value, items) = (most * tick / 4, widest * tick / 4);
            Add($"<line x1=\"{Margin}\" x2=\"{Margin + Wide}\" y1=\"{Y(value):0.0}\" y2=\"{Y(value):0.0}\" stroke=\"#ddd\"/>");
            Add($"<text x=\"{Margin - 6}\" y=\"{Y(value) + 4:0.0}\" text-anchor=\"end\">{value:0.##}</text>");
            Add($"<text x=\"{X(items):0.0}\" y=\"{Margin + High + 18}\" text-anchor=\"middle\">{items:N0}</text>\n");
        }

        if (limit is { } target)
        {
            Add(
                $"<line x1=\"{Margin}\" x2=\"{Margin + Wide}\" y1=\"{Y(target):0.0}\" y2=\"{Y(target):0.0}\" stroke=\"#c00\" stroke-dasharray=\"5\"/>\n"
            );
        }

        Add(
            $"<polyline fill=\"none\" stroke=\"#069\" stroke-width=\"2\" points=\"{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Items):0.0},{Y(point.Figure):0.0}")))}\"/>\n"
        );
        Add(
            $"<text x=\"{Margin + (Wide / 2)}\" y=\"{High + (2 * Margin) - 14}\" text-anchor=\"middle\">items in the store</text>\n</svg>\n"
        );
        return svg.ToString();

        double X(double items) => Margin + (items / widest * Wide);
        double Y(double value) => Margin + ((1 - (value / most)) * High);
        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
    }

    // The next of 1, 2, 4, 5, 8, 10 times a power of ten.
    private static double Nice(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * ((double[])[1, 2, 4, 5, 8, 10]).First(step => step * power >= value);
    }
}

using System.Globalization;
using System.Text;

namespace Monitor.Classifier.Evaluation;

/// <summary>A line in a unit square, as SVG: enough for the curves of a model card, and the same bytes every time.</summary>
internal static class Picture
{
    private const int Side = 320;
    private const int Margin = 46;

    public static string Curve(string title, string across, string up, IReadOnlyList<(double X, double Y)> points, bool diagonal)
    {
        var svg = new StringBuilder();
        var whole = Side + (2 * Margin);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"{whole}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{whole}\" height=\"{whole}\" fill=\"white\"/>\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{whole / 2}\" y=\"24\" text-anchor=\"middle\" font-size=\"14\">{title}</text>\n"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{whole / 2}\" y=\"{whole - 8}\" text-anchor=\"middle\">{across}</text>\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"14\" y=\"{whole / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {whole / 2})\">{up}</text>\n"
        );
        for (var tick = 0; tick <= 5; tick++)
        {
            var value = tick / 5.0;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{Margin}\" x2=\"{Margin + Side}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"#ddd\"/><text x=\"{Margin - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{value:F1}</text>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(value):F1}\" y=\"{Margin + Side + 16}\" text-anchor=\"middle\">{value:F1}</text>\n"
            );
        }

        if (diagonal)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{X(0):F1}\" y1=\"{Y(0):F1}\" x2=\"{X(1):F1}\" y2=\"{Y(1):F1}\" stroke=\"#999\" stroke-dasharray=\"4\"/>\n"
            );
        }

        svg.Append("<polyline fill=\"none\" stroke=\"#0b5\" stroke-width=\"2\" points=\"");
        foreach (var (x, y) in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(y):F1} ");
        }

        svg.Append("\"/>\n</svg>\n");
        return svg.ToString();

        static double X(double value) => Margin + (value * Side);
        static double Y(double value) => Margin + ((1 - value) * Side);
    }
}

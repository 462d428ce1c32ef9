using System.Globalization;
using System.Text;

namespace Monitor.Classifier.Evaluation;

/// <summary>The field that a curve is drawn in. Both axes begin at nothing, so that what is flat looks flat.</summary>
/// <param name="Wide">In pixels, without the margin around it.</param>
/// <param name="High">In pixels, without the margin around it.</param>
/// <param name="Margin">On each of the four sides, in pixels.</param>
/// <param name="Steps">Into how many steps each axis is parted.</param>
/// <param name="Across">The axis that goes across.</param>
/// <param name="Up">The axis that goes up.</param>
internal sealed record Field(int Wide, int High, int Margin, int Steps, Scale Across, Scale Up)
{
    /// <summary>A unit square: shares against shares.</summary>
    public static Field OfShares(string across, string up) => new(320, 320, 46, 5, new Scale(across, 1, "F1"), new Scale(up, 1, "F1"));
}

/// <summary>One axis.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Most">Where it ends; above 0.</param>
/// <param name="Format">How its figures are written.</param>
internal sealed record Scale(string Name, double Most, string Format);

/// <summary>A curve as SVG: enough for a model card and a page of measurements, and the same bytes every time.</summary>
internal static class Picture
{
    /// <summary>Draws it.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="field">Where it is drawn.</param>
    /// <param name="points">From the left to the right.</param>
    /// <param name="dashed">Two points between which a line is drawn to compare with; null for none.</param>
    public static string Curve(
        string title,
        Field field,
        IReadOnlyList<(double X, double Y)> points,
        ((double X, double Y) From, (double X, double Y) To)? dashed = null
    )
    {
        var (left, right) = (field.Margin, field.Margin + field.Wide);
        var (whole, tall) = (field.Wide + (2 * field.Margin), field.High + (2 * field.Margin));
        var svg = new StringBuilder();
        Add(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"{tall}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        );
        Add($"<rect width=\"{whole}\" height=\"{tall}\" fill=\"white\"/>\n");
        Add($"<text x=\"{whole / 2}\" y=\"24\" text-anchor=\"middle\" font-size=\"14\">{title}</text>\n");
        Add($"<text x=\"{whole / 2}\" y=\"{tall - 8}\" text-anchor=\"middle\">{field.Across.Name}</text>\n");
        Add($"<text x=\"14\" y=\"{tall / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {tall / 2})\">{field.Up.Name}</text>\n");
        for (var tick = 0; tick <= field.Steps; tick++)
        {
            var (across, up) = (field.Across.Most * tick / field.Steps, field.Up.Most * tick / field.Steps);
            Add($"<line x1=\"{left}\" x2=\"{right}\" y1=\"{Y(up):F1}\" y2=\"{Y(up):F1}\" stroke=\"#ddd\"/>");
            Add($"<text x=\"{left - 6}\" y=\"{Y(up) + 4:F1}\" text-anchor=\"end\">{Write(field.Up, up)}</text>");
            Add(
                $"<text x=\"{X(across):F1}\" y=\"{field.Margin + field.High + 16}\" text-anchor=\"middle\">{Write(field.Across, across)}</text>\n"
            );
        }

        if (dashed is var (from, to))
        {
            Add(
                $"<line x1=\"{X(from.X):F1}\" y1=\"{Y(from.Y):F1}\" x2=\"{X(to.X):F1}\" y2=\"{Y(to.Y):F1}\" stroke=\"#999\" stroke-dasharray=\"4\"/>\n"
            );
        }

        svg.Append("<polyline fill=\"none\" stroke=\"#0b5\" stroke-width=\"2\" points=\"");
        foreach (var (x, y) in points)
        {
            Add($"{X(x):F1},{Y(y):F1} ");
        }

        svg.Append("\"/>\n</svg>\n");
        return svg.ToString();

        double X(double value) => left + (value / field.Across.Most * field.Wide);
        double Y(double value) => field.Margin + ((1 - (value / field.Up.Most)) * field.High);
        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
        static string Write(Scale scale, double value) => value.ToString(scale.Format, CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text;

namespace Monitor.Worker.Metrics;

/// <summary>
/// Writes metrics as text: OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/) for those who ask for it, otherwise the older
/// Prometheus format 0.0.4, in which a counter's family carries the suffix as well and there is no end mark.
/// </summary>
internal static class OpenMetricsText
{
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All families: those that are counted, then the gauges with their readings. One without a sample yet is announced all the same.</summary>
    public static string Write(Ledger ledger, IReadOnlyList<Family> gauges, IReadOnlyCollection<Sample> readings, bool openMetrics)
    {
        var text = new StringBuilder();
        foreach (var family in Measures.All)
        {
            Head(text, family, openMetrics);
            foreach (var (labels, tally) in ledger.Of(family))
            {
                if (family.Kind == FamilyKind.Histogram)
                {
                    Distribution(text, family.Name, labels, tally);
                }
                else
                {
                    Line(text, family.Name + "_total", labels, tally.Sum);
                }
            }
        }

        foreach (var family in gauges)
        {
            Head(text, family, openMetrics);
            foreach (var sample in readings.Where(sample => sample.Family == family))
            {
                Line(text, family.Name, Labels(sample), sample.Value);
            }
        }

        return text.Append(openMetrics ? "# EOF\n" : "").ToString();
    }

    /// <summary>Labels as they stand between the braces, for example <c>outcome="ok"</c>.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            Label(text, name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        return text.ToString();
    }

    private static string Labels(Sample sample)
    {
        var text = new StringBuilder();
        if (sample.Family.Labels.Length > 0)
        {
            Label(text, sample.Family.Labels[0], sample.Label);
        }

        if (sample.Family.Labels.Length > 1)
        {
            Label(text, sample.Family.Labels[1], sample.Second);
        }

        return text.ToString();
    }

    private static void Label(StringBuilder text, string name, string value)
    {
        text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    private static void Head(StringBuilder text, Family family, bool openMetrics)
    {
        var name = family.Kind == FamilyKind.Counter && !openMetrics ? family.Name + "_total" : family.Name;
        text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
        text.Append("# HELP ").Append(name).Append(' ').Append(family.Help).Append('\n');
    }

    private static void Distribution(StringBuilder text, string name, string labels, Tally tally)
    {
        var cumulative = tally.Cumulative;
        var before = labels.Length > 0 ? labels + "," : "";
        for (var i = 0; i < cumulative.Count; i++)
        {
            var bound = i < tally.Bounds.Count ? Number(tally.Bounds[i]) : "+Inf";
            Line(text, name + "_bucket", $"{before}le=\"{bound}\"", cumulative[i]);
        }

        Line(text, name + "_sum", labels, tally.Sum);
        Line(text, name + "_count", labels, cumulative[^1]);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}

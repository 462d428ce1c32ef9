using System.Text;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Api;

/// <summary>Writes docs/metrics.md from the families that the program really has.</summary>
internal static class MetricsReference
{
    private const string Top = """
        # Probes and metrics

        Written by `monitor docs metrics`; the build fails when it is stale.

        Off until `Health:Port` names a port; then on 127.0.0.1 only, over HTTP, without roles: there are counts on it, and no text, person, address or
        number of an item. Nothing of the local socket can be reached through it.

        | path | answers |
        |---|---|
        | `/healthz` | 200 while jobs begin and end, 503 when the schedule stands still |
        | `/readyz` | 200 when the database answers as well |
        | `/metrics` | all of the below: OpenMetrics 1.0 to those who ask for it, otherwise the Prometheus text format 0.0.4, where counters end in `_total` too |

        `deploy/prometheus/` holds alert rules and a Grafana dashboard over these names. Counters begin at zero with each start of the daemon.

        | metric | kind | labels | meaning |
        |---|---|---|---|

        """;

    /// <summary>The page as Markdown.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Top);
        foreach (var family in Measures.All.Concat(Readings.All))
        {
            var name = family.Kind == FamilyKind.Counter ? family.Name + "_total" : family.Name;
            var labels = string.Join(", ", family.Labels.Select(label => $"`{label}`"));
            text.Append($"| `{name}` | {family.Kind.ToString().ToLowerInvariant()} | {labels} | {family.Help} |\n");
        }

        return text.ToString();
    }
}

using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Health;
using Monitor.Worker.Logging;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Api;

/// <summary>What only the running daemon knows, for a support bundle.</summary>
internal static class SupportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map(
            EndpointTable.Support,
            async (Ledger ledger, Readings readings, RecentLines recent, JobFaults jobs, CancellationToken ct) =>
                new SupportView(
                    OpenMetricsText.Write(ledger, Readings.All, await readings.TakeAsync(ct), openMetrics: false),
                    recent.Now(),
                    new Dictionary<string, int>(jobs.Now, StringComparer.Ordinal)
                )
        );
}

/// <summary>What it knows.</summary>
/// <param name="Metrics">As <c>/metrics</c> says them.</param>
/// <param name="Log">The last lines of its log.</param>
/// <param name="FailingJobs">Jobs that failed at their last run, with how often in a row.</param>
internal sealed record SupportView(string Metrics, IReadOnlyList<string> Log, IReadOnlyDictionary<string, int> FailingJobs);

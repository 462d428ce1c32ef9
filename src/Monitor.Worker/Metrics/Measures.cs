using System.Diagnostics.Metrics;

namespace Monitor.Worker.Metrics;

/// <summary>
/// Everything that the daemon counts while it works. The nouns add to it and know nothing of who reads it; <c>docs/metrics.md</c> is generated
/// from this list, and a test keeps the two together.
/// </summary>
/// <remarks>
/// The instruments are those of the runtime (<see cref="System.Diagnostics.Metrics"/>), so that <c>dotnet-counters</c> reads them as well. They belong to
/// the process: two daemons in one process, as in tests, share them.
/// </remarks>
internal static class Measures
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Monitor";

    private static readonly Meter Meter = new(MeterName);
    private static readonly List<Family> Known = [];

    public static readonly Counter<long> Fetches = Count(
        "monitor_fetches",
        "Requests through the one gate to the network, by outcome.",
        "outcome"
    );
    public static readonly Histogram<double> FetchDuration = Time(
        "monitor_fetch_duration_seconds",
        "Time from asking the gate to its answer, waiting for a turn at the host included."
    );
    public static readonly Counter<long> Checks = Count("monitor_source_checks", "Sources that were checked, by outcome.", "outcome");
    public static readonly Counter<long> BrakeChanges = Count(
        "monitor_collection_brake",
        "Times that collection was slowed because the store was slow, or let go faster again.",
        "to"
    );
    public static readonly Counter<long> Items = Count("monitor_items", "Items that reached intake, by what became of them.", "outcome");
    public static readonly Histogram<double> IntakeDuration = Time(
        "monitor_intake_duration_seconds",
        "Time to judge and store one item; of items that were stored together, the share of one."
    );
    public static readonly Histogram<double> WriteDuration = Time(
        "monitor_write_duration_seconds",
        "Time from asking for a write to its being kept, waiting for other writes included."
    );
    public static readonly Histogram<double> Score = Distribution(
        "monitor_item_score",
        "Scores of the texts that were judged.",
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    );
    public static readonly Counter<long> Claims = Count("monitor_claims", "What happened to claims on flags.", "event");
    public static readonly Counter<long> Verdicts = Count(
        "monitor_verdicts",
        "Verdicts that reviewers gave, by verdict and the state that followed.",
        "verdict",
        "state"
    );
    public static readonly Counter<long> Exports = Count("monitor_exports", "Export runs, by outcome.", "outcome");
    public static readonly Counter<long> ExportedFindings = Count("monitor_exported_findings", "Findings that left in a batch.");
    public static readonly Histogram<double> JobDuration = Time("monitor_job_duration_seconds", "Time that a scheduled job took.", "job");
    public static readonly Counter<long> JobFailures = Count(
        "monitor_job_failures",
        "Runs of a scheduled job that ended in a fault.",
        "job"
    );
    public static readonly Counter<long> LeasesLost = Count(
        "monitor_leases_lost",
        "Leases that ran out or were taken over while their holder still worked.",
        "kind"
    );
    public static readonly Counter<long> Requests = Count(
        "monitor_api_requests",
        "Requests on the local socket, by endpoint and status.",
        "endpoint",
        "status"
    );
    public static readonly Histogram<double> RequestDuration = Time(
        "monitor_api_request_duration_seconds",
        "Time to answer a request on the local socket.",
        "endpoint"
    );

    /// <summary>Every family above, in that order.</summary>
    public static IReadOnlyList<Family> All => Known;

    /// <summary>The name of a value as a label writes it: small letters and underscores.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
        string.Concat(
            $"{value}".Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : $"{letter}")
        );

    private static Counter<long> Count(string name, string help, params string[] labels)
    {
        Known.Add(new Family(name, FamilyKind.Counter, help, labels));
        return Meter.CreateCounter<long>(name, description: help);
    }

    // From a millisecond to the collection deadline and beyond: one set of bounds, so that panels can be laid over each other.
    private static Histogram<double> Time(string name, string help, params string[] labels) =>
        Distribution(name, help, [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300], labels);

    private static Histogram<double> Distribution(string name, string help, double[] bounds, params string[] labels)
    {
        Known.Add(new Family(name, FamilyKind.Histogram, help, labels));
        return Meter.CreateHistogram(name, null, help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }
}

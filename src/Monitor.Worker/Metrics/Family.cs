namespace Monitor.Worker.Metrics;

/// <summary>What a family of samples is.</summary>
internal enum FamilyKind
{
    /// <summary>Only goes up, until the daemon starts again.</summary>
    Counter,

    /// <summary>A reading at the moment of the scrape.</summary>
    Gauge,

    /// <summary>A distribution over fixed bounds.</summary>
    Histogram,
}

/// <summary>One metric: its name by the conventions of OpenMetrics and Prometheus (base units, plural-free, no type in the name).</summary>
/// <param name="Name">Without the suffix <c>_total</c> of a counter.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it counts, in one sentence.</param>
/// <param name="Labels">The names of its labels. Their values come from closed lists in the code: never a person, a text, an address or a number of an item.</param>
internal sealed record Family(string Name, FamilyKind Kind, string Help, params string[] Labels);

/// <summary>One value of a gauge.</summary>
internal readonly record struct Sample(Family Family, double Value, string Label = "", string Second = "");

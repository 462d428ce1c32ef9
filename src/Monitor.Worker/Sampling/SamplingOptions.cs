using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Sampling;

/// <summary>How many unflagged texts a person reads, so that it is known what the machine misses.</summary>
internal sealed class SamplingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Sampling";

    /// <summary>Of texts that were nearly flagged.</summary>
    [Range(0.0, 1.0)]
    [Description(
        "Share of unflagged texts by or about registered persons whose score was near the threshold that a person reads. The text is kept encrypted for Privacy:SampledFor, for this only."
    )]
    public double NearShare { get; set; } = 0.05;

    /// <summary>Of other texts by registered accounts.</summary>
    [Range(0.0, 1.0)]
    [Description("The same share of other unflagged texts by registered accounts.")]
    public double AccountShare { get; set; } = 0.002;

    /// <summary>Of all others.</summary>
    [Range(0.0, 1.0)]
    [Description("The same share of all other texts that were not flagged: news.")]
    public double RestShare { get; set; } = 0.0005;

    /// <summary>What counts as near.</summary>
    [Range(0.0, 1.0)]
    [Description("From which part of the threshold a score counts as near: 0.5 of a threshold of 0.6 is 0.3.")]
    public double NearFrom { get; set; } = 0.5;
}

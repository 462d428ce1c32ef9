using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Nodes;

/// <summary>How this node takes part in the work of several. Only on PostgreSQL; on SQLite there is one daemon.</summary>
internal sealed class ClusterOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Cluster";

    /// <summary>What this node is called.</summary>
    [RegularExpression(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._-]{0,62}$|^$")]
    [Description("PostgreSQL: what this node is called among those on one database; empty: the machine's name. No two may have the same.")]
    public string Name { get; set; } = "";

    /// <summary>How often a node says that it lives.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    [Description("PostgreSQL: how often this node says that it lives.")]
    public TimeSpan BeatEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long without a word a node is taken for gone.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:10:00")]
    [Description(
        "PostgreSQL: after how long without a word a node is taken for gone, and a job that it was at is run by another. At least three times BeatEvery, and longer than a pause that a living machine may have (moving a virtual machine, a failover). The same on every node."
    )]
    public TimeSpan GoneAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (GoneAfter < 3 * BeatEvery)
        {
            yield return new ValidationResult("must be at least three times BeatEvery", [nameof(GoneAfter)]);
        }
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Evidence;

/// <summary>How kept evidence is looked after.</summary>
internal sealed class EvidenceOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Evidence";

    /// <summary>Within how many days every file is compared with its hash.</summary>
    [Range(1, 365)]
    [Description(
        "Within how many days every file of evidence is compared with its hash: a daily pass checks its share, those that wait longest first. 1 checks all of it every day."
    )]
    public int CheckDays { get; set; } = 7;
}

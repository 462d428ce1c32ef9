using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Review;

/// <summary>How flags are worked.</summary>
internal sealed class ReviewOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Review";

    /// <summary>How long a claim holds without a sign of life.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "08:00:00")]
    [Description("How long a claimed flag stays with its analyst without a sign of life.")]
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The share of first dismissals that a second person reads as well.</summary>
    [Range(0.0, 1.0)]
    [Description(
        "Share of first dismissals that go to a second reader as well, drawn by a hash of the flag. It keeps the second reader blind: a flag that waits for a second reading may have been confirmed or dismissed by the first."
    )]
    public double DismissalSecondReadingShare { get; set; } = 0.1;

    /// <summary>Flags of one source that a day puts into the first turn of the queue.</summary>
    [Range(1, 100_000)]
    [Description(
        "Flags of one source that a day puts into the first turn of the queue; the next as many come in the second turn, after everybody else's first. Nothing is dropped."
    )]
    public int SourceShare { get; set; } = 200;

    /// <summary>Likewise of one account.</summary>
    [Range(1, 100_000)]
    [Description("Flags of one account that a day puts into the first turn of the queue, likewise.")]
    public int AccountShare { get; set; } = 25;
}

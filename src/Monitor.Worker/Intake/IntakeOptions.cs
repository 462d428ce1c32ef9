using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Monitor.Worker.Intake;

/// <summary>What becomes of a text once it is in the house.</summary>
internal sealed class IntakeOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Intake";

    /// <summary>From which score on a text is flagged.</summary>
    [Required]
    [Description(
        "The score from which a text is flagged: a number between 0 and 1, or the name of one of the model's operating points: precision (at least 0.90 of what is flagged deserves it), balanced (the best of both), recall (at least 0.90 of what deserves it is flagged)."
    )]
    public string Threshold { get; set; } = "balanced";

    /// <summary>How long the same words of the same author count as the same text.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    [Description(
        "How long the same words by the same account (or, for news, from any outlet) count as one text: further ones are kept as sightings of the first."
    )]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether texts of and about nobody registered are flagged as well.</summary>
    [Description(
        "Also flag partisan texts that are neither by a registered account nor name a registered person nor report a violation. Off: Monitor watches civil servants, not the public."
    )]
    public bool FlagUnattributed { get; set; }

    /// <summary>The longest text that is judged.</summary>
    [Range(1_000, 1_000_000)]
    [Description("Characters of a text that are judged; the rest of a longer one is kept as evidence only.")]
    public int MaxTextCharacters { get; set; } = 100_000;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var named = Threshold is "precision" or "balanced" or "recall";
        var number = double.TryParse(Threshold, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1;
        if (!named && !number)
        {
            yield return new ValidationResult("must be precision, balanced, recall or a number between 0 and 1", [nameof(Threshold)]);
        }
    }
}

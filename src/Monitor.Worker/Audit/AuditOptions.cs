using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Audit;

/// <summary>What stands witness for the audit record.</summary>
internal sealed class AuditOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Audit";

    /// <summary>A file outside the data folder that the head of the chain is written to.</summary>
    [Description(
        "A file outside the data folder to which the head of the audit chain is appended every minute in which something was recorded; best on another machine or made append-only (chattr +a). 'audit verify' compares with it, so that rewriting history needs more than the database. Empty: none."
    )]
    public string HeadFile { get; set; } = "";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HeadFile.Length > 0 && !Path.IsPathFullyQualified(HeadFile))
        {
            yield return new ValidationResult($" must be an absolute path, was '{HeadFile}'", [nameof(HeadFile)]);
        }
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Export;

/// <summary>What leaves for BKN.</summary>
internal sealed class ExportOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Export";

    /// <summary>Who receives the batches.</summary>
    [Required]
    [StringLength(40)]
    [RegularExpression(
        "^[a-z0-9][a-z0-9-]*$",
        ErrorMessage = "must be lower-case letters, digits and hyphens, and not begin with a hyphen"
    )]
    [Description(
        "Name of the recipient, part of every file name. The institution changed in 2024 and will again; the name is configuration."
    )]
    public string Recipient { get; set; } = "bkn";

    /// <summary>Whether a finding needs its kajian number before it leaves.</summary>
    [Description("Only findings whose case has a kajian number and date leave. KASN returned what came without one.")]
    public bool RequireKajian { get; set; } = true;

    /// <summary>Whether the file begins with a byte order mark.</summary>
    [Description("Begin the CSV with a UTF-8 byte order mark, for spreadsheets that guess another encoding without it.")]
    public bool ByteOrderMark { get; set; } = true;

    /// <summary>Whether cells that a spreadsheet would round or shorten are marked as text.</summary>
    [Description(
        "Put an apostrophe before long numbers and dotted codes (NIP, region code), which a spreadsheet would round or shorten. Switch off for a recipient whose program cannot take it away again; formulas are marked all the same."
    )]
    public bool MarkCodes { get; set; } = true;
}

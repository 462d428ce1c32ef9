using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Reports;

/// <summary>How much one officer's report may hold. Section <c>Reports</c>.</summary>
internal sealed class ReportOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Reports";

    /// <summary>Files of one report.</summary>
    [Range(0, 100)]
    [Description("Files (screenshots, PDF) that one officer's report may have.")]
    public int MaxFiles { get; set; } = 10;

    /// <summary>Largest file of a report.</summary>
    [Range(1024, 512 << 20)]
    [Description("Largest file of an officer's report, in bytes.")]
    public int MaxFileBytes { get; set; } = 16 << 20;

    /// <summary>All files of a report together.</summary>
    [Range(1024, 512 << 20)]
    [Description(
        "All files of one officer's report together, in bytes. They travel over the socket as text, a third longer: keep this below three quarters of Api:MaxRequestBytes."
    )]
    public int MaxTotalBytes { get; set; } = 40 << 20;
}

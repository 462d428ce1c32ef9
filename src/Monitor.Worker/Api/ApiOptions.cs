using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Api;

/// <summary>The local socket.</summary>
internal sealed class ApiOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Api";

    /// <summary>Where the socket is.</summary>
    [Description("Path of the Unix domain socket; empty means run/monitor.sock below the data folder. At most 100 bytes.")]
    [StringLength(100)]
    public string Socket { get; set; } = "";

    /// <summary>The group that may connect.</summary>
    [Description(
        "Unix group of the socket, which has mode 0660; the daemon must be a member. Empty: the daemon's own group. Who a caller is remains the kernel's word, and whoever has no role is refused."
    )]
    public string SocketGroup { get; set; } = "";

    /// <summary>Largest request body.</summary>
    [Range(1 << 16, 1 << 30)]
    [Description("Largest request body in bytes (an import file, for example).")]
    public int MaxRequestBytes { get; set; } = 64 << 20;
}

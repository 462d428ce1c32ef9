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

    /// <summary>Requests worked at once.</summary>
    [Range(1, 1024)]
    [Description(
        "Requests that are worked at once. As many again may wait; what comes beyond is told to come back, with 503 and exit code 4."
    )]
    public int MaxRequests { get; set; } = 64;

    /// <summary>Requests of one user worked at once.</summary>
    [Range(1, 1024)]
    [Description("Requests of one operating system user that are worked at once, so that one script does not keep everybody else out.")]
    public int MaxRequestsPerUser { get; set; } = 32;

    /// <summary>Open connections.</summary>
    [Range(16, 65_536)]
    [Description("Connections that may be open at once; one beyond is closed unread.")]
    public int MaxConnections { get; set; } = 1024;

    /// <summary>Open connections of one user.</summary>
    [Range(8, 65_536)]
    [Description("Connections of one operating system user that may be open at once; one beyond is closed unread.")]
    public int MaxConnectionsPerUser { get; set; } = 256;

    /// <summary>How long a client may take to say what it wants.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description(
        "How long a client may take to send the head of a request. A body that comes, or an answer that is read, at less than 240 bytes a second is cut off after five seconds."
    )]
    public TimeSpan HeadersWithin { get; set; } = TimeSpan.FromSeconds(10);
}

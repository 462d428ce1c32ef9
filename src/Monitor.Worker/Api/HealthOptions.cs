using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Api;

/// <summary>The port for probes and metrics.</summary>
internal sealed class HealthOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Health";

    /// <summary>The port; zero is off.</summary>
    [Range(0, 65535)]
    [Description(
        "Port on 127.0.0.1 for /healthz, /readyz and /metrics; 0 is off. No roles apply there: it holds counts, and no text, person, address or number of an item."
    )]
    public int Port { get; set; }
}

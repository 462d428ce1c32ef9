using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace Monitor.Worker.Logging;

/// <summary>How a line of the log is written.</summary>
internal enum LogFormat
{
    /// <summary>For people: time, level, where, what, and in brackets what it was about. Under systemd each line carries its priority.</summary>
    Text,

    /// <summary>For machines: one JSON object a line.</summary>
    Json,
}

/// <summary>The daemon's log, on standard error.</summary>
internal sealed class LogOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Logging";

    /// <summary>How a line is written.</summary>
    [Description("Text: for people; under systemd each line carries its priority. Json: one object a line.")]
    public LogFormat Format { get; set; } = LogFormat.Text;

    /// <summary>From which level on.</summary>
    [Description("The least level that is written.")]
    public LogLevel Level { get; set; } = LogLevel.Information;
}

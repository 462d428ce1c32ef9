using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Storage;

/// <summary>Where everything is kept.</summary>
internal sealed class StorageOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Storage";

    /// <summary>The data folder; relative to the working directory.</summary>
    [Required]
    [Description("The data folder, relative to the working directory. It is created with mode 0711, the database folder in it with 0700.")]
    public string Directory { get; set; } = "monitor-data";

    /// <summary>How long a statement waits for another process's write.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description("How long a statement waits for a write of another process before it gives up.")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a commit waits for the disk.</summary>
    [Description(
        "Full: a commit waits until the disk has it (survives a power cut). Normal: survives a crash of the program; a power cut may take the last commits."
    )]
    public Durability Durability { get; set; } = Durability.Full;
}

/// <summary>SQLite's <c>synchronous</c> in WAL mode.</summary>
internal enum Durability
{
    /// <summary>fsync at every commit.</summary>
    Full,

    /// <summary>fsync at checkpoints.</summary>
    Normal,
}

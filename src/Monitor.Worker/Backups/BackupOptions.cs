using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Backups;

/// <summary>Copies of the database that the daemon takes by itself. Off while no folder is named.</summary>
internal sealed class BackupOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Backup";

    /// <summary>Where copies go.</summary>
    [Description(
        "Folder for copies of the database, outside the data folder and best on another disk. Made with mode 0700. Empty: the daemon takes none by itself."
    )]
    public string Directory { get; set; } = "";

    /// <summary>How often one is taken.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    [Description("How often a copy is taken. A daemon that was off takes the missed one when it starts.")]
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>From which time of the day Every is counted.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59")]
    [Description("Time of day (WIB) from which Every is counted: with one day, the time at which the copy is taken.")]
    public TimeSpan At { get; set; } = new(1, 30, 0);

    /// <summary>How many are kept.</summary>
    [Range(1, 1000)]
    [Description("How many copies are kept; older ones are deleted once a new one is whole.")]
    public int Keep { get; set; } = 14;

    /// <summary>How old a copy may become.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    [Description(
        "How old a copy may become, however few there are; the newest is never deleted. An erasure reaches a copy only when the copy goes."
    )]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The key that they are encrypted with.</summary>
    [KeyFile]
    [Description(
        "File with the key that copies are encrypted with (monitor db backup-key makes one), closed to others. Keep a second copy of it elsewhere: without it no copy can be opened. Empty: copies are not encrypted by the program."
    )]
    public string KeyFile { get; set; } = "";

    /// <summary>Whether the daemon takes copies by itself.</summary>
    public bool IsOn => Directory.Length > 0;

    /// <summary>The latest moment at or before <paramref name="now"/> at which a copy was due.</summary>
    public DateTimeOffset DueAt(DateTimeOffset now)
    {
        // Counted from a midnight in WIB, so that a period of a day or less keeps its time of day.
        var zero = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(7)) + At;
        var periods = Math.Floor((now - zero) / Every);
        return (zero + (periods * Every)).ToUniversalTime();
    }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeyFile.Length > 0 && BackupKey.Fault(KeyFile) is { } fault)
        {
            yield return new SpokenResult(fault, nameof(KeyFile));
        }

        if (IsOn && File.Exists(Directory))
        {
            yield return new SpokenResult(new Sentence("adalah berkas, bukan folder", "is a file, not a folder"), nameof(Directory));
        }
    }
}

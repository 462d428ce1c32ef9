using Monitor.Worker.Language;

namespace Monitor.Worker.Backups;

/// <summary>A copy that was taken.</summary>
internal sealed class BackupRow
{
    public string Directory { get; init; } = "";
    public string File { get; init; } = "";
    public DateTimeOffset TakenAt { get; init; }
    public long Bytes { get; init; }
    public string Sha256 { get; init; } = "";
    public long Encrypted { get; init; }
    public long AuditSequence { get; init; }
    public string AuditHash { get; init; } = "";
    public string Counts { get; init; } = "{}";
    public DateTimeOffset? CheckedAt { get; init; }
    public string? FaultId { get; init; }
    public string? FaultEn { get; init; }

    /// <summary>Where it lies.</summary>
    public string Path => System.IO.Path.Combine(Directory, File);

    /// <summary>What was wrong when it was last opened.</summary>
    public Sentence? Fault => FaultEn is null ? null : new Sentence(FaultId ?? FaultEn, FaultEn);
}

/// <summary>A copy that could not be taken, and when it is tried again.</summary>
internal sealed class BackupSetback
{
    public long Failures { get; init; }
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset NextTryAt { get; init; }
    public string ReasonId { get; init; } = "";
    public string ReasonEn { get; init; } = "";
}

/// <summary>How copies stand.</summary>
/// <param name="On">Whether the daemon takes them by itself.</param>
/// <param name="File">The newest; null when there is none.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
/// <param name="CheckedAt">When it was last opened and looked through.</param>
/// <param name="Fault">What was wrong with it then.</param>
/// <param name="Setback">Why the last one could not be taken.</param>
/// <param name="Late">Whether a whole period went by without one.</param>
internal sealed record BackupHealth(
    bool On,
    string? File,
    DateTimeOffset? TakenAt,
    long Bytes,
    bool Encrypted,
    DateTimeOffset? CheckedAt,
    Sentence? Fault,
    BackupSetback? Setback,
    bool Late
)
{
    /// <summary>Whether somebody has to act: one failure is tried again by itself.</summary>
    public bool Red => Fault is not null || Late || Setback?.Failures >= 3;
}

namespace Monitor.Worker.Export;

/// <summary>One delivery to one recipient, as it is stored. Only the delivery is ever added to it.</summary>
internal sealed record BatchRow
{
    public long Id { get; init; }
    public string Recipient { get; init; } = "";

    /// <summary>1, 2, 3 … for this recipient, without gaps.</summary>
    public long Number { get; init; }
    public string Format { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public long RowCount { get; init; }
    public bool ByteOrderMark { get; init; }
    public bool MarkCodes { get; init; }
    public bool TestUsers { get; init; }
    public long AuditSequence { get; init; }
    public string AuditHash { get; init; } = "";
    public string Software { get; init; } = "";
    public string Models { get; init; } = "";
    public string ManifestSha256 { get; init; } = "";

    /// <summary>When it was reported that all its files stand in their folder; null until then.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
    public string? DeliveredBy { get; init; }

    /// <summary>What its files are called, and how a row refers to it.</summary>
    public string Name => NameOf(Recipient, Number);

    /// <inheritdoc cref="Name"/>
    public static string NameOf(string recipient, long number) => $"{recipient}-{number:000000}";
}

/// <summary>One finding in one batch, as it is stored.</summary>
internal sealed class BatchFinding
{
    public string Recipient { get; init; } = "";
    public long FlagId { get; init; }

    /// <summary>0 the first time.</summary>
    public long Revision { get; init; }
    public long BatchId { get; init; }

    /// <summary>Its row in the file, from 1.</summary>
    public long Place { get; init; }
    public string Cells { get; init; } = "";
    public string NipProtected { get; init; } = "";
}

/// <summary>A confirmed finding that cannot leave yet, and the columns that are still blank.</summary>
internal sealed record HeldFinding(long Flag, IReadOnlyList<string> Missing);

/// <summary>What making a batch came to.</summary>
/// <param name="Made">The new batch; null when there was nothing new.</param>
/// <param name="Undelivered">Every batch whose delivery was never reported, oldest first; the new one is among them.</param>
/// <param name="Held">Findings that wait for something.</param>
internal sealed record ExportOutcome(BatchRow? Made, IReadOnlyList<BatchRow> Undelivered, IReadOnlyList<HeldFinding> Held);

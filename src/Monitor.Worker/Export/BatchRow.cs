using System.Text.Json;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Review;

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

    /// <summary>Rows that replace an earlier one; among <see cref="RowCount"/>, as are the next.</summary>
    public long Corrections { get; init; }

    /// <summary>Rows that take an earlier one back.</summary>
    public long Withdrawals { get; init; }

    /// <summary>The first day that was asked for, <c>yyyy-MM-dd</c>; null when nothing limited it.</summary>
    public string? PeriodFrom { get; init; }

    /// <summary>The last day that was asked for.</summary>
    public string? PeriodTo { get; init; }

    /// <summary>The <see cref="CsvProfile"/> as JSON; empty in batches from before there were several.</summary>
    public string Profile { get; init; } = "";
    public bool ByteOrderMark { get; init; }
    public bool MarkCodes { get; init; }
    public bool TestUsers { get; init; }
    public long AuditSequence { get; init; }
    public string AuditHash { get; init; } = "";
    public string Software { get; init; } = "";
    public string Models { get; init; } = "";
    public string ManifestSha256 { get; init; } = "";

    /// <summary>The key that signed the manifest; null when none did.</summary>
    public string? KeyId { get; init; }

    /// <summary>Its public half, PEM.</summary>
    public string? KeyPem { get; init; }

    /// <summary>Base64 of the signature over the manifest's bytes.</summary>
    public string? Signature { get; init; }

    /// <summary>When it was reported that all its files stand in their folder; null until then.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
    public string? DeliveredBy { get; init; }

    /// <summary>The folder into which the daemon itself put the files; null when somebody fetched them.</summary>
    public string? DeliveredTo { get; init; }

    /// <summary>When it took them away again, their time being over.</summary>
    public DateTimeOffset? FilesRemovedAt { get; init; }

    /// <summary>The shape of its CSV: the one of its day.</summary>
    public CsvProfile Shape =>
        Profile.Length > 0
            ? JsonSerializer.Deserialize<CsvProfile>(Profile, Manifest.Json)!
            : new CsvProfile { ByteOrderMark = ByteOrderMark, MarkCodes = MarkCodes };

    /// <summary>What its files are called, and how a row refers to it.</summary>
    public string Name => BatchName.Of(Recipient, Number);

    /// <summary>What its files are called, in the order of writing: the manifest last.</summary>
    public IReadOnlyList<string> FileNames =>
        KeyId is { } key
            ? [Name + ".csv", Name + ".jsonl", PublicKeys.NameOf(key), Name + Manifest.SignatureSuffix, Name + Manifest.Suffix]
            : [Name + ".csv", Name + ".jsonl", Name + Manifest.Suffix];
}

/// <summary>What a row does, as its column <c>jenis_baris</c> says.</summary>
internal static class RowKind
{
    /// <summary>The finding leaves for the first time.</summary>
    public const string New = "baru";

    /// <summary>It holds in the place of an earlier row, also of one that took the finding back.</summary>
    public const string Correction = "koreksi";

    /// <summary>It takes an earlier row back.</summary>
    public const string Withdrawal = "pencabutan";
}

/// <summary>A confirmed finding that cannot leave yet, and the columns that are still blank.</summary>
internal sealed record HeldFinding(long Flag, IReadOnlyList<string> Missing);

/// <summary>What making a batch came to.</summary>
/// <param name="Made">The new batch; null when there was nothing new.</param>
/// <param name="Undelivered">Every batch whose delivery was never reported, oldest first; the new one is among them.</param>
/// <param name="Held">Findings that wait for something.</param>
internal sealed record ExportOutcome(BatchRow? Made, IReadOnlyList<BatchRow> Undelivered, IReadOnlyList<HeldFinding> Held);

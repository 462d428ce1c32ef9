using System.Text.Json.Serialization;
using Monitor.Worker.Export;

namespace Monitor.Worker.Api;

/// <summary>What is asked for.</summary>
/// <param name="Recipient">For whom; null for the one that is meant when none is named.</param>
/// <param name="Period">New findings of this month of confirmation, <c>2024-10</c>; or null.</param>
/// <param name="Since">New findings confirmed since this day, <c>2024-10-01</c>; or null.</param>
internal sealed record ExportRequest(string? Recipient, string? Period, string? Since);

/// <summary>One batch as it travels over the socket.</summary>
/// <param name="Id">By which its files are asked for.</param>
/// <param name="Batch">Its name, for example <c>bkn-000001</c>.</param>
/// <param name="Recipient">For whom.</param>
/// <param name="Number">1, 2, 3 … for this recipient.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Corrections">How many of them replace an earlier one.</param>
/// <param name="Withdrawals">How many take one back.</param>
/// <param name="TestUsers">Test users were configured or decided.</param>
/// <param name="DeliveredAt">When its delivery was reported; null until then.</param>
/// <param name="Files">Its files in the order of writing; the manifest is the last.</param>
/// <param name="Key">The key that signed its manifest; null when none did.</param>
internal sealed record BatchView(
    long Id,
    string Batch,
    string Recipient,
    long Number,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    long Rows,
    long Corrections,
    long Withdrawals,
    bool TestUsers,
    DateTimeOffset? DeliveredAt,
    IReadOnlyList<string> Files,
    string? Key
)
{
    /// <summary>The batch as a caller sees it.</summary>
    public static BatchView Of(BatchRow batch) =>
        new(
            batch.Id,
            batch.Name,
            batch.Recipient,
            batch.Number,
            batch.CreatedAt,
            batch.CreatedBy,
            batch.RowCount,
            batch.Corrections,
            batch.Withdrawals,
            batch.TestUsers,
            batch.DeliveredAt,
            batch.FileNames,
            batch.KeyId
        );
}

/// <summary>What an export came to.</summary>
/// <param name="Made">The new batch; null when there was nothing new.</param>
/// <param name="ToDeliver">Every batch that still has to be put in a folder, oldest first.</param>
/// <param name="Held">Confirmed findings that wait for something.</param>
internal sealed record ExportAnswer(BatchView? Made, IReadOnlyList<BatchView> ToDeliver, IReadOnlyList<HeldFinding> Held);

/// <summary>One batch in its folder.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="New">Made by this call; otherwise made earlier, and its delivery was never reported.</param>
/// <param name="Files">Its files, and whether this call wrote them or found them there.</param>
internal sealed record DeliveredBatch(BatchView Batch, bool New, IReadOnlyList<DeliveredFile> Files);

/// <summary>What an export came to, for the person and for the demo.</summary>
/// <param name="Folder">Where the files are.</param>
/// <param name="Batches">Every batch that was put in the folder.</param>
/// <param name="Held">Confirmed findings that wait for something.</param>
internal sealed record DeliveryReport(string Folder, IReadOnlyList<DeliveredBatch> Batches, IReadOnlyList<HeldFinding> Held)
{
    /// <summary>Rows that left with this call for the first time.</summary>
    [JsonIgnore]
    public long Exported => Batches.Where(batch => batch.New).Sum(batch => batch.Batch.Rows);
}

/// <summary>The files of a batch, once more in a folder.</summary>
internal sealed record RedeliveryAnswer(string Folder, BatchView Batch, IReadOnlyList<DeliveredFile> Files);

/// <summary>That every file of a batch stands in its folder.</summary>
/// <param name="ManifestSha256">Of the manifest that was written.</param>
internal sealed record DeliveredRequest(string ManifestSha256);

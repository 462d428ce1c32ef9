using Monitor.Worker.Api;
using Monitor.Worker.Export;

namespace Monitor.Worker.Cli;

/// <summary>One batch in its folder.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="New">Made by this call; otherwise made earlier, and its delivery was never reported.</param>
/// <param name="Files">Its files, and whether this call wrote them or found them there.</param>
internal sealed record DeliveredBatch(BatchView Batch, bool New, IReadOnlyList<DeliveredFile> Files);

/// <summary>One file in its folder.</summary>
internal sealed record DeliveredFile(string Name, long Bytes, string Sha256, bool Written);

/// <summary>What an export came to, for the person and for the demo.</summary>
/// <param name="Batches">Every batch that was put in the folder.</param>
/// <param name="Held">Confirmed findings that wait for something.</param>
internal sealed record DeliveryReport(IReadOnlyList<DeliveredBatch> Batches, IReadOnlyList<HeldFinding> Held)
{
    /// <summary>Findings that left with this call for the first time.</summary>
    public long Exported => Batches.Where(batch => batch.New).Sum(batch => batch.Batch.Rows);
}

/// <summary>Brings batches from the daemon into a folder of the caller's.</summary>
/// <remarks>
/// The order is what makes a crash harmless: the batch is made and kept first, its files are written whole, the manifest last, and only then is the
/// delivery reported. Whatever happens in between, the next call finds the batch undelivered and writes the same bytes.
/// </remarks>
internal static class ExportDelivery
{
    /// <summary>Makes a batch of what is new and delivers it, with every batch for that recipient that was made earlier and never arrived.</summary>
    public static async Task<DeliveryReport> RunAsync(
        DaemonClient daemon,
        ExportRequest request,
        DeliveryFolder folder,
        CancellationToken ct
    )
    {
        var answer = await daemon.PostAsync<ExportAnswer>("/export/bkn", request, ct);
        var delivered = new List<DeliveredBatch>();
        foreach (var batch in answer.ToDeliver)
        {
            var files = new List<DeliveredFile>();
            foreach (var name in batch.Files)
            {
                var file = new BatchFile(name, await daemon.GetBytesAsync($"/export/{batch.Id}/{name}", ct));
                files.Add(new DeliveredFile(name, file.Bytes.Length, file.Sha256, await folder.PutAsync(file, ct)));
            }

            await daemon.PostAsync<DoneAnswer>($"/export/{batch.Id}/delivered", new DeliveredRequest(files[^1].Sha256), ct);
            delivered.Add(new DeliveredBatch(batch, batch.Id == answer.Made?.Id, files));
        }

        return new DeliveryReport(delivered, answer.Held);
    }
}

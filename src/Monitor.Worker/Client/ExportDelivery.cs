using Monitor.Worker.Api;
using Monitor.Worker.Export;

namespace Monitor.Worker.Client;

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
            var files = await WriteAsync(daemon, batch, folder, ct);
            await daemon.PostAsync<DoneAnswer>($"/export/{batch.Id}/delivered", new DeliveredRequest(files[^1].Sha256), ct);
            delivered.Add(new DeliveredBatch(batch, batch.Id == answer.Made?.Id, files));
        }

        return new DeliveryReport(folder.Path, delivered, answer.Held);
    }

    /// <summary>Writes the files of one batch; the manifest is the last.</summary>
    public static async Task<IReadOnlyList<DeliveredFile>> WriteAsync(
        DaemonClient daemon,
        BatchView batch,
        DeliveryFolder folder,
        CancellationToken ct
    )
    {
        var files = new List<DeliveredFile>();
        foreach (var name in batch.Files)
        {
            var file = new BatchFile(name, await daemon.GetBytesAsync($"/export/{batch.Id}/{name}", ct));
            folder.RequireRoom(file.Bytes.LongLength);
            files.Add(new DeliveredFile(name, file.Bytes.LongLength, file.Sha256, await folder.PutAsync(file, ct)));
        }

        return files;
    }
}

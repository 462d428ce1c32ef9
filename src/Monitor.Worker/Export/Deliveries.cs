using Monitor.Worker.Language;
using Monitor.Worker.Metrics;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>One file in its folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Written">False when exactly this file stood there already.</param>
internal sealed record DeliveredFile(string Name, long Bytes, string Sha256, bool Written);

/// <summary>What the daemon put in a recipient's folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Outcome">What making the batch came to.</param>
/// <param name="Files">The files of each batch in <see cref="ExportOutcome.Undelivered"/>, in that order.</param>
internal sealed record Delivery(string Folder, ExportOutcome Outcome, IReadOnlyList<IReadOnlyList<DeliveredFile>> Files);

/// <summary>The daemon's own way of delivering: by schedule and by hand the same. It writes into the recipient's folder and into no other.</summary>
internal sealed class Deliveries(Database database, Batches batches, ExportOptions options, DataFolder data, TimeProvider time)
{
    private const string SelectOld = """
        SELECT id, recipient, number, key_id, delivered_to FROM export_batch
        WHERE recipient = @Name AND delivered_to IS NOT NULL AND files_removed_at IS NULL AND files_put_at < @before ORDER BY id
        """;

    /// <summary>Makes a batch of what is new and delivers it, with every batch for that recipient that was made earlier and never arrived.</summary>
    /// <exception cref="RefusalException">The folder cannot be written or has no room; the batch waits for the next time.</exception>
    public async Task<Delivery> RunAsync(Exporter exporter, ExportOrder order, CancellationToken ct)
    {
        var recipient = options.Find(order.Recipient);
        var folder = FolderOf(recipient);
        var outcome = await batches.CreateAsync(exporter, order, ct);
        Measures.Exports.Add(1, new KeyValuePair<string, object?>("outcome", outcome.Made is null ? "nothing_new" : "made"));
        Measures.ExportedFindings.Add(outcome.Made?.RowCount ?? 0);
        var delivered = new List<IReadOnlyList<DeliveredFile>>();
        foreach (var batch in outcome.Undelivered)
        {
            delivered.Add(await PutAsync(batch.Id, folder, exporter, ct));
            await batches.DeliveredAsync(batch.Id, batch.ManifestSha256, folder.Path, exporter, ct);
        }

        return new Delivery(folder.Path, outcome, delivered);
    }

    /// <summary>Puts the files of a batch in the recipient's folder again, the same to the byte.</summary>
    /// <exception cref="RefusalException">There is no such batch, its recipient is not configured any more, or the folder cannot be written.</exception>
    public async Task<(BatchRow Batch, string Folder, IReadOnlyList<DeliveredFile> Files)> AgainAsync(
        string name,
        Exporter exporter,
        CancellationToken ct
    )
    {
        var batch = await batches.FindAsync(name, exporter, ct);
        var folder = FolderOf(options.Find(batch.Recipient));
        var files = await PutAsync(batch.Id, folder, exporter, ct);
        await batches.DeliveredAsync(batch.Id, batch.ManifestSha256, folder.Path, exporter, ct);
        return (batch, folder.Path, files);
    }

    /// <summary>Takes away the files whose time is over. The database keeps what they are made from: <c>export again</c> writes them anew.</summary>
    /// <returns>How many batches lost their files.</returns>
    public async Task<int> CleanAsync(CancellationToken ct)
    {
        var cleaned = 0;
        foreach (var recipient in options.All)
        {
            if (recipient.Delivery.KeepFilesFor is not { } keep)
            {
                continue;
            }

            var before = time.GetUtcNow() - keep;
            var old = await database.ReadAsync(session => session.ListAsync<BatchRow>(SelectOld, new { recipient.Name, before }), ct);
            foreach (var batch in old)
            {
                // The manifest first: what is left after a crash is no whole batch, and says so.
                foreach (var file in batch.FileNames.Reverse().Where(file => file.StartsWith(batch.Name, StringComparison.Ordinal)))
                {
                    File.Delete(Path.Combine(batch.DeliveredTo!, file));
                }

                await database.WriteAsync(
                    session =>
                        session.ExecuteAsync(
                            "UPDATE export_batch SET files_removed_at = @Now WHERE id = @Id",
                            new { Now = time.GetUtcNow(), batch.Id }
                        ),
                    ct
                );
                cleaned++;
            }
        }

        return cleaned;
    }

    private async Task<IReadOnlyList<DeliveredFile>> PutAsync(long batch, DeliveryFolder folder, Exporter exporter, CancellationToken ct)
    {
        var files = await batches.FilesAsync(batch, folder.Path, exporter, ct);
        folder.RequireRoom(files.Sum(file => file.Bytes.LongLength));
        var put = new List<DeliveredFile>();
        foreach (var file in files)
        {
            put.Add(new DeliveredFile(file.Name, file.Bytes.LongLength, file.Sha256, await folder.PutAsync(file, ct)));
        }

        return put;
    }

    private DeliveryFolder FolderOf(Recipient recipient)
    {
        var delivery = recipient.Delivery;
        var path = delivery.Folder.Length > 0 ? Path.GetFullPath(delivery.Folder) : Path.Combine(data.Exports, recipient.Name);
        return new DeliveryFolder(path, delivery.Mode, delivery.Group, delivery.KeepFree);
    }
}

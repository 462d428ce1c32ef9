using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace Monitor.Worker.Export;

/// <summary>One file of a batch, ready to be written.</summary>
internal sealed record BatchFile(string Name, byte[] Bytes)
{
    /// <summary>Lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

/// <summary>Makes the files of a batch from what is stored of it and from nothing else: no clock, no configuration, no registry.</summary>
internal static class BatchFiles
{
    /// <summary>The files in the order in which they are written: CSV, JSON Lines, and the manifest last.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="lines">Its rows as JSON objects in the order of the columns, with the NIP.</param>
    public static IReadOnlyList<BatchFile> Make(BatchRow batch, IReadOnlyList<string> lines)
    {
        var csv = new BatchFile(batch.Name + ".csv", Csv(batch, lines));
        var jsonLines = new BatchFile(batch.Name + ".jsonl", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        var manifest = new Manifest(
            batch.Format,
            batch.Name,
            batch.Recipient,
            batch.Number,
            batch.CreatedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            batch.RowCount,
            [.. new[] { csv, jsonLines }.Select(file => new ManifestFile(file.Name, file.Bytes.Length, file.Sha256))],
            new ManifestAudit(batch.AuditSequence, batch.AuditHash),
            batch.Software,
            batch.Models.Split(',', StringSplitOptions.RemoveEmptyEntries),
            batch.TestUsers
        );
        return [csv, jsonLines, new BatchFile(batch.Name + Manifest.Suffix, manifest.ToBytes())];
    }

    private static byte[] Csv(BatchRow batch, IReadOnlyList<string> lines)
    {
        using var bytes = new MemoryStream();
        var options = new CsvWriterOptions
        {
            Quoting = CsvQuoting.Always,
            NewLine = "\r\n",
            WriteByteOrderMark = batch.ByteOrderMark,
            // Ours knows the rules that the recipient was given, and how to undo them.
            Injection = CsvInjection.None,
        };
        using (var csv = CsvWriter.Create(bytes, options, leaveOpen: true))
        {
            for (var i = 0; i < lines.Count; i++)
            {
                using var row = JsonDocument.Parse(lines[i]);
                // The header comes from the rows themselves: a batch of an older format comes out with that format's columns.
                if (i == 0)
                {
                    foreach (var cell in row.RootElement.EnumerateObject())
                    {
                        csv.WriteField(cell.Name);
                    }

                    csv.EndRecord();
                }

                foreach (var cell in row.RootElement.EnumerateObject())
                {
                    csv.WriteField(Cell.Of(cell.Value.GetString() ?? "", batch.MarkCodes));
                }

                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }
}

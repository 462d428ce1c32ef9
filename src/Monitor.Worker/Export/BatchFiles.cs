using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Monitor.Worker.Export.Signing;

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
    /// <summary>
    /// The files in the order in which they are written: CSV, JSON Lines, public key and signature where it is signed, and the manifest last.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="lines">Its rows as JSON objects in the order of the columns, with the NIP.</param>
    public static IReadOnlyList<BatchFile> Make(BatchRow batch, IReadOnlyList<string> lines)
    {
        var profile = batch.Shape;
        // What a recipient is not to get does not leave in the companion either.
        var given = profile.Columns is { } columns ? [.. lines.Select(line => Given(line, columns))] : lines;
        var csv = new BatchFile(batch.Name + ".csv", Csv(profile, given));
        var jsonLines = new BatchFile(batch.Name + ".jsonl", Encoding.UTF8.GetBytes(string.Concat(given.Select(line => line + "\n"))));
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
        )
        {
            Period = batch.PeriodFrom is null && batch.PeriodTo is null ? null : new ManifestPeriod(batch.PeriodFrom, batch.PeriodTo),
            Corrections = batch.Corrections > 0 ? batch.Corrections : null,
            Withdrawals = batch.Withdrawals > 0 ? batch.Withdrawals : null,
            Key = batch.KeyId,
            Csv = profile is { Separator: ",", Encoding: CsvEncoding.Utf8 } ? null : new ManifestCsv(profile.Separator, profile.Encoding),
        };
        var document = new BatchFile(batch.Name + Manifest.Suffix, manifest.ToBytes());
        return batch is { KeyId: { } key, KeyPem: { } pem, Signature: { } signature }
            ?
            [
                csv,
                jsonLines,
                new BatchFile(PublicKeys.NameOf(key), Encoding.ASCII.GetBytes(pem)),
                new BatchFile(batch.Name + Manifest.SignatureSuffix, Convert.FromBase64String(signature)),
                document,
            ]
            : [csv, jsonLines, document];
    }

    private static string Given(string line, IReadOnlyList<ProfileColumn> columns)
    {
        using var row = JsonDocument.Parse(line);
        return JsonSerializer.Serialize(
            new OrderedDictionary<string, string>(
                columns.Select(column => KeyValuePair.Create(column.Name, row.RootElement.GetProperty(column.Name).GetString() ?? ""))
            ),
            Manifest.Json
        );
    }

    private static byte[] Csv(CsvProfile profile, IReadOnlyList<string> lines)
    {
        using var bytes = new MemoryStream();
        var utf8 = profile.Encoding == CsvEncoding.Utf8;
        var options = new CsvWriterOptions
        {
            Quoting = CsvQuoting.Always,
            Separator = profile.Separator[0],
            NewLine = profile.RowEnd == RowEnd.Crlf ? "\r\n" : "\n",
            WriteByteOrderMark = utf8 && profile.ByteOrderMark,
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
                    foreach (var (cell, at) in row.RootElement.EnumerateObject().Select((cell, at) => (cell, at)))
                    {
                        csv.WriteField(profile.Columns is { } columns ? Cell.Of(columns[at].Heading, markCodes: false) : cell.Name);
                    }

                    csv.EndRecord();
                }

                foreach (var cell in row.RootElement.EnumerateObject())
                {
                    var value = profile.Shape(cell.Name, cell.Value.GetString() ?? "");
                    csv.WriteField(Cell.Of(value, profile.MarkCodes, profile.LineBreaks));
                }

                csv.EndRecord();
            }
        }

        return utf8 ? bytes.ToArray() : InEncoding(bytes.ToArray(), profile);
    }

    private static byte[] InEncoding(byte[] utf8, CsvProfile profile)
    {
        var encoding = CsvEncoding.Of(profile.Encoding);
        var text = encoding.GetBytes(Encoding.UTF8.GetString(utf8));
        return profile.ByteOrderMark ? [.. encoding.Preamble, .. text] : text;
    }
}

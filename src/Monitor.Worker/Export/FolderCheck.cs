using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export;

/// <summary>Something about a file that does not fit its manifest.</summary>
/// <param name="File">Its name.</param>
/// <param name="Sentence">What differs.</param>
internal sealed record FileFault(string File, Sentence Sentence);

/// <summary>What a check came to.</summary>
/// <param name="Batches">The batches that were looked at.</param>
/// <param name="Faults">Everything that does not fit; empty when all is well.</param>
internal sealed record FolderVerdict(IReadOnlyList<Manifest> Batches, IReadOnlyList<FileFault> Faults);

/// <summary>Checks delivered batches from their files alone: no daemon, no database.</summary>
internal static class FolderCheck
{
    /// <summary>Checks a manifest with its files, or every batch of a folder.</summary>
    /// <param name="path">The folder, or the manifest.</param>
    /// <param name="trusted">The keys that may sign. Empty: whatever key lies beside the files, which shows changes but not who wrote them.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">There is no such file or folder, or it cannot be read.</exception>
    public static async Task<FolderVerdict> CheckAsync(string path, IReadOnlyList<PublicKeyFile> trusted, CancellationToken ct)
    {
        try
        {
            return Directory.Exists(path) ? await OfFolderAsync(path, trusted, ct)
                : File.Exists(path) ? await OfManifestsAsync([path], trusted, ct)
                : throw RefusalException.NotFound($"'{path}' tidak ada.", $"There is no '{path}'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Wrong(
                $"'{path}' tidak dapat dibaca: {exception.Message}",
                $"'{path}' cannot be read: {exception.Message}"
            );
        }
    }

    private static async Task<FolderVerdict> OfFolderAsync(string folder, IReadOnlyList<PublicKeyFile> trusted, CancellationToken ct)
    {
        var manifests = Directory.GetFiles(folder, "*" + Manifest.Suffix).Order(StringComparer.Ordinal).ToList();
        var verdict = await OfManifestsAsync(manifests, trusted, ct);
        var whole = manifests.Select(manifest => manifest[..^Manifest.Suffix.Length]).ToHashSet(StringComparer.Ordinal);
        var orphans = Directory
            .GetFiles(folder)
            .Where(file => BatchOf(file) is { } batch && !whole.Contains(batch))
            .Order(StringComparer.Ordinal)
            .Select(file => new FileFault(
                Path.GetFileName(file),
                new Sentence("tidak mempunyai manifes; batch ini belum utuh", "has no manifest; this is not a whole batch")
            ));
        var faults = verdict.Faults.Concat(orphans).ToList();
        if (manifests.Count == 0 && faults.Count == 0)
        {
            faults.Add(new FileFault(folder, new Sentence("tidak berisi satu manifes pun", "holds no manifest")));
        }

        return verdict with
        {
            Faults = faults,
        };
    }

    // The path of the batch that a file belongs to; null for one that is no part of a batch.
    private static string? BatchOf(string file) =>
        file.EndsWith(Manifest.SignatureSuffix, StringComparison.Ordinal) ? file[..^Manifest.SignatureSuffix.Length]
        : Path.GetExtension(file) is ".csv" or ".jsonl" ? Path.ChangeExtension(file, null)
        : null;

    private static async Task<FolderVerdict> OfManifestsAsync(
        IReadOnlyList<string> paths,
        IReadOnlyList<PublicKeyFile> trusted,
        CancellationToken ct
    )
    {
        var batches = new List<Manifest>();
        var faults = new List<FileFault>();
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            var bytes = await File.ReadAllBytesAsync(path, ct);
            if (!Manifest.TryRead(bytes, out var manifest))
            {
                faults.Add(
                    new FileFault(
                        name,
                        new Sentence(
                            "bukan manifes, atau diubah: isinya tidak cocok dengan jumlah SHA-256 di dalamnya (self)",
                            "is no manifest, or was changed: its content does not give the SHA-256 that it holds (self)"
                        )
                    )
                );
                continue;
            }

            if (name != manifest.Batch + Manifest.Suffix)
            {
                faults.Add(
                    new FileFault(
                        name,
                        new Sentence($"adalah manifes batch {manifest.Batch}", $"is the manifest of batch {manifest.Batch}")
                    )
                );
            }

            batches.Add(manifest);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            faults.AddRange(await SignatureCheck.FaultsAsync(path, folder, bytes, manifest, trusted, ct));
            foreach (var file in manifest.Files)
            {
                faults.AddRange((await FaultsOfAsync(folder, file, manifest, ct)).Select(sentence => new FileFault(file.Name, sentence)));
            }
        }

        return new FolderVerdict(batches, faults);
    }

    private static async Task<List<Sentence>> FaultsOfAsync(string folder, ManifestFile file, Manifest manifest, CancellationToken ct)
    {
        // A name from a file that anybody could have written must not lead out of the folder.
        if (Path.GetFileName(file.Name) != file.Name)
        {
            return [new Sentence("bukan nama berkas di folder ini", "is not the name of a file in this folder")];
        }

        var path = Path.Combine(folder, file.Name);
        if (!File.Exists(path))
        {
            return [new Sentence("tidak ada", "is missing")];
        }

        var bytes = await File.ReadAllBytesAsync(path, ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var faults = new List<Sentence>();
        if (bytes.Length != file.Bytes)
        {
            faults.Add(
                new(
                    $"berukuran {bytes.Length} bita, menurut manifes {file.Bytes}",
                    $"has {bytes.Length} bytes, the manifest says {file.Bytes}"
                )
            );
        }

        if (hash != file.Sha256)
        {
            faults.Add(
                new($"ber-SHA-256 {hash}, menurut manifes {file.Sha256}", $"has the SHA-256 {hash}, the manifest says {file.Sha256}")
            );
        }
        else if (Rows(file.Name, bytes, manifest.Csv) is { } rows && rows != manifest.Rows)
        {
            faults.Add(
                new($"berisi {rows} baris, menurut manifes {manifest.Rows}", $"holds {rows} rows, the manifest says {manifest.Rows}")
            );
        }

        return faults;
    }

    private static long? Rows(string name, byte[] bytes, ManifestCsv? csv) =>
        Path.GetExtension(name) switch
        {
            ".csv" => CsvRows(bytes, csv),
            ".jsonl" => bytes.Count(one => one == '\n'),
            _ => null,
        };

    private static long? CsvRows(byte[] bytes, ManifestCsv? written)
    {
        if (written is not null && (written.Separator.Length != 1 || !CsvEncoding.All.Contains(written.Encoding, StringComparer.Ordinal)))
        {
            // Written by a later program, in a way that this one does not know: hash and size have been compared.
            return null;
        }

        var text = written is { Encoding: not CsvEncoding.Utf8 }
            ? Encoding.UTF8.GetBytes(CsvEncoding.Of(written.Encoding).GetString(bytes))
            : bytes;
        // The bytes are what the manifest says, so only a recount is left; a row that cannot be read counts all the same.
        using var csv = CsvReader.Create(text, new CsvReaderOptions { Separator = written?.Separator[0] ?? ',', HasHeader = false });
        var rows = -1L;
        while (csv.Read())
        {
            rows++;
        }

        return rows;
    }
}

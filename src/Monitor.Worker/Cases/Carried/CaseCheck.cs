using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Evidence.Warc;
using Monitor.Worker.Language;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Cases.Carried;

/// <summary>Something about a folder that is not as it was made.</summary>
/// <param name="File">Which file.</param>
/// <param name="Sentence">What is wrong with it.</param>
internal sealed record CaseFault(string File, Sentence Sentence);

/// <summary>What a check came to.</summary>
/// <param name="Manifest">What the folder says of itself; null when that cannot be read.</param>
/// <param name="ManifestSha256">Of the manifest: the audit row <c>case.evidence</c> holds the same.</param>
/// <param name="Faults">Everything that is wrong; empty when nothing is.</param>
/// <param name="Stamps">The time stamps of an outside authority that hold, by file.</param>
internal sealed record CaseVerdict(
    CaseManifest? Manifest,
    string ManifestSha256,
    IReadOnlyList<CaseFault> Faults,
    IReadOnlyDictionary<string, Stamp> Stamps
)
{
    /// <summary>A folder whose manifest cannot be read.</summary>
    public CaseVerdict(string manifestSha256, IReadOnlyList<CaseFault> faults)
        : this(null, manifestSha256, faults, new Dictionary<string, Stamp>()) { }
}

/// <summary>Checks a case folder from its files alone: no daemon, no database, no key.</summary>
internal static class CaseCheck
{
    /// <summary>As the other, with the certificates in the folder.</summary>
    public static Task<CaseVerdict> CheckAsync(string directory, CancellationToken ct) => CheckAsync(directory, null, ct);

    /// <summary>Compares every file with the manifest, and what the files say with each other.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="trust">Whose time stamps the caller believes; null takes the certificates in the folder.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">There is no such folder, or it cannot be read.</exception>
    public static async Task<CaseVerdict> CheckAsync(string directory, StampTrust? trust, CancellationToken ct)
    {
        if (!Directory.Exists(directory))
        {
            throw RefusalException.NotFound($"Folder '{directory}' tidak ada.", $"There is no folder '{directory}'.");
        }

        try
        {
            return await CheckFolderAsync(directory, trust, ct);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Wrong(
                $"'{directory}' tidak dapat dibaca: {exception.Message}",
                $"'{directory}' cannot be read: {exception.Message}"
            );
        }
    }

    private static async Task<CaseVerdict> CheckFolderAsync(string directory, StampTrust? trust, CancellationToken ct)
    {
        var faults = new List<CaseFault>();
        var path = Path.Combine(directory, CaseManifest.FileName);
        if (!File.Exists(path))
        {
            faults.Add(
                new CaseFault(
                    CaseManifest.FileName,
                    new Sentence("tidak ada; folder ini belum utuh", "is missing; this is not a whole folder")
                )
            );
            return new CaseVerdict("", faults);
        }

        var written = await File.ReadAllBytesAsync(path, ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(written));
        if (!CaseManifest.TryRead(written, out var manifest))
        {
            faults.Add(
                new CaseFault(
                    CaseManifest.FileName,
                    new Sentence(
                        "bukan manifes, atau diubah: isinya tidak cocok dengan jumlah SHA-256 di dalamnya (self)",
                        "is no manifest, or was changed: its content does not give the SHA-256 that it holds (self)"
                    )
                )
            );
            return new CaseVerdict(hash, faults);
        }

        faults.AddRange(await FilesAsync(directory, manifest, ct));
        faults.AddRange(Strangers(directory, manifest));
        var broken = faults.Select(fault => fault.File).ToHashSet(StringComparer.Ordinal);
        // A file that was changed has been named; what it says now is nobody's word.
        if (!broken.Contains("evidence.warc"))
        {
            faults.AddRange(await ArchiveAsync(Path.Combine(directory, "evidence.warc"), manifest, ct));
        }

        if (!broken.Contains("audit.jsonl"))
        {
            faults.AddRange(await RecordAsync(Path.Combine(directory, "audit.jsonl"), manifest, ct));
        }

        faults.AddRange(
            manifest
                .Captures.Where(capture =>
                    !broken.Contains(capture.File)
                    && manifest.Files.FirstOrDefault(file => file.Name == capture.File)?.Sha256 != capture.Sha256
                )
                .Select(capture => new CaseFault(
                    capture.File,
                    new Sentence($"bukan isi bukti {capture.Sha256}", $"is not the content of evidence {capture.Sha256}")
                ))
        );
        var (held, unheld) = await CarriedStamps.CheckAsync(directory, manifest, broken, trust, ct);
        faults.AddRange(unheld);
        return new CaseVerdict(manifest, hash, faults, held);
    }

    private static async Task<List<CaseFault>> FilesAsync(string directory, CaseManifest manifest, CancellationToken ct)
    {
        var faults = new List<CaseFault>();
        foreach (var file in manifest.Files)
        {
            if (await FaultOfAsync(directory, file, ct) is { } sentence)
            {
                faults.Add(new CaseFault(file.Name, sentence));
            }
        }

        return faults;
    }

    private static async Task<Sentence?> FaultOfAsync(string directory, CarriedFile file, CancellationToken ct)
    {
        // A name from a file that anybody could have written must not lead out of the folder.
        if (!CarriedNames.IsSafe(file.Name))
        {
            return new Sentence("bukan nama berkas di folder ini", "is not the name of a file in this folder");
        }

        var found = new FileInfo(Path.Combine(directory, file.Name));
        if (!found.Exists)
        {
            return new Sentence("tidak ada", "is missing");
        }

        if (found.LinkTarget is not null)
        {
            return new Sentence("adalah tautan, bukan berkas", "is a link, not a file");
        }

        if (found.Length != file.Bytes)
        {
            return new Sentence(
                $"diubah: {found.Length} bita, menurut manifes {file.Bytes}",
                $"was changed: {found.Length} bytes, the manifest says {file.Bytes}"
            );
        }

        await using var stream = found.OpenRead();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
        return hash == file.Sha256
            ? null
            : new Sentence(
                $"diubah: ber-SHA-256 {hash}, menurut manifes {file.Sha256}",
                $"was changed: its SHA-256 is {hash}, the manifest says {file.Sha256}"
            );
    }

    private static IEnumerable<CaseFault> Strangers(string directory, CaseManifest manifest)
    {
        var known = manifest.Files.Select(file => file.Name).Append(CaseManifest.FileName).ToHashSet(StringComparer.Ordinal);
        var folders = known.Select(name => Path.GetDirectoryName(name)!.Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
        };
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", options))
        {
            var name = Path.GetRelativePath(directory, entry.FullName).Replace('\\', '/');
            if (entry is DirectoryInfo { LinkTarget: not null })
            {
                yield return new CaseFault(name, new Sentence("adalah tautan, bukan folder", "is a link, not a folder"));
            }
            else if (entry is DirectoryInfo ? !folders.Contains(name) : !known.Contains(name))
            {
                yield return new CaseFault(name, new Sentence("tidak ada dalam manifes", "is not in the manifest"));
            }
        }
    }

    private static async Task<List<CaseFault>> ArchiveAsync(string path, CaseManifest manifest, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return [new CaseFault("evidence.warc", new Sentence("tidak ada dalam manifes", "is not in the manifest"))];
        }

        await using var stream = File.OpenRead(path);
        var reading = await WarcReader.ReadAsync(stream, ct);
        var archived = reading
            .Records.Where(record => record.Type is "response" or "resource")
            .Select(record => record.PayloadSha256)
            .ToHashSet();
        return
        [
            .. reading.Faults.Select(fault => new CaseFault("evidence.warc", fault)),
            .. manifest
                .Captures.Where(capture => !archived.Contains(capture.Sha256))
                .Select(capture => new CaseFault(
                    "evidence.warc",
                    new Sentence($"tidak memuat bukti {capture.Sha256}", $"does not hold evidence {capture.Sha256}")
                )),
        ];
    }

    private static async Task<List<CaseFault>> RecordAsync(string path, CaseManifest manifest, CancellationToken ct)
    {
        const string name = "audit.jsonl";
        if (!File.Exists(path))
        {
            return [new CaseFault(name, new Sentence("tidak ada dalam manifes", "is not in the manifest"))];
        }

        var faults = new List<CaseFault>();
        AuditRow? before = null;
        foreach (var (position, line) in (await File.ReadAllLinesAsync(path, ct)).Index())
        {
            var row = Row(line);
            if (row is null || row.Hash != AuditLog.HashOf(row) || !row.IsSealedRight())
            {
                faults.Add(
                    new CaseFault(
                        name,
                        new Sentence($"baris {position + 1} tidak cocok dengan hash-nya", $"line {position + 1} does not give its hash")
                    )
                );
                continue;
            }

            var follows =
                before is null
                || row.Sequence > before.Sequence + 1
                || (row.Sequence == before.Sequence + 1 && row.PreviousHash == before.Hash);
            if (
                !follows
                || row.Sequence > manifest.Audit.Sequence
                || (row.Sequence == manifest.Audit.Sequence && row.Hash != manifest.Audit.Head)
            )
            {
                faults.Add(
                    new CaseFault(name, new Sentence($"baris {position + 1} tidak menyambung", $"line {position + 1} does not follow"))
                );
            }

            before = row;
        }

        return faults;
    }

    private static AuditRow? Row(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditRow>(line, CaseManifest.Json);
        }
        catch (JsonException)
        {
            // No row is no row that holds; the caller says so.
            return null;
        }
    }
}

/// <summary>Names of files within a case folder.</summary>
internal static class CarriedNames
{
    /// <summary>Whether a name stays within the folder: parts of harmless characters, at most one folder deep, none of them a dot name.</summary>
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= 200
        && name.Split('/') is { Length: <= 2 } parts
        && parts.All(part =>
            part.Length > 0 && part[0] != '.' && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
        );
}

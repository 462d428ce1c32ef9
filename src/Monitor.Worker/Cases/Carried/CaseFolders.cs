using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Evidence;
using Monitor.Worker.Evidence.Warc;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cases.Carried;

/// <summary>A folder that was made and waits to be handed out; it goes away with this object.</summary>
/// <param name="Directory">Where it lies.</param>
/// <param name="Manifest">What is in it.</param>
internal sealed record CarriedCase(string Directory, CaseManifest Manifest) : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}

/// <summary>Makes the folder that an investigator carries: the captures, a sheet for people, an archive for machines, and a manifest over all.</summary>
internal sealed class CaseFolders(
    Database database,
    People people,
    EvidenceStore evidence,
    AuditLog audit,
    Rules rules,
    DataFolder folder,
    TimeProvider time
)
{
    private const string Aside = "case-";

    private static readonly string Software = $"monitor {typeof(CaseFolders).Assembly.GetName().Version?.ToString(3) ?? "?"}";

    /// <summary>Makes the folder in a place of the daemon's own. Who asked and what was handed out is recorded, with the hash of the manifest.</summary>
    /// <param name="id">The case.</param>
    /// <param name="worker">Who asks.</param>
    /// <param name="tongue">Language of the sheet.</param>
    /// <param name="testUsers">Whether test users are configured: a folder made then says so for ever.</param>
    /// <param name="ct">Cancels; nothing is left behind.</param>
    /// <exception cref="RefusalException">There is no such case, or a capture is not what it was: an incomplete folder does not leave.</exception>
    public async Task<CarriedCase> MakeAsync(long id, CaseWorker worker, Tongue tongue, bool testUsers, CancellationToken ct)
    {
        // The number is revealed, and that is on record, before anything is made of it.
        var (dossier, nip) = await database.WriteAsync(
            async session =>
            {
                var row = await Cases.VisibleAsync(session, id, worker);
                var nip = row.AsnId is { } asn ? await people.RevealNipAsync(session, asn, worker.Actor, Cases.Subject(id)) : (Nip?)null;
                return (await CaseDossier.ReadAsync(session, row, people, rules), nip);
            },
            ct
        );
        var directory = Path.Combine(folder.DatabaseDirectory, Aside + Guid.NewGuid().ToString("N"));
        FolderWriter.MakeDirectory(directory);
        try
        {
            var isTest = testUsers || dossier.Findings.Any(finding => finding.Decisions.Any(IsTest));
            var manifest = await WriteAsync(directory, dossier, nip?.Reveal(), worker, tongue, isTest, ct);
            await database.WriteAsync(
                session =>
                    audit.RecordAsync(
                        session,
                        worker.Actor,
                        "case.evidence",
                        Cases.Subject(id),
                        after: new
                        {
                            manifest = Convert.ToHexStringLower(SHA256.HashData(manifest.ToBytes())),
                            files = manifest.Files.Count,
                            captures = manifest.Captures.Select(capture => capture.Evidence),
                        }
                    ),
                ct
            );
            return new CarriedCase(directory, manifest);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Removes what a daemon left that was killed while it handed a folder out. Only when no other is alive on this data folder.</summary>
    public void RemoveLeftovers()
    {
        foreach (var left in Directory.EnumerateDirectories(folder.DatabaseDirectory, Aside + "*"))
        {
            Directory.Delete(left, recursive: true);
        }
    }

    private static bool IsTest(Review.DecisionRow given) => given.ReviewerIdentity.StartsWith("test:", StringComparison.Ordinal);

    private async Task<CaseManifest> WriteAsync(
        string directory,
        CaseDossier dossier,
        string? nip,
        CaseWorker worker,
        Tongue tongue,
        bool testUsers,
        CancellationToken ct
    )
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var writer = new FolderWriter(directory);
        var captures = new List<CarriedCapture>();
        var pictures = new Dictionary<string, string>(StringComparer.Ordinal);
        var issuers = new HashSet<string>(StringComparer.Ordinal);
        // What was taken down is named on the sheet, with its hash; its bytes are nowhere.
        var all = dossier
            .Findings.SelectMany(finding => finding.Captures)
            .Where(capture => capture.RemovedAt is null)
            .DistinctBy(capture => capture.Id)
            .OrderBy(capture => capture.Id);
        await writer.WriteAsync(
            "evidence.warc",
            async stream =>
            {
                var warc = new WarcWriter(stream);
                await warc.WriteInfoAsync("evidence.warc", now, About(dossier), ct);
                foreach (var capture in all)
                {
                    captures.Add(await CaptureAsync(writer, warc, dossier.Case, capture, pictures, issuers, ct));
                }
            },
            ct
        );
        await CarriedStamps.WriteAuthoritiesAsync(writer, issuers, ct);
        await writer.WriteAsync("case.json", CaseDocument.Of(dossier, nip), ct);
        await writer.WriteAsync(
            "audit.jsonl",
            string.Concat(dossier.Audit.Select(row => JsonSerializer.Serialize(row, CaseManifest.Json) + "\n")),
            ct
        );
        var sheet = new CaseSheet(dossier, rules, tongue, captures.ToDictionary(capture => capture.Evidence), pictures, testUsers);
        await writer.WriteAsync("sheet.html", sheet.Write(nip, now, worker.Actor.Name), ct);
        await writer.WriteAsync("README.txt", CaseReadme.Text, ct);
        // What every Unix has is enough to check the folder: sha256sum -c SHA256SUMS.
        await writer.WriteAsync("SHA256SUMS", string.Concat(writer.Files.Select(file => $"{file.Sha256}  {file.Name}\n")), ct);
        var manifest = new CaseManifest(
            CaseManifest.CurrentFormat,
            dossier.Case.Number,
            now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            worker.Actor.Name,
            tongue == Tongue.English ? "en" : "id",
            writer.Files,
            captures,
            new CarriedHead(dossier.Head.Sequence, dossier.Head.Hash),
            Software,
            testUsers
        );
        await new FolderWriter(directory).WriteAsync(CaseManifest.FileName, manifest.ToBytes(), ct);
        return manifest;
    }

    private async Task<CarriedCapture> CaptureAsync(
        FolderWriter writer,
        WarcWriter warc,
        CaseRow row,
        DossierCapture capture,
        Dictionary<string, string> pictures,
        HashSet<string> issuers,
        CancellationToken ct
    )
    {
        var bytes = await BytesAsync(capture, ct);
        var kind = MediaKind.Of(bytes, capture.MediaType);
        var name = $"captures/{capture.Sha256}{kind.Extension}";
        if (!writer.Has(name))
        {
            await writer.WriteAsync(name, bytes, ct);
        }

        if (kind.Picture is { } type && bytes.Length <= CaseSheet.LargestPicture)
        {
            pictures[capture.Sha256] = $"data:{type};base64,{Convert.ToBase64String(bytes)}";
        }

        var stamp = await CarriedStamps.WriteAsync(writer, capture, issuers, ct);
        await writer.WriteAsync(
            $"captures/{capture.Id:000000}.json",
            JsonSerializer.Serialize(
                new
                {
                    evidence = capture.Id,
                    capture.Sha256,
                    file = name,
                    capture.Bytes,
                    capture.Url,
                    capture.CapturedAt,
                    capture.MediaType,
                    capture.Status,
                    headers = capture.HeaderFields,
                    capture.Note,
                    stamp = stamp is null
                        ? null
                        : new
                        {
                            file = stamp,
                            at = capture.StampedAt,
                            authority = capture.StampedBy,
                        },
                },
                CaseManifest.Indented
            ) + "\n",
            ct
        );
        await warc.WriteAsync(
            new ArchivedCapture(
                $"{row.Number} {capture.Id}",
                capture.Url,
                capture.CapturedAt,
                capture.MediaType,
                capture.Status,
                capture.HeaderFields,
                capture.Sha256
            ),
            bytes,
            [new("evidence", $"{capture.Id}"), new("sha256", capture.Sha256), new("note", capture.Note)],
            ct
        );
        return new CarriedCapture(capture.Id, capture.Sha256, name, stamp);
    }

    private async Task<byte[]> BytesAsync(DossierCapture capture, CancellationToken ct)
    {
        try
        {
            return await evidence.ReadAsync(capture.Sha256, ct);
        }
        catch (InvalidDataException damaged)
        {
            throw RefusalException.Broken(
                $"Bukti {capture.Sha256} tidak lagi seperti ketika direkam ({damaged.Message}); folder perkara tidak dibuat.",
                $"Evidence {capture.Sha256} is not what was captured ({damaged.Message}); the case folder was not made."
            );
        }
    }

    private static List<KeyValuePair<string, string>> About(CaseDossier dossier) =>
        [
            new("software", Software),
            new("format", "WARC File Format 1.1"),
            new("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            new("description", $"Evidence of case {dossier.Case.Number}"),
        ];
}

/// <summary>What kind of file a capture is, told from its bytes first: what a server said of it is only a claim.</summary>
/// <param name="Extension">A page gets <c>.txt</c> at its end: opening it must show the bytes, not run them and load what it links to.</param>
/// <param name="Picture">Its media type when it is a picture that a browser draws; otherwise null.</param>
internal sealed record MediaKind(string Extension, string? Picture)
{
    /// <summary>The kind of these bytes.</summary>
    public static MediaKind Of(ReadOnlySpan<byte> bytes, string mediaType) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? new(".png", "image/png")
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? new(".jpg", "image/jpeg")
        : bytes.StartsWith("GIF8"u8) ? new(".gif", "image/gif")
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? new(".webp", "image/webp")
        : bytes.StartsWith("%PDF-"u8) ? new(".pdf", null)
        : mediaType.Contains("json", StringComparison.OrdinalIgnoreCase) ? new(".json", null)
        : mediaType.Contains("html", StringComparison.OrdinalIgnoreCase) ? new(".html.txt", null)
        : mediaType.Contains("xml", StringComparison.OrdinalIgnoreCase) ? new(".xml.txt", null)
        : mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? new(".txt", null)
        : new(".bin", null);
}

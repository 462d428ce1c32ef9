using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Evidence;

/// <summary>The disk of the evidence took no file: full, broken, or not this user's to write.</summary>
internal sealed class EvidenceUnwritableException(string message, Exception cause) : IOException(message, cause);

/// <summary>Keeps raw captures for good: their bytes once for each hash, never changed, and a row for each time they were seen.</summary>
/// <remarks>
/// The bytes are kept before the transaction that refers to them: a crash between the two leaves bytes nobody names, never a name without bytes. They are a
/// Brotli stream and, after it, the SHA-256 of that stream: many a bit of a compressed file can be turned without turning a byte of what comes out of it, and
/// not even such a change goes unseen. They lie in files or in the database, as <see cref="EvidenceOptions.Store"/> says, in the same form; what was kept
/// before that was changed is found where it is.
/// </remarks>
/// <param name="folder">Where files are.</param>
/// <param name="database">Where rows are.</param>
/// <param name="options">Which of the two new bytes go to.</param>
/// <param name="time">The clock.</param>
internal sealed class EvidenceStore(DataFolder folder, Database database, EvidenceOptions options, TimeProvider time)
{
    private const int SealLength = SHA256.HashSizeInBytes;

    // In statements of so many hashes at once.
    private const int AtOnce = 500;

    // What the first versions wrote: the stream alone.
    private const string FirstExtension = ".br";

    private const string InsertRow = """
        INSERT INTO evidence (sha256, bytes, media_type, url, captured_at, headers, status)
        VALUES (@Sha256, @Bytes, @MediaType, @Url, @CapturedAt, @Headers, @Status)
        RETURNING id
        """;

    private const string UpsertBytes = """
        INSERT INTO evidence_bytes (sha256, stored, kept_at) VALUES (@Sha256, @Stored, @Now)
        ON CONFLICT (sha256) DO UPDATE SET stored = excluded.stored, kept_at = excluded.kept_at
        """;

    /// <summary>Keeps the bytes, so that they are on the disk when this returns. What is there already stays, unless it is no longer what it was.</summary>
    /// <returns>SHA-256 of the bytes, lower-case hex.</returns>
    /// <exception cref="EvidenceUnwritableException">They could not be put there; nothing stands under their name.</exception>
    public async Task<string> KeepBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        if (await CheckAsync(hash, ct) is null)
        {
            await TouchAsync(hash, ct);
            return hash;
        }

        if (options.Store == EvidencePlace.Database)
        {
            var stored = Sealed(bytes.Span);
            await database.WriteOwnAsync(
                session =>
                    session.ExecuteAsync(
                        UpsertBytes,
                        new
                        {
                            Sha256 = hash,
                            Stored = stored,
                            Now = time.GetUtcNow(),
                        }
                    ),
                ct
            );
            return hash;
        }

        var path = PathOf(hash);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(path, Sealed(bytes.Span), ct);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceUnwritableException($"The evidence cannot be written: {exception.Message}", exception);
        }

        return hash;
    }

    /// <summary>Records one capture inside the caller's transaction; its bytes are kept already.</summary>
    /// <returns>The row's id.</returns>
    public static Task<long> RecordAsync(Session session, string sha256, Capture capture) =>
        session.ScalarAsync<long>(
            InsertRow,
            new
            {
                Sha256 = sha256,
                Bytes = (long)capture.Bytes.Length,
                capture.MediaType,
                Url = capture.Url.AbsoluteUri,
                CapturedAt = capture.At,
                Headers = JsonSerializer.Serialize(capture.Headers),
                capture.Status,
            }
        );

    /// <summary>The bytes of a capture, checked against their hash.</summary>
    /// <exception cref="InvalidDataException">They are gone or something else.</exception>
    public async Task<byte[]> ReadAsync(string sha256, CancellationToken ct)
    {
        var (bytes, fault) = await OpenAsync(sha256, ct);
        return bytes ?? throw new InvalidDataException($"Evidence {sha256}: {fault}");
    }

    /// <summary>What is wrong with the bytes of a hash; null when they are what they were.</summary>
    public async Task<Sentence?> CheckAsync(string sha256, CancellationToken ct) => (await OpenAsync(sha256, ct)).Fault;

    /// <summary>Whether the bytes of a hash are kept.</summary>
    public async Task<bool> HasAsync(Session session, string sha256) =>
        PathsOf(sha256).Any(File.Exists)
        || await session.ScalarAsync<long>("SELECT COUNT(*) FROM evidence_bytes WHERE sha256 = @sha256", new { sha256 }) > 0;

    /// <summary>The hashes whose bytes were last handed in before a moment.</summary>
    public async Task<List<string>> OlderThanAsync(DateTimeOffset moment, CancellationToken ct)
    {
        var files = Directory.Exists(folder.Evidence)
            ? Directory
                .EnumerateFiles(folder.Evidence, "*.br*", SearchOption.AllDirectories)
                .Where(file => File.GetLastWriteTimeUtc(file) < moment.UtcDateTime)
                .Select(file => Path.GetFileNameWithoutExtension(file))
            : [];
        var rows = await database.ReadAsync(
            session => session.ListAsync<string>("SELECT sha256 FROM evidence_bytes WHERE kept_at < @moment", new { moment }),
            ct
        );
        return [.. files.Concat(rows).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Deletes the bytes of hashes for good, wherever they lie; only where rows say so, or no row names them.</summary>
    /// <returns>Of how many there was something.</returns>
    public async Task<int> RemoveAsync(IReadOnlyList<string> hashes, CancellationToken ct)
    {
        var removed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in hashes.Chunk(AtOnce))
        {
            removed.UnionWith(
                await database.WriteAsync(
                    session =>
                        session.ListAsync<string>("DELETE FROM evidence_bytes WHERE sha256 IN @chunk RETURNING sha256", new { chunk }),
                    ct
                )
            );
        }

        foreach (var (sha256, path) in hashes.SelectMany(hash => PathsOf(hash).Where(File.Exists).Select(path => (hash, path))))
        {
            File.Delete(path);
            removed.Add(sha256);
        }

        return removed.Count;
    }

    private async Task<(byte[]? Bytes, Sentence? Fault)> OpenAsync(string sha256, CancellationToken ct)
    {
        var (stored, seal) = await FindAsync(sha256, ct);
        if (stored is null)
        {
            return (null, new Sentence("isinya tidak ada", "its bytes are gone"));
        }

        if (stored.Length < seal || (seal > 0 && !SHA256.HashData(stored.AsSpan(..^seal)).AsSpan().SequenceEqual(stored.AsSpan(^seal..))))
        {
            return (null, new Sentence("isinya diubah", "its bytes were changed"));
        }

        using var bytes = new MemoryStream();
        try
        {
            using var compressed = new MemoryStream(stored, 0, stored.Length - seal, writable: false);
            await using var brotli = new BrotliStream(compressed, CompressionMode.Decompress);
            await brotli.CopyToAsync(bytes, ct);
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or InvalidDataException)
        {
            return (null, new Sentence("isinya bukan lagi bukti", "its bytes are no longer evidence"));
        }

        var read = bytes.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(read)) == sha256
            ? (read, null)
            : (null, new Sentence("isinya lain", "its bytes are something else"));
    }

    // Where new bytes go is looked at first; the other place holds what was kept before that was changed.
    private async Task<(byte[]? Stored, int Seal)> FindAsync(string sha256, CancellationToken ct)
    {
        if (options.Store == EvidencePlace.Database)
        {
            return await RowAsync(sha256, ct) is { } row ? (row, SealLength) : await FileAsync(sha256, ct);
        }

        var found = await FileAsync(sha256, ct);
        return found.Stored is null && await RowAsync(sha256, ct) is { } kept ? (kept, SealLength) : found;
    }

    private Task<byte[]?> RowAsync(string sha256, CancellationToken ct) =>
        database.ReadAsync(
            session => session.ScalarAsync<byte[]?>("SELECT stored FROM evidence_bytes WHERE sha256 = @sha256", new { sha256 }),
            ct
        );

    private async Task<(byte[]? Stored, int Seal)> FileAsync(string sha256, CancellationToken ct)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
        {
            return (await File.ReadAllBytesAsync(path, ct), SealLength);
        }

        path = Path.ChangeExtension(path, FirstExtension);
        return File.Exists(path) ? (await File.ReadAllBytesAsync(path, ct), 0) : (null, 0);
    }

    // Handed in again: what no row names yet must not be taken for left over.
    private async Task TouchAsync(string sha256, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (PathsOf(sha256).FirstOrDefault(File.Exists) is { } path)
        {
            try
            {
                File.SetLastWriteTimeUtc(path, now.UtcDateTime);
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new EvidenceUnwritableException($"The evidence cannot be touched: {exception.Message}", exception);
            }
        }

        await database.WriteOwnAsync(
            session => session.ExecuteAsync("UPDATE evidence_bytes SET kept_at = @now WHERE sha256 = @sha256", new { sha256, now }),
            ct
        );
    }

    private string[] PathsOf(string sha256) => [PathOf(sha256), Path.ChangeExtension(PathOf(sha256), FirstExtension)];

    private static byte[] Sealed(ReadOnlySpan<byte> bytes)
    {
        using var file = new MemoryStream();
        using (var brotli = new BrotliStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        file.Write(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)));
        return file.ToArray();
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken ct)
    {
        var aside = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // Nobody writes to it again, not even the daemon.
            options.UnixCreateMode = UnixFileMode.UserRead;
        }

        try
        {
            await using (var file = new FileStream(aside, options))
            {
                await file.WriteAsync(bytes, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            // On a full disk half a file takes room that nobody will ever give back.
            File.Delete(aside);
            throw;
        }
    }

    private string PathOf(string sha256) => Path.Combine(folder.Evidence, sha256[..2], sha256 + ".brs");
}

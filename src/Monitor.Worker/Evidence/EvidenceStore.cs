using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Evidence;

/// <summary>The disk of the evidence took no file: full, broken, or not this user's to write.</summary>
internal sealed class EvidenceUnwritableException(string message, Exception cause) : IOException(message, cause);

/// <summary>Keeps raw captures for good: one compressed file for each hash, never changed, and a row for each time it was seen.</summary>
/// <remarks>
/// The file is written before the transaction that refers to it: a crash between the two leaves a file nobody names, never a name without a file.
/// A file is a Brotli stream and, after it, the SHA-256 of that stream: many a bit of a compressed file can be turned without turning a byte of what
/// comes out of it, and not even such a change goes unseen.
/// </remarks>
internal sealed class EvidenceStore(DataFolder folder)
{
    private const int SealLength = SHA256.HashSizeInBytes;

    // What the first versions wrote: the stream alone.
    private const string FirstExtension = ".br";

    private const string InsertRow = """
        INSERT INTO evidence (sha256, bytes, media_type, url, captured_at, headers, status)
        VALUES (@Sha256, @Bytes, @MediaType, @Url, @CapturedAt, @Headers, @Status)
        RETURNING id
        """;

    /// <summary>Puts the bytes on disk, flushed and under their final name. What is there already stays, unless it is no longer what it was.</summary>
    /// <returns>SHA-256 of the bytes, lower-case hex.</returns>
    /// <exception cref="EvidenceUnwritableException">They could not be put there; nothing stands under their name.</exception>
    public async Task<string> KeepBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var path = PathOf(hash);
        if (await CheckAsync(hash, ct) is null)
        {
            return hash;
        }

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

    /// <summary>Records one capture inside the caller's transaction; its bytes are on disk already.</summary>
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
    /// <exception cref="InvalidDataException">The file is gone or holds something else.</exception>
    public async Task<byte[]> ReadAsync(string sha256, CancellationToken ct)
    {
        var (bytes, fault) = await OpenAsync(sha256, ct);
        return bytes ?? throw new InvalidDataException($"Evidence {sha256}: {fault}");
    }

    /// <summary>What is wrong with the file of a hash; null when it is what it was.</summary>
    public async Task<Sentence?> CheckAsync(string sha256, CancellationToken ct) => (await OpenAsync(sha256, ct)).Fault;

    private async Task<(byte[]? Bytes, Sentence? Fault)> OpenAsync(string sha256, CancellationToken ct)
    {
        var path = PathOf(sha256);
        var seal = SealLength;
        if (!File.Exists(path))
        {
            (path, seal) = (Path.ChangeExtension(path, FirstExtension), 0);
            if (!File.Exists(path))
            {
                return (null, new Sentence("berkasnya tidak ada", "its file is gone"));
            }
        }

        var stored = await File.ReadAllBytesAsync(path, ct);
        if (stored.Length < seal || (seal > 0 && !SHA256.HashData(stored.AsSpan(..^seal)).AsSpan().SequenceEqual(stored.AsSpan(^seal..))))
        {
            return (null, new Sentence("berkasnya diubah", "its file was changed"));
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
            return (null, new Sentence("berkasnya bukan lagi berkas bukti", "its file is no longer a file of evidence"));
        }

        var read = bytes.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(read)) == sha256
            ? (read, null)
            : (null, new Sentence("berkasnya memuat isi lain", "its file holds something else"));
    }

    /// <summary>Whether the bytes of a hash are on disk.</summary>
    public bool Has(string sha256) => PathsOf(sha256).Any(File.Exists);

    /// <summary>The hashes whose file was written before a moment.</summary>
    public IEnumerable<string> OlderThan(DateTimeOffset moment) =>
        Directory.Exists(folder.Evidence)
            ? Directory
                .EnumerateFiles(folder.Evidence, "*.br*", SearchOption.AllDirectories)
                .Where(file => File.GetLastWriteTimeUtc(file) < moment.UtcDateTime)
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Distinct(StringComparer.Ordinal)
            : [];

    /// <summary>Deletes the bytes of a hash for good; only where rows say so, or no row names them. True when they were there.</summary>
    public bool Remove(string sha256)
    {
        var there = PathsOf(sha256).Where(File.Exists).ToList();
        foreach (var path in there)
        {
            File.Delete(path);
        }

        return there.Count > 0;
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

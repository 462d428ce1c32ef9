using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Intake;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Evidence;

/// <summary>Keeps raw captures for good: one compressed file for each hash, never changed, and a row for each time it was seen.</summary>
/// <remarks>The file is written before the transaction that refers to it: a crash between the two leaves a file nobody names, never a name without a file.</remarks>
internal sealed class EvidenceStore(DataFolder folder)
{
    private const string InsertRow = """
        INSERT INTO evidence (sha256, bytes, media_type, url, captured_at, headers, status)
        VALUES (@Sha256, @Bytes, @MediaType, @Url, @CapturedAt, @Headers, @Status)
        RETURNING id
        """;

    /// <summary>Puts the bytes on disk, flushed and under their final name.</summary>
    /// <returns>SHA-256 of the bytes, lower-case hex.</returns>
    public async Task<string> KeepBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var path = PathOf(hash);
        if (File.Exists(path))
        {
            return hash;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Guid.NewGuid():N}.tmp";
        await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
        {
            await using (var brotli = new BrotliStream(file, CompressionLevel.Fastest, leaveOpen: true))
            {
                await brotli.WriteAsync(bytes, ct);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
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
        var path = PathOf(sha256);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"Evidence {sha256} is not on disk.");
        }

        using var bytes = new MemoryStream();
        try
        {
            await using var file = File.OpenRead(path);
            await using var brotli = new BrotliStream(file, CompressionMode.Decompress);
            await brotli.CopyToAsync(bytes, ct);
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or InvalidDataException)
        {
            throw new InvalidDataException($"Evidence {sha256} was damaged on disk.", damaged);
        }

        var read = bytes.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(read)) == sha256
            ? read
            : throw new InvalidDataException($"Evidence {sha256} was changed on disk.");
    }

    /// <summary>Deletes the bytes for good; only for a takedown, whose rows say so. Nothing happens when they are gone.</summary>
    public void DeleteBytes(string sha256)
    {
        if (File.Exists(PathOf(sha256)))
        {
            File.Delete(PathOf(sha256));
        }
    }

    private string PathOf(string sha256) => Path.Combine(folder.Evidence, sha256[..2], sha256 + ".br");
}

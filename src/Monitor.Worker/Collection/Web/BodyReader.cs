using System.Buffers;
using System.IO.Compression;

namespace Monitor.Worker.Collection.Web;

/// <summary>A body claims an encoding that it does not have, or one that was not asked for.</summary>
internal sealed class BadEncodingException(string encoding, Exception? inner = null) : IOException($"Not {encoding}.", inner)
{
    /// <summary>The Content-Encoding that failed.</summary>
    public string Encoding { get; } = encoding;
}

/// <summary>A body that was read: its bytes, and whether it went on.</summary>
internal readonly record struct ReadBody(byte[] Bytes, bool Truncated);

/// <summary>Reads a body to its end or to its cap, decompressing on the way, so that a bomb never unfolds further than the cap.</summary>
internal static class BodyReader
{
    private const int ChunkBytes = 64 * 1024;

    // Each layer multiplies what a small body can unfold to and what it costs to find out; honest servers use one.
    private const int MaxLayers = 2;

    /// <summary>Reads <paramref name="wire"/> through the encodings that Content-Encoding lists (RFC 9110 section 8.4: applied in order, undone in reverse).</summary>
    /// <param name="wire">The body as sent; left to the caller to dispose.</param>
    /// <param name="encodings">Lower-case names in the order of the header.</param>
    /// <param name="cap">Most bytes after decompression, and most bytes on the wire.</param>
    /// <param name="cut">True to keep the first <paramref name="cap"/> bytes of a longer body, false to refuse it.</param>
    /// <param name="ct">Ends the reading at the deadline.</param>
    /// <exception cref="BodyTooLargeException">Over the cap, and not to be cut.</exception>
    /// <exception cref="BadEncodingException">Not what its header says.</exception>
    public static async Task<ReadBody> ReadAsync(Stream wire, IReadOnlyList<string> encodings, int cap, bool cut, CancellationToken ct)
    {
        if (encodings.Count > MaxLayers)
        {
            throw new BadEncodingException(string.Join(", ", encodings.Take(MaxLayers + 1)));
        }

        Stack<Stream> layers = new();
        try
        {
            var stream = wire;
            // A compressed body may be a little longer than what it unfolds to, never much.
            var wireCap = encodings.Count == 0 ? long.MaxValue : cap + (long)ChunkBytes;
            foreach (var encoding in encodings.Reverse())
            {
                var metered = new MeteredStream(stream, wireCap);
                layers.Push(metered);
                var start = await metered.PeekAsync(ct);
                stream = start.IsEmpty ? metered : Open(metered, encoding, start.Span);
                if (stream != metered)
                {
                    layers.Push(stream);
                }
            }

            return await CollectAsync(stream, cap, cut, ct);
        }
        // BrotliStream says InvalidOperation where the others say InvalidData.
        catch (Exception broken) when (encodings.Count > 0 && (broken is InvalidDataException or InvalidOperationException))
        {
            throw new BadEncodingException(string.Join(", ", encodings), broken);
        }
        finally
        {
            while (layers.TryPop(out var layer))
            {
                await layer.DisposeAsync();
            }
        }
    }

    private static Stream Open(MeteredStream source, string encoding, ReadOnlySpan<byte> start)
    {
        switch (encoding)
        {
            case "gzip" or "x-gzip":
                // Some servers keep the label on a body that they did not compress; the magic number tells (RFC 1952 section 2.3.1).
                return start is [0x1F, 0x8B] ? new GZipStream(source, CompressionMode.Decompress, leaveOpen: true) : source;
            case "br":
                return new BrotliStream(source, CompressionMode.Decompress, leaveOpen: true);
            case "deflate":
                // "deflate" means zlib (RFC 9110 section 8.4.1.2), but some servers send it bare; the zlib header checks itself (RFC 1950 section 2.2).
                var zlib = start.Length == 2 && (start[0] & 0x0F) == 8 && ((start[0] << 8) | start[1]) % 31 == 0;
                return zlib
                    ? new ZLibStream(source, CompressionMode.Decompress, leaveOpen: true)
                    : new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
            default:
                throw new BadEncodingException(encoding);
        }
    }

    private static async Task<ReadBody> CollectAsync(Stream stream, int cap, bool cut, CancellationToken ct)
    {
        List<byte[]> full = [];
        var total = 0;
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (true)
            {
                var read = await stream.ReadAtLeastAsync(chunk.AsMemory(0, ChunkBytes), ChunkBytes, throwOnEndOfStream: false, ct);
                if (read > cap - total)
                {
                    if (!cut)
                    {
                        throw new BodyTooLargeException(cap);
                    }

                    full.Add(chunk[..(cap - total)]);
                    return new ReadBody(Join(full, cap), Truncated: true);
                }

                if (read > 0)
                {
                    full.Add(chunk[..read]);
                    total += read;
                }

                if (read < ChunkBytes)
                {
                    return new ReadBody(Join(full, total), Truncated: false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static byte[] Join(List<byte[]> parts, int total)
    {
        var whole = GC.AllocateUninitializedArray<byte>(total);
        var at = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i].CopyTo(whole, at);
            at += parts[i].Length;
            // Let go of each part as it is copied, or the peak is twice the cap.
            parts[i] = [];
        }

        return whole;
    }
}

using System.IO.Compression;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>The file that a <c>monitor try</c> verb looks at, whole and unpacked.</summary>
internal static class TryInput
{
    /// <summary>What is read of one file after unpacking: more than any page or feed that the daemon would take.</summary>
    private const int MostBytes = 32 << 20;

    /// <summary>Reads a file or standard input (<c>-</c>); gzip is known by its first bytes, so that it works on standard input too.</summary>
    /// <exception cref="RefusalException">The file cannot be read, or is broken gzip.</exception>
    public static async Task<byte[]> ReadAsync(Invocation call, string file, CancellationToken ct)
    {
        await using var input = call.OpenInput(file);
        var head = new byte[2];
        var filled = await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        await using var whole = new Prefixed(head.AsMemory(0, filled), input);
        if (filled < 2 || head[0] != 0x1F || head[1] != 0x8B)
        {
            return await CappedAsync(whole, ct);
        }

        try
        {
            await using var unpacked = new GZipStream(whole, CompressionMode.Decompress);
            return await CappedAsync(unpacked, ct);
        }
        catch (InvalidDataException)
        {
            throw RefusalException.Wrong($"Berkas '{file}' bukan gzip yang utuh.", $"The file '{file}' is no sound gzip.");
        }
    }

    private static async Task<byte[]> CappedAsync(Stream stream, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var block = new byte[64 * 1024];
        int read;
        while (bytes.Length < MostBytes && (read = await stream.ReadAsync(block, ct)) > 0)
        {
            bytes.Write(block, 0, (int)Math.Min(read, MostBytes - bytes.Length));
        }

        return bytes.ToArray();
    }

    /// <summary>A stream with the bytes that were looked at put back in front of it.</summary>
    private sealed class Prefixed(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty)
            {
                return rest.Read(buffer);
            }

            var count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _prefix.IsEmpty ? await rest.ReadAsync(buffer, cancellationToken) : Read(buffer.Span);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

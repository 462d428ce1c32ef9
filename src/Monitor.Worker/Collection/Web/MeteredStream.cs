namespace Monitor.Worker.Collection.Web;

/// <summary>A body went over its cap. Raised and caught inside the gate only.</summary>
internal sealed class BodyTooLargeException(long cap) : IOException($"More than {cap} bytes.")
{
    /// <summary>The cap that was passed.</summary>
    public long Cap { get; } = cap;
}

/// <summary>A body as it comes off the wire: counts bytes against a cap and can look at the first ones without taking them.</summary>
/// <remarks>
/// The wire is counted as well as what comes out of the decompressor: a compressed stream can go on for ever without yielding a byte
/// (empty blocks), and the decompressor would read it inside one call.
/// </remarks>
internal sealed class MeteredStream(Stream inner, long cap) : Stream
{
    private readonly byte[] _peeked = new byte[2];
    private int _peekedCount;
    private int _peekedTaken;
    private long _total;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first two bytes, or fewer when there are no more; to be asked before anything is read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken ct)
    {
        _peekedCount = await inner.ReadAtLeastAsync(_peeked, _peeked.Length, throwOnEndOfStream: false, ct);
        return _peeked.AsMemory(0, _peekedCount);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        if (_peekedTaken < _peekedCount && buffer.Length > 0)
        {
            read = Math.Min(buffer.Length, _peekedCount - _peekedTaken);
            _peeked.AsMemory(_peekedTaken, read).CopyTo(buffer);
            _peekedTaken += read;
        }
        else
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }

        _total += read;
        return _total <= cap ? read : throw new BodyTooLargeException(cap);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Reading synchronously would block a worker on a stranger's network; nothing in the gate may.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Monitor.Worker.Evidence.Warc;

/// <summary>One capture as an archive record needs it.</summary>
/// <param name="Key">What makes it this capture and no other; its record id is derived from it, so that the same capture has the same id.</param>
/// <param name="Url">The final address.</param>
/// <param name="At">When the last byte arrived.</param>
/// <param name="MediaType">The Content-Type as sent, or of the file.</param>
/// <param name="Status">HTTP status; 0 when it did not come over HTTP or the status was not kept.</param>
/// <param name="Headers">Response headers in the order received.</param>
/// <param name="Sha256">Of the bytes.</param>
internal sealed record ArchivedCapture(
    string Key,
    string Url,
    DateTimeOffset At,
    string MediaType,
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string Sha256
);

/// <summary>Writes WARC 1.1 (ISO 28500:2017), uncompressed: one <c>warcinfo</c>, then for each capture a record with its bytes and one about it.</summary>
/// <remarks>
/// What came over HTTP is a <c>response</c>. Its body is kept after transfer and content decoding, so the header fields that spoke of the coding
/// are kept under <c>X-Archive-Orig-</c> names, as replay programs expect, and Content-Length is that of the body as it lies here. What did not come
/// over HTTP, or came before the status was kept, is a <c>resource</c>: no status line is invented.
/// </remarks>
internal sealed class WarcWriter(Stream output)
{
    private const string Version = "WARC/1.1\r\n";

    // Fields that describe the message on the wire, which the kept body is no longer.
    private static readonly HashSet<string> OfTheWire = ["content-encoding", "transfer-encoding", "content-length"];

    private string _info = "";

    /// <summary>The first record: what this file is.</summary>
    public Task WriteInfoAsync(string name, DateTimeOffset at, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        _info = IdOf($"info {name} {at.ToUnixTimeMilliseconds()}");
        var block = Encoding.UTF8.GetBytes(string.Concat(fields.Select(field => $"{field.Key}: {OneLine(field.Value)}\r\n")));
        return WriteAsync(
            [
                new("WARC-Type", "warcinfo"),
                new("WARC-Record-ID", _info),
                new("WARC-Date", Date(at)),
                new("WARC-Filename", name),
                new("Content-Type", "application/warc-fields"),
            ],
            block,
            ct
        );
    }

    /// <summary>The bytes of a capture, and a record that says how they came.</summary>
    public async Task WriteAsync(
        ArchivedCapture capture,
        ReadOnlyMemory<byte> bytes,
        IReadOnlyList<KeyValuePair<string, string>> about,
        CancellationToken ct
    )
    {
        var id = IdOf("capture " + capture.Key);
        var isResponse = capture.Status > 0;
        var head = isResponse ? HttpHead(capture, bytes.Length) : [];
        var block = new byte[head.Length + bytes.Length];
        head.CopyTo(block, 0);
        bytes.CopyTo(block.AsMemory(head.Length));
        await WriteAsync(
            [
                new("WARC-Type", isResponse ? "response" : "resource"),
                new("WARC-Record-ID", id),
                new("WARC-Date", Date(capture.At)),
                new("WARC-Target-URI", capture.Url),
                new("WARC-Warcinfo-ID", _info),
                new("WARC-Payload-Digest", "sha256:" + capture.Sha256),
                new(
                    "Content-Type",
                    isResponse ? "application/http;msgtype=response"
                        : capture.MediaType.Length > 0 ? OneLine(capture.MediaType)
                        : "application/octet-stream"
                ),
            ],
            block,
            ct
        );
        var fields = Encoding.UTF8.GetBytes(string.Concat(about.Select(field => $"{field.Key}: {OneLine(field.Value)}\r\n")));
        await WriteAsync(
            [
                new("WARC-Type", "metadata"),
                new("WARC-Record-ID", IdOf("about " + capture.Key)),
                new("WARC-Date", Date(capture.At)),
                new("WARC-Target-URI", capture.Url),
                new("WARC-Warcinfo-ID", _info),
                new("WARC-Concurrent-To", id),
                new("Content-Type", "application/warc-fields"),
            ],
            fields,
            ct
        );
    }

    private async Task WriteAsync(List<KeyValuePair<string, string>> fields, byte[] block, CancellationToken ct)
    {
        var head = new StringBuilder(Version);
        foreach (var (name, value) in fields)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("WARC-Block-Digest: sha256:").Append(Convert.ToHexStringLower(SHA256.HashData(block))).Append("\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {block.Length}\r\n\r\n");
        await output.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), ct);
        await output.WriteAsync(block, ct);
        await output.WriteAsync("\r\n\r\n"u8.ToArray(), ct);
    }

    private static byte[] HttpHead(ArchivedCapture capture, int length)
    {
        var head = new StringBuilder();
        // The version that was spoken is not kept; the status is.
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {capture.Status} \r\n");
        foreach (var (name, value) in capture.Headers)
        {
            head.Append(OfTheWire.Contains(name) ? "x-archive-orig-" : "")
                .Append(OneLine(name))
                .Append(": ")
                .Append(OneLine(value))
                .Append("\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"content-length: {length}\r\n\r\n");
        return Encoding.Latin1.GetBytes(head.ToString());
    }

    // A line break in a value would begin another field.
    private static string OneLine(string value) => string.Concat(value.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Date(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    // A UUID of the kind that RFC 9562 leaves to the maker (version 8), from a hash: writing the same capture again gives the same id.
    private static string IdOf(string key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"<urn:uuid:{new Guid(hash[..16], bigEndian: true)}>";
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Evidence.Warc;

/// <summary>One record as it was read.</summary>
/// <param name="Number">1, 2, 3 … in the file.</param>
/// <param name="Fields">Its named fields; the names without regard to case.</param>
/// <param name="PayloadSha256">Of the payload, as computed: the body of a response, the block of anything else.</param>
internal sealed record WarcRecord(int Number, IReadOnlyDictionary<string, string> Fields, string PayloadSha256)
{
    /// <summary>The record's type, for example <c>response</c>.</summary>
    public string Type => Fields.GetValueOrDefault("WARC-Type", "");
}

/// <summary>What a reading of an archive came to.</summary>
internal sealed record WarcReading(IReadOnlyList<WarcRecord> Records, IReadOnlyList<Sentence> Faults);

/// <summary>
/// Reads WARC 1.1 strictly, as ISO 28500:2017 writes it, and recomputes every digest. It shares nothing with the writer but the standard, so that
/// a slip of one is found by the other.
/// </summary>
internal static class WarcReader
{
    private static readonly string[] Mandatory = ["WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"];

    private static readonly string[] Types =
    [
        "warcinfo",
        "response",
        "resource",
        "request",
        "metadata",
        "revisit",
        "conversion",
        "continuation",
    ];

    /// <summary>Reads the whole archive; the first fault of a record's shape ends the reading, for nothing after it can be found.</summary>
    public static async Task<WarcReading> ReadAsync(Stream input, CancellationToken ct)
    {
        var records = new List<WarcRecord>();
        var faults = new List<Sentence>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await using var buffered = new BufferedStream(input, 1 << 16);
        for (var number = 1; ; number++)
        {
            var version = ReadLine(buffered);
            if (version is null)
            {
                break;
            }

            if (version != "WARC/1.1")
            {
                faults.Add(Fault(number, "tidak diawali WARC/1.1", "does not begin with WARC/1.1"));
                break;
            }

            if (ReadFields(buffered, number, faults) is not { } fields)
            {
                break;
            }

            var problems = Check(number, fields, ids).ToList();
            faults.AddRange(problems);
            if (!long.TryParse(fields.GetValueOrDefault("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                break;
            }

            if (length > buffered.Length - buffered.Position)
            {
                faults.Add(Fault(number, "lebih pendek daripada Content-Length", "is shorter than its Content-Length"));
                break;
            }

            var block = new byte[length];
            await buffered.ReadExactlyAsync(block, ct);
            if (ReadLine(buffered) != "" || ReadLine(buffered) != "")
            {
                faults.Add(Fault(number, "tidak diakhiri dua CRLF", "does not end with two CRLF"));
                break;
            }

            records.Add(Digested(number, fields, block, faults));
        }

        if (records.Count == 0 && faults.Count == 0)
        {
            faults.Add(new Sentence("tidak berisi satu catatan pun", "holds no record"));
        }
        else if (records.Count > 0 && records[0].Type != "warcinfo")
        {
            faults.Add(Fault(1, "bukan warcinfo", "is not the warcinfo"));
        }

        return new WarcReading(records, faults);
    }

    private static WarcRecord Digested(int number, Dictionary<string, string> fields, byte[] block, List<Sentence> faults)
    {
        var payload = block.AsSpan();
        if (
            fields.GetValueOrDefault("WARC-Type") == "response"
            && fields.GetValueOrDefault("Content-Type", "").StartsWith("application/http", StringComparison.Ordinal)
        )
        {
            var end = block.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0 || !block.AsSpan().StartsWith("HTTP/"u8))
            {
                faults.Add(Fault(number, "bukan jawaban HTTP", "is no HTTP response"));
            }
            else
            {
                payload = block.AsSpan(end + 4);
            }
        }

        var ofPayload = Convert.ToHexStringLower(SHA256.HashData(payload));
        foreach (
            var (name, computed) in (KeyValuePair<string, string>[])
                [new("WARC-Block-Digest", Convert.ToHexStringLower(SHA256.HashData(block))), new("WARC-Payload-Digest", ofPayload)]
        )
        {
            if (fields.TryGetValue(name, out var said) && said != "sha256:" + computed)
            {
                faults.Add(Fault(number, $"tidak cocok dengan {name}", $"does not give its {name}"));
            }
        }

        return new WarcRecord(number, fields, ofPayload);
    }

    private static IEnumerable<Sentence> Check(int number, Dictionary<string, string> fields, HashSet<string> ids)
    {
        foreach (var missing in Mandatory.Where(name => !fields.ContainsKey(name)))
        {
            yield return Fault(number, $"tidak mempunyai {missing}", $"has no {missing}");
        }

        var id = fields.GetValueOrDefault("WARC-Record-ID", "");
        if (!id.StartsWith("<urn:uuid:", StringComparison.Ordinal) || !id.EndsWith('>') || !Guid.TryParseExact(id[10..^1], "D", out _))
        {
            yield return Fault(number, "WARC-Record-ID bukan <urn:uuid:…>", "its WARC-Record-ID is not <urn:uuid:…>");
        }
        else if (!ids.Add(id))
        {
            yield return Fault(number, $"memakai {id} untuk kedua kali", $"uses {id} a second time");
        }

        if (!Types.Contains(fields.GetValueOrDefault("WARC-Type", ""), StringComparer.Ordinal))
        {
            yield return Fault(number, "WARC-Type tidak dikenal", "its WARC-Type is not known");
        }

        if (
            !DateTime.TryParseExact(
                fields.GetValueOrDefault("WARC-Date", ""),
                ["yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal,
                out _
            )
        )
        {
            yield return Fault(number, "WARC-Date bukan waktu UTC", "its WARC-Date is no UTC time");
        }

        if (
            fields.GetValueOrDefault("WARC-Type") is "response" or "resource" or "request" or "revisit"
            && !Uri.TryCreate(fields.GetValueOrDefault("WARC-Target-URI"), UriKind.Absolute, out _)
        )
        {
            yield return Fault(number, "tidak mempunyai WARC-Target-URI yang sah", "has no valid WARC-Target-URI");
        }
    }

    private static Dictionary<string, string>? ReadFields(Stream input, int number, List<Sentence> faults)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            var line = ReadLine(input);
            if (line is { Length: 0 })
            {
                return fields;
            }

            var colon = line?.IndexOf(':', StringComparison.Ordinal) ?? -1;
            if (colon < 1)
            {
                faults.Add(Fault(number, "kepalanya tidak utuh", "its header is broken"));
                return null;
            }

            // WARC-Concurrent-To alone may stand there more than once.
            var name = line![..colon];
            if (
                !fields.TryAdd(name, line[(colon + 1)..].Trim(' ', '\t'))
                && !name.Equals("WARC-Concurrent-To", StringComparison.OrdinalIgnoreCase)
            )
            {
                faults.Add(Fault(number, $"menyebut {name} dua kali", $"names {name} twice"));
                return null;
            }
        }
    }

    /// <summary>A line that ends with CRLF, without it; null at the end of the file; a text that is no field when it ends otherwise.</summary>
    private static string? ReadLine(Stream input)
    {
        const int longest = 64 * 1024;
        var bytes = new List<byte>();
        while (bytes.Count < longest)
        {
            var next = input.ReadByte();
            if (next < 0)
            {
                return bytes.Count == 0 ? null : "\0";
            }

            bytes.Add((byte)next);
            if (bytes is [.., (byte)'\r', (byte)'\n'])
            {
                return Encoding.UTF8.GetString([.. bytes[..^2]]);
            }
        }

        return "\0";
    }

    private static Sentence Fault(int number, string id, string en) => new($"catatan {number} {id}", $"record {number} {en}");
}

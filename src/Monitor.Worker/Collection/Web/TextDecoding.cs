using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Monitor.Worker.Collection.Web;

/// <summary>What kind of document bytes are, which decides where inside them an encoding may be declared.</summary>
internal enum TextKind
{
    /// <summary>HTML: a meta element.</summary>
    Html,

    /// <summary>XML: the prolog.</summary>
    Xml,

    /// <summary>Anything else: nothing inside counts.</summary>
    Plain,
}

/// <summary>Where the encoding of a text was learnt.</summary>
internal enum CharsetSource
{
    /// <summary>A byte order mark.</summary>
    Bom,

    /// <summary>The charset of the Content-Type.</summary>
    Header,

    /// <summary>A meta element or XML prolog.</summary>
    Document,

    /// <summary>The bytes themselves: nothing said so, or what was said cannot be true.</summary>
    Bytes,
}

/// <summary>Text, with how it was read.</summary>
/// <param name="Text">The text, without a byte order mark; U+FFFD where bytes meant nothing.</param>
/// <param name="Charset">The encoding used, by its WHATWG name or nearest to it.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Declared">The label that was declared in header or document but not followed; null when it was, or none was.</param>
internal sealed record DecodedText(string Text, string Charset, CharsetSource Source, string? Declared);

/// <summary>Bytes to text as browsers do it (WHATWG HTML, "determining the character encoding"), repaired where declarations are plainly wrong. Never throws.</summary>
/// <remarks>
/// The order is byte order mark, header, declaration inside, the bytes themselves. A declaration is overruled in two cases only: it says a
/// single-byte Latin encoding but the bytes are UTF-8 (they would be so by chance almost never), or it says UTF-8 but the bytes mostly are not.
/// </remarks>
internal static partial class TextDecoding
{
    // The standard looks at 1,024 bytes; real pages put scripts and styles before their meta element, and browsers read on as well.
    private const int ScanBytes = 64 * 1024;

    /// <summary>Decodes the body of an answer by its header and kind.</summary>
    public static DecodedText Read(WebAnswer answer) => Read(answer.Body.Span, answer.Charset, KindOf(answer.MediaType, answer.Body.Span));

    /// <summary>Decodes bytes with the label that came with them, if any.</summary>
    public static DecodedText Read(ReadOnlySpan<byte> bytes, string? label, TextKind kind)
    {
        if (ByteOrderMark(bytes) is var (marked, length) && marked is not null)
        {
            return Decode(bytes[length..], marked, CharsetSource.Bom, declared: null);
        }

        var encoding = CharsetLabels.Find(label);
        var source = CharsetSource.Header;
        var declared = label;
        if (encoding is null)
        {
            source = CharsetSource.Document;
            var inside = Declaration(bytes, kind);
            encoding = CharsetLabels.Find(inside);
            if (encoding is UnicodeEncoding && Wide(bytes) is null)
            {
                // A declaration that could be read as ASCII cannot be in UTF-16 (WHATWG: take UTF-8).
                encoding = CharsetLabels.Find("utf-8");
            }

            declared = inside ?? label;
        }

        if (encoding is null && Wide(bytes) is { } wide)
        {
            return Decode(bytes, wide, CharsetSource.Bytes, declared);
        }

        var check = Utf8Check(bytes);
        if (encoding is null)
        {
            return Decode(bytes, CharsetLabels.Find(check.LooksLikeUtf8 ? "utf-8" : "windows-1252")!, CharsetSource.Bytes, declared);
        }

        if (encoding is UTF8Encoding && check.LooksLikeSomethingElse)
        {
            return Decode(bytes, CharsetLabels.Find("windows-1252")!, CharsetSource.Bytes, declared);
        }

        if (encoding.CodePage is 1252 or 1254 or 28605 && check is { Invalid: 0, Valid: > 0 })
        {
            return Decode(bytes, CharsetLabels.Find("utf-8")!, CharsetSource.Bytes, declared);
        }

        return Decode(bytes, encoding, source, declared: null);
    }

    /// <summary>What kind of document a body is, by media type and, where that says nothing, by its first characters.</summary>
    public static TextKind KindOf(string mediaType, ReadOnlySpan<byte> bytes) =>
        mediaType switch
        {
            "text/html" => TextKind.Html,
            _ when mediaType.EndsWith("xml", StringComparison.Ordinal) => TextKind.Xml,
            "application/json" or "application/feed+json" => TextKind.Plain,
            _ => Start(bytes) switch
            {
                var start when start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) => TextKind.Xml,
                ['<', ..] => TextKind.Html,
                _ => TextKind.Plain,
            },
        };

    private static string Start(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 256)]).TrimStart();

    private static DecodedText Decode(ReadOnlySpan<byte> bytes, Encoding encoding, CharsetSource source, string? declared) =>
        new(encoding.GetString(bytes), encoding.WebName, source, declared);

    private static (Encoding? Encoding, int Length) ByteOrderMark(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (CharsetLabels.Find("utf-8"), 3),
            [0xFE, 0xFF, ..] => (CharsetLabels.Find("utf-16be"), 2),
            [0xFF, 0xFE, ..] => (CharsetLabels.Find("utf-16le"), 2),
            _ => (null, 0),
        };

    /// <summary>UTF-16 without a mark, told by an XML or HTML start (XML 1.0 appendix F).</summary>
    private static Encoding? Wide(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [(byte)'<', 0, not 0, 0, ..] => CharsetLabels.Find("utf-16le"),
            [0, (byte)'<', 0, not 0, ..] => CharsetLabels.Find("utf-16be"),
            _ => null,
        };

    private static string? Declaration(ReadOnlySpan<byte> bytes, TextKind kind)
    {
        if (kind == TextKind.Plain)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, ScanBytes)]);
        var prolog = XmlProlog().Match(text);
        if (prolog.Success)
        {
            return prolog.Groups["label"].Value;
        }

        if (kind == TextKind.Xml)
        {
            return null;
        }

        foreach (Match meta in Meta().Matches(Comment().Replace(text, " ")))
        {
            var charset = Charset().Match(meta.Value);
            if (charset.Success)
            {
                return charset.Groups["label"].Value;
            }
        }

        return null;
    }

    /// <summary>Counts well-formed and broken sequences beyond ASCII, as a UTF-8 decoder would meet them.</summary>
    private static Utf8Evidence Utf8Check(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes))
        {
            return default;
        }

        long valid = 0;
        long invalid = 0;
        if (Utf8.IsValid(bytes))
        {
            return new Utf8Evidence(Valid: 1, Invalid: 0);
        }

        while (!bytes.IsEmpty)
        {
            var ascii = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
            {
                break;
            }

            bytes = bytes[ascii..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            if (status == System.Buffers.OperationStatus.Done)
            {
                valid++;
            }
            else
            {
                invalid++;
            }

            bytes = bytes[consumed..];
        }

        return new Utf8Evidence(valid, invalid);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Utf8Evidence(long Valid, long Invalid)
    {
        // A cut at the end or a splinter of something else leaves a few broken sequences in a text that is UTF-8 all the same.
        public bool LooksLikeUtf8 => Valid > 0 ? Invalid * 10 <= Valid : Invalid == 0;

        public bool LooksLikeSomethingElse => Invalid > Valid;
    }

    // All of these read strangers' text: linear time by construction.
    [GeneratedRegex(
        """^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["'](?<label>[^"'>]{0,60})["']""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex XmlProlog();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex("<meta[\\s/][^>]{0,1000}>?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Meta();

    [GeneratedRegex(
        """charset\s*=\s*["']?\s*(?<label>[^\s"'/>;]{1,60})""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Charset();
}

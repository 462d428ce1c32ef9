using System.Collections.Frozen;
using System.Text;

namespace Monitor.Worker.Collection.Web;

/// <summary>The labels of the WHATWG Encoding Standard (section 4.2), and repairs of labels that are not in it but are sent all the same.</summary>
/// <remarks>
/// Only these encodings are taken: the runtime knows others (UTF-7, EBCDIC, HZ) that no page is in, but that have been used to smuggle
/// markup past filters.
/// </remarks>
internal static class CharsetLabels
{
    // Left: the name under which the runtime knows the encoding. Right: the labels that mean it.
    private static readonly (string Name, string Labels)[] Table =
    [
        ("utf-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
        ("utf-16", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
        ("utf-16BE", "unicodefffe utf-16be"),
        ("ibm866", "866 cp866 csibm866 ibm866"),
        ("iso-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
        ("iso-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
        ("iso-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
        ("iso-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"),
        (
            "iso-8859-6",
            "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"
        ),
        (
            "iso-8859-7",
            "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek"
        ),
        (
            "iso-8859-8",
            "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical"
        ),
        ("iso-8859-13", "iso-8859-13 iso8859-13 iso885913"),
        ("iso-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
        ("koi8-r", "cskoi8r koi koi8 koi8-r koi8_r"),
        ("koi8-u", "koi8-ru koi8-u"),
        ("macintosh", "csmacintosh mac macintosh x-mac-roman"),
        ("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
        ("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
        ("windows-1250", "cp1250 windows-1250 x-cp1250"),
        ("windows-1251", "cp1251 windows-1251 x-cp1251"),
        (
            "windows-1252",
            "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined"
        ),
        ("windows-1253", "cp1253 windows-1253 x-cp1253"),
        (
            "windows-1254",
            "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254"
        ),
        ("windows-1255", "cp1255 windows-1255 x-cp1255"),
        ("windows-1256", "cp1256 windows-1256 x-cp1256"),
        ("windows-1257", "cp1257 windows-1257 x-cp1257"),
        ("windows-1258", "cp1258 windows-1258 x-cp1258"),
        ("gb18030", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030"),
        ("big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
        ("euc-jp", "cseucpkdfmtjapanese euc-jp x-euc-jp"),
        ("iso-2022-jp", "csiso2022jp iso-2022-jp"),
        ("shift_jis", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
        ("ks_c_5601-1987", "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"),
    ];

    private static readonly FrozenDictionary<string, string> NameByLabel = Table
        .SelectMany(static row => row.Labels.Split(' ').Select(label => KeyValuePair.Create(label, row.Name)))
        .ToFrozenDictionary();

    /// <summary>The encoding a label means, or null when it means none; decoding with it replaces what is invalid and never throws.</summary>
    public static Encoding? Find(string? label) => Name(label) is { } name ? Open(name) : null;

    private static string? Name(string? label)
    {
        if (label is null)
        {
            return null;
        }

        var text = label.Trim(" \t\r\n\f\"';,".ToCharArray()).ToLowerInvariant();
        if (NameByLabel.TryGetValue(text, out var name))
        {
            return name;
        }

        // "iso-utf-8", "utf-8-sig", "utf_8", "charset=utf-8": whatever was meant around it, these three letters and the eight are not chance.
        var bare = new string([.. text.Where(char.IsAsciiLetterOrDigit)]);
        if (bare.Contains("utf8", StringComparison.Ordinal))
        {
            return "utf-8";
        }

        if (NameByLabel.TryGetValue(bare, out name))
        {
            return name;
        }

        // "win1252", "cp-1252", "1252"; "iso 8859-1", "iso-8859-1-windows".
        var windows = text.IndexOf("125", StringComparison.Ordinal);
        if (windows >= 0 && windows + 4 <= text.Length)
        {
            return NameByLabel.GetValueOrDefault("windows-" + text.Substring(windows, 4));
        }

        var part = text.IndexOf("8859", StringComparison.Ordinal);
        if (part < 0)
        {
            return null;
        }

        var digits = new string([.. text[(part + 4)..].SkipWhile(static c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]);
        return NameByLabel.GetValueOrDefault("iso-8859-" + digits);
    }

    private static Encoding? Open(string name)
    {
        // Each call makes its own: an Encoding carries its fallbacks with it, and these replace instead of throwing.
        return name switch
        {
            "utf-8" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            "utf-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            // Asked for by name and not registered: nothing else in the process changes what it can decode.
            _ => CodePagesEncodingProvider.Instance.GetEncoding(
                name,
                EncoderFallback.ReplacementFallback,
                DecoderFallback.ReplacementFallback
            ),
        };
    }
}

using System.Globalization;
using System.Net;
using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Text of an XML document that is not well-formed: references decoded as far as they mean anything, forbidden characters dropped.</summary>
/// <param name="doctype">The entities that the document declares.</param>
internal sealed class XmlText(Doctype? doctype)
{
    private const int LongestReference = 64;

    /// <summary>All text that declared entities may add to one document: a few letters each is what they are for.</summary>
    private int _budget = 1 << 20;

    /// <summary>The first hostile entity that the document used, or null.</summary>
    public string? Hostile { get; private set; }

    /// <summary>
    /// Decodes XML and HTML references; a bare ampersand stays one. HTML references to <c>&lt;</c> and the like decode once, so that escaped markup
    /// comes out as markup, as XML would have it.
    /// </summary>
    public string Decode(ReadOnlySpan<char> raw)
    {
        if (raw.IndexOf('&') < 0 && !HasForbidden(raw))
        {
            return raw.ToString();
        }

        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c != '&')
            {
                if (IsAllowed(c))
                {
                    text.Append(c);
                }

                continue;
            }

            var end = raw[i..Math.Min(raw.Length, i + LongestReference)].IndexOf(';');
            if (end > 1 && Reference(raw.Slice(i + 1, end - 1)) is { } decoded)
            {
                text.Append(decoded);
                i += end;
            }
            else
            {
                text.Append('&');
            }
        }

        return text.ToString();
    }

    /// <summary>Drops the characters that XML forbids (control characters, U+FFFE, U+FFFF).</summary>
    public static string Clean(ReadOnlySpan<char> raw)
    {
        if (!HasForbidden(raw))
        {
            return raw.ToString();
        }

        var text = new StringBuilder(raw.Length);
        foreach (var c in raw)
        {
            if (IsAllowed(c))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>Decodes numeric references only.</summary>
    public static string DecodeReferencesOfCharacters(string value)
    {
        if (!value.Contains("&#", StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var end = value[i] == '&' ? value.IndexOf(';', i) : -1;
            if (
                end > i + 2
                && end - i < LongestReference
                && value[i + 1] == '#'
                && Character(value.AsSpan(i + 2, end - i - 2)) is { } decoded
            )
            {
                text.Append(decoded);
                i = end;
            }
            else
            {
                text.Append(value[i]);
            }
        }

        return text.ToString();
    }

    private string? Reference(ReadOnlySpan<char> name)
    {
        if (name[0] == '#')
        {
            return Character(name[1..]);
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':'))
            {
                return null;
            }
        }

        var key = name.ToString();
        if (doctype is not null)
        {
            if (doctype.TryGetText(key, out var declared))
            {
                _budget -= declared.Length;
                return _budget >= 0 ? declared : "";
            }

            if (doctype.IsHostile(key))
            {
                Hostile ??= key;
                return "";
            }
        }

        if (key == "apos")
        {
            return "'";
        }

        var reference = "&" + key + ";";
        var decoded = WebUtility.HtmlDecode(reference);
        return decoded == reference ? null : decoded;
    }

    private static string? Character(ReadOnlySpan<char> digits)
    {
        var hex = digits.Length > 1 && digits[0] is 'x' or 'X';
        var ok = hex
            ? int.TryParse(digits[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out code);
        if (!ok)
        {
            return null;
        }

        // HTML reads these as windows-1252, which is what their writers meant.
        if (code is >= 0x80 and <= 0x9F)
        {
            code = Windows1252[code - 0x80];
        }

        if (!Rune.IsValid(code))
        {
            return "";
        }

        return code > 0xFFFF || IsAllowed((char)code) ? new Rune(code).ToString() : "";
    }

    private static ReadOnlySpan<char> Windows1252 =>
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private static bool HasForbidden(ReadOnlySpan<char> raw)
    {
        foreach (var c in raw)
        {
            if (!IsAllowed(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAllowed(char c) => c is >= ' ' and < '\uFFFE' or '\t' or '\n' or '\r';
}

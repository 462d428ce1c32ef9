using System.Text;

namespace Monitor.Worker.Collection.Web;

/// <summary>The path patterns of robots.txt (RFC 9309 section 2.2.3): a prefix, with <c>*</c> for any octets and a final <c>$</c> for the end.</summary>
/// <remarks>Text is handled as octets, one character for each byte, so that length and equality mean what the RFC says.</remarks>
internal static class RobotsPattern
{
    /// <summary>Whether the pattern matches the start of the path, or all of it with a final <c>$</c>. Linear in the two lengths.</summary>
    public static bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> pattern)
    {
        var anchored = pattern.Length > 0 && pattern[^1] == '$';
        if (anchored)
        {
            pattern = pattern[..^1];
        }

        var star = pattern.IndexOf('*');
        var head = star < 0 ? pattern : pattern[..star];
        if (!path.StartsWith(head))
        {
            return false;
        }

        path = path[head.Length..];
        // Leftmost is enough for each part between stars: a later match leaves less for the parts that follow.
        while (star >= 0)
        {
            pattern = pattern[(star + 1)..];
            star = pattern.IndexOf('*');
            if (star < 0 && anchored)
            {
                return path.EndsWith(pattern);
            }

            var part = star < 0 ? pattern : pattern[..star];
            var at = path.IndexOf(part);
            if (at < 0)
            {
                return false;
            }

            path = path[(at + part.Length)..];
        }

        return !anchored || path.IsEmpty;
    }

    /// <summary>UTF-8 octets of a text, one character each.</summary>
    public static string Octets(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Percent-encodes what is not ASCII and writes the hex digits of what is encoded already in capitals (RFC 9309 section 2.2.2).</summary>
    public static string Escape(ReadOnlySpan<char> octets)
    {
        if (!octets.Contains('%') && !octets.ContainsAnyExceptInRange('\0', '\x7F'))
        {
            return octets.ToString();
        }

        var escaped = new StringBuilder(octets.Length);
        for (var i = 0; i < octets.Length; i++)
        {
            if (IsTriplet(octets[i..]))
            {
                escaped.Append('%').Append(char.ToUpperInvariant(octets[i + 1])).Append(char.ToUpperInvariant(octets[i + 2]));
                i += 2;
            }
            else if (octets[i] >= 0x80)
            {
                escaped.Append('%').Append(((int)octets[i]).ToString("X2"));
            }
            else
            {
                escaped.Append(octets[i]);
            }
        }

        return escaped.ToString();
    }

    /// <summary>One spelling for all: as <see cref="Escape"/>, and unreserved characters never encoded (RFC 3986 section 6.2.2.2).</summary>
    public static string Spell(ReadOnlySpan<char> octets)
    {
        var escaped = Escape(octets);
        if (!escaped.Contains('%'))
        {
            return escaped;
        }

        var spelled = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (!IsTriplet(escaped.AsSpan(i)))
            {
                spelled.Append(escaped[i]);
                continue;
            }

            var octet = (char)Convert.ToByte(escaped.Substring(i + 1, 2), 16);
            if (char.IsAsciiLetterOrDigit(octet) || octet is '-' or '.' or '_' or '~')
            {
                spelled.Append(octet);
            }
            else
            {
                spelled.Append(escaped, i, 3);
            }

            i += 2;
        }

        return spelled.ToString();
    }

    private static bool IsTriplet(ReadOnlySpan<char> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
}

using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Text out of the markup that feeds carry, in one pass over the characters: no tree, so no depth and no cost that input could raise.</summary>
internal static class Markup
{
    private static readonly FrozenSet<string> Blocks = Names(
        "address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol "
            + "option p pre section summary table tbody td tfoot th thead title tr ul"
    );

    private static readonly FrozenSet<string> Unseen = Names("script style noscript template iframe object svg head textarea select");

    private static readonly FrozenSet<string> Inline = Names(
        "a abbr acronym applet area audio b base basefont bdi bdo big body button canvas caption cite code col colgroup data datalist del dfn dir em embed "
            + "font frame frameset html i img input ins kbd label legend link map mark meta meter output param picture progress q rp rt ruby s samp "
            + "small source span strike strong sub sup time track tt u var video wbr"
    );

    /// <summary>
    /// The text of HTML: tags away, references decoded, white space folded, one line per paragraph. An angle bracket that does not begin a tag of
    /// HTML stays text, so that "a &lt; b" and "&lt;nama@kantor&gt;" survive.
    /// </summary>
    public static string Text(string html)
    {
        if (html.Length == 0)
        {
            return "";
        }

        // Without a single tag or reference the line breaks are the writer's own.
        if (!html.Contains('<', StringComparison.Ordinal))
        {
            return Lines(Decode(html));
        }

        var text = new StringBuilder(html.Length);
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('<', at);
            if (open < 0)
            {
                Fold(text, html.AsSpan(at));
                break;
            }

            Fold(text, html.AsSpan(at, open - at));
            at = Tag(html, open, text);
        }

        return Lines(Decode(text.ToString()));
    }

    /// <summary>Plain text on one line: white space folded, nothing else touched.</summary>
    public static string Line(string text) => CollapseSpaces(text);

    /// <summary>Whether a text has tags of HTML in it.</summary>
    public static bool HasTags(string text)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at < text.Length; at = text.IndexOf('<', at + 1))
        {
            if (Name(text, at, out _) is { } name && (Blocks.Contains(name) || Inline.Contains(name) || Unseen.Contains(name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The address of the first picture in HTML, as written, or null.</summary>
    public static string? FirstImage(string html)
    {
        for (
            var at = html.IndexOf("<img", StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = html.IndexOf("<img", at + 4, StringComparison.OrdinalIgnoreCase)
        )
        {
            var end = html.IndexOf('>', at);
            var tag = html.AsSpan(at, (end < 0 ? html.Length : end) - at);
            var source = tag.IndexOf(" src", StringComparison.OrdinalIgnoreCase);
            if (source < 0)
            {
                continue;
            }

            var value = tag[(source + 4)..].TrimStart();
            if (value.IsEmpty || value[0] != '=')
            {
                continue;
            }

            value = value[1..].TrimStart();
            if (value.IsEmpty)
            {
                continue;
            }

            var quote = value[0];
            value = quote is '"' or '\'' ? value[1..] : value;
            var stop = quote is '"' or '\'' ? value.IndexOf(quote) : value.IndexOfAny(' ', '/', '>');
            var address = WebUtility.HtmlDecode((stop < 0 ? value : value[..stop]).ToString()).Trim();
            if (address.Length > 0 && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            {
                return address;
            }
        }

        return null;
    }

    private static int Tag(string html, int at, StringBuilder text)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
        {
            var close = html.IndexOf("-->", at + 4, StringComparison.Ordinal);
            return close < 0 ? html.Length : close + 3;
        }

        if (string.CompareOrdinal(html, at, "<![CDATA[", 0, 9) == 0)
        {
            return at + 9;
        }

        if (at + 1 < html.Length && html[at + 1] is '!' or '?')
        {
            var close = html.IndexOf('>', at);
            return close < 0 ? html.Length : close + 1;
        }

        var name = Name(html, at, out var closing);
        var known =
            name is not null
            && (Blocks.Contains(name) || Inline.Contains(name) || Unseen.Contains(name) || name.AsSpan().ContainsAny(':', '-'));
        if (!known)
        {
            text.Append('<');
            return at + 1;
        }

        var end = EndOfTag(html, at);
        if (Unseen.Contains(name!))
        {
            if (closing || (end >= 2 && html[end - 2] == '/'))
            {
                return end;
            }

            var after = html.IndexOf("</" + name, end, StringComparison.OrdinalIgnoreCase);
            return after < 0 ? end : EndOfTag(html, after);
        }

        if (Blocks.Contains(name!))
        {
            text.Append('\n');
        }

        return end;
    }

    /// <summary>A quoted attribute may hold the closing bracket; a quote that never closes must not swallow the rest.</summary>
    private static int EndOfTag(string html, int at)
    {
        var i = at;
        while (i < html.Length && html[i] != '>')
        {
            if (html[i] is '"' or '\'' && i > 0 && html[i - 1] == '=')
            {
                var close = html.IndexOf(html[i], i + 1, Math.Min(2048, html.Length - i - 1));
                i = close < 0 ? i : close;
            }

            i++;
        }

        return Math.Min(i + 1, html.Length);
    }

    private static string? Name(string html, int at, out bool closing)
    {
        closing = at + 1 < html.Length && html[at + 1] == '/';
        var start = at + (closing ? 2 : 1);
        var end = start;
        while (end < html.Length && (char.IsAsciiLetterOrDigit(html[end]) || html[end] is ':' or '-'))
        {
            end++;
        }

        var complete = end == html.Length || html[end] is '>' or '/' || char.IsWhiteSpace(html[end]);
        return end > start && char.IsAsciiLetter(html[start]) && complete ? html[start..end].ToLowerInvariant() : null;
    }

    private static void Fold(StringBuilder text, ReadOnlySpan<char> raw)
    {
        foreach (var c in raw)
        {
            text.Append(c is '\n' or '\r' or '\t' ? ' ' : c);
        }
    }

    /// <summary>References may be escaped twice (<c>&amp;amp;nbsp;</c>); the second time only when the result could still be one.</summary>
    private static string Decode(string text) => text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;

    private static string Lines(string text)
    {
        var lines = new StringBuilder(text.Length);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = CollapseSpaces(text[range]);
            if (line.Length > 0)
            {
                lines.Append(lines.Length > 0 ? "\n" : "").Append(line);
            }
        }

        return lines.ToString();
    }

    private static string CollapseSpaces(string text)
    {
        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF' or '\0')
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            folded.Append(c);
        }

        return folded.ToString();
    }

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}

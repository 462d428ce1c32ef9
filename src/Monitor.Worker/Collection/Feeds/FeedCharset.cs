using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Bytes of a feed to text: byte order mark, then Content-Type, then the XML prolog, then UTF-8, then windows-1252.</summary>
internal static class FeedCharset
{
    /// <summary>Decodes without throwing; bytes that fit no encoding become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> body, string? contentType)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return Encoding.UTF8.GetString(body[3..]);
        }

        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || body.StartsWith((ReadOnlySpan<byte>)[(byte)'<', 0]))
        {
            return Encoding.Unicode.GetString(body);
        }

        if (body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || body.StartsWith((ReadOnlySpan<byte>)[0, (byte)'<']))
        {
            return Encoding.BigEndianUnicode.GetString(body);
        }

        if (System.Text.Unicode.Utf8.IsValid(body))
        {
            return Encoding.UTF8.GetString(body);
        }

        var head = Encoding.Latin1.GetString(body[..Math.Min(body.Length, 256)]);
        var named = Label(contentType ?? "", "charset=") ?? Label(head, "encoding=");
        return (Find(named) ?? Find("windows-1252") ?? Encoding.Latin1).GetString(body);
    }

    private static string? Label(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var label = text.AsSpan(at + name.Length).TrimStart(" \"'");
        var end = label.IndexOfAny(" \"';?>");
        return (end < 0 ? label : label[..end]).ToString();
    }

    private static Encoding? Find(string? label)
    {
        if (label is null or "" || label.StartsWith("utf", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(label) ?? Encoding.GetEncoding(label);
        }
        catch (ArgumentException)
        {
            // An encoding that nobody knows is no encoding.
            return null;
        }
    }
}

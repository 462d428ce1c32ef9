namespace Monitor.Classifier.Text;

/// <summary>Finds addresses: with a scheme, with www., and bare ones under the endings that Indonesian posts use.</summary>
internal static class UrlScan
{
    private static readonly string[] Endings =
    [
        "com",
        "id",
        "net",
        "org",
        "co",
        "me",
        "ly",
        "tv",
        "info",
        "news",
        "gl",
        "be",
        "gov",
        "xyz",
    ];

    /// <summary>Length of the address that begins here, or 0.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        if (
            text[0] is 'h' or 'H'
            && (
                text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            return UntilSpace(text);
        }

        if (text[0] is 'w' or 'W' && text.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return UntilSpace(text);
        }

        return BareLength(text);
    }

    private static int BareLength(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (true)
        {
            var label = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '-'))
            {
                at++;
            }

            if (at == label || at >= text.Length || at - label > 40)
            {
                return label > 0 && IsEnding(text[label..at]) ? at : 0;
            }

            if (text[at] == '.' && at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1]))
            {
                at++;
                continue;
            }

            if (label == 0 || !IsEnding(text[label..at]))
            {
                return 0;
            }

            return text[at] == '/' ? at + UntilSpace(text[at..]) : at;
        }
    }

    private static bool IsEnding(ReadOnlySpan<char> label)
    {
        foreach (var ending in Endings)
        {
            if (label.Equals(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int UntilSpace(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('<' or '>' or '"'))
        {
            at++;
        }

        while (at > 0 && text[at - 1] is '.' or ',' or ')' or '!' or '?' or ';' or ':')
        {
            at--;
        }

        return at;
    }
}

namespace Monitor.Classifier.Text;

/// <summary>What a copied page leaves in a text: tags and character entities.</summary>
internal static class Markup
{
    private const int LongestTag = 200;
    private const int LongestEntity = 10;

    /// <summary>Length of the tag that begins here, or 0. The corpora's place holder for an address counts as one.</summary>
    public static int TagLength(ReadOnlySpan<char> text, out bool isUrl)
    {
        isUrl = false;
        var first = text.Length > 1 ? text[1] : ' ';
        if (!char.IsAsciiLetter(first) && first is not ('/' or '!'))
        {
            return 0;
        }

        var end = text[..Math.Min(text.Length, LongestTag)].IndexOf('>');
        if (end < 0 || text[1..end].Contains('<'))
        {
            return 0;
        }

        isUrl = text[1..end].Equals("url", StringComparison.OrdinalIgnoreCase);
        return end + 1;
    }

    /// <summary>Length of the character entity that begins here, or 0.</summary>
    public static int EntityLength(ReadOnlySpan<char> text)
    {
        var at = 1;
        if (at < text.Length && text[at] == '#')
        {
            at++;
        }

        var name = at;
        while (at < text.Length && at < LongestEntity && char.IsAsciiLetterOrDigit(text[at]))
        {
            at++;
        }

        return at > name && at < text.Length && text[at] == ';' ? at + 1 : 0;
    }
}

using System.Text;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Takes the names that authors of pages give to elements apart into words.</summary>
internal static class NameWords
{
    /// <summary>Longer names are generated, not given.</summary>
    private const int LongestName = 400;

    /// <summary>The words of class and id in lower case, each between two spaces, cut at signs, digits and inner capitals; or empty.</summary>
    public static string Split(string @class, string id)
    {
        if (@class.Length == 0 && id.Length == 0)
        {
            return "";
        }

        var words = new StringBuilder(@class.Length + id.Length + 8);
        Append(words, @class);
        Append(words, id);
        if (words.Length > 0)
        {
            words.Append(' ');
        }

        return words.ToString();
    }

    private static void Append(StringBuilder words, string name)
    {
        var inside = false;
        var previous = ' ';
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            if (!char.IsLetter(c))
            {
                inside = false;
            }
            else
            {
                if (!inside || (char.IsUpper(c) && char.IsLower(previous)))
                {
                    words.Append(' ');
                }

                words.Append(char.ToLowerInvariant(c));
                inside = true;
            }

            previous = c;
        }
    }
}

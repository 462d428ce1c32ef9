using System.Collections.Frozen;
using System.Text;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Takes the names that authors of pages give to elements apart into words.</summary>
internal static class NameWords
{
    /// <summary>Longer names are generated, not given.</summary>
    private const int LongestName = 400;

    private static readonly string[] States =
    [
        "has-",
        "has_",
        "with-",
        "with_",
        "w-",
        "and-",
        "no-",
        "not-",
        "one-",
        "two-",
        "without-",
        "hide-",
        "show-",
    ];

    /// <summary>The words of class and id in lower case, each between two spaces, cut at signs, digits and inner capitals; or empty.</summary>
    public static string Split(string @class, string id)
    {
        if (@class.Length == 0 && id.Length == 0)
        {
            return "";
        }

        var words = new StringBuilder(@class.Length + id.Length + 8);
        var post = @class.Contains("hentry", StringComparison.Ordinal);
        foreach (var range in @class.AsSpan(0, Math.Min(@class.Length, LongestName)).Split(' '))
        {
            var name = @class.AsSpan()[range];
            if (!IsState(name) && !(post && IsTerm(name)))
            {
                Append(words, name);
            }
        }

        Append(words, id);
        if (words.Length > 0)
        {
            words.Append(' ');
        }

        return words.ToString();
    }

    /// <summary>Says what the element has or lacks, not what it is: <c>has-sidebar</c>, <c>and-w-sidebar</c>, <c>no-comments</c>.</summary>
    private static bool IsState(ReadOnlySpan<char> name)
    {
        foreach (var prefix in States)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>WordPress writes the tags and categories of a post into its class.</summary>
    private static bool IsTerm(ReadOnlySpan<char> name) =>
        name.StartsWith("tag-", StringComparison.Ordinal) || name.StartsWith("category-", StringComparison.Ordinal);

    private static void Append(StringBuilder words, ReadOnlySpan<char> name)
    {
        var inside = false;
        var previous = ' ';
        foreach (var c in name[..Math.Min(name.Length, LongestName)])
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

    /// <summary>Whether one of the words, or two or three of them in a row, is in the set.</summary>
    public static bool Any(string words, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> set)
    {
        // Words stand between single spaces, so that each word, pair and triple is one piece of the string.
        for (var start = 1; start < words.Length; )
        {
            var next = 0;
            var end = start - 1;
            for (var count = 0; count < 3; count++)
            {
                end = words.IndexOf(' ', end + 1);
                if (end < 0)
                {
                    break;
                }

                next = count == 0 ? end + 1 : next;
                if (set.Contains(words.AsSpan(start, end - start)))
                {
                    return true;
                }
            }

            if (next == 0)
            {
                return false;
            }

            start = next;
        }

        return false;
    }
}

namespace Monitor.Worker.Collection.Articles;

/// <summary>Who wrote an article.</summary>
internal static class AuthorNames
{
    private const int LongestName = 80;

    private static readonly string[] Prefixes =
    [
        "ditulis oleh",
        "penulis",
        "reporter",
        "oleh",
        "jurnalis",
        "pewarta",
        "written by",
        "posted by",
        "by",
        "author",
        "editor",
        "dari",
    ];

    private static readonly string[] BylineWords = [" byline ", " author ", " penulis ", " reporter ", " pewarta ", " contributor "];

    /// <summary>The names in the order given, or none.</summary>
    public static IReadOnlyList<string> Find(PageHead head, PageNode body)
    {
        var written =
            head.Data.Authors.Count > 0
                ? head.Data.Authors
                : head.MetaAll(
                    "author",
                    "article:author",
                    "parsely-author",
                    "sailthru.author",
                    "dc.creator",
                    "byl",
                    "content_author",
                    "dcterms.creator"
                );
        var names = Clean(written);
        return names.Count > 0 ? names : Clean(Visible(body));
    }

    private static List<string> Clean(IEnumerable<string> written)
    {
        var names = new List<string>();
        foreach (var one in written.SelectMany(Separate))
        {
            var name = WithoutPrefix(Feeds.Markup.Line(Feeds.Markup.Text(one)));
            if (
                name.Length is > 1 and <= LongestName
                && !Feeds.FeedAddress.IsWeb(name)
                && name.Any(char.IsLetter)
                && !names.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>"A, B dan C" are three; a comma before a degree ("Supian Suri, M.M.") separates nothing.</summary>
    private static IEnumerable<string> Separate(string written)
    {
        foreach (
            var part in written.Split(
                [" and ", " dan ", " & ", ";", " | "],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var pieces = part.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var degree = pieces
                .Skip(1)
                .Any(piece => piece.Contains('.', StringComparison.Ordinal) || !piece.Contains(' ', StringComparison.Ordinal));
            if (degree)
            {
                yield return part;
                continue;
            }

            foreach (var piece in pieces)
            {
                yield return piece;
            }
        }
    }

    private static string WithoutPrefix(string name)
    {
        foreach (var prefix in Prefixes)
        {
            if (
                name.Length > prefix.Length
                && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && !char.IsLetterOrDigit(name[prefix.Length])
            )
            {
                return name[prefix.Length..].TrimStart(' ', ':', '-', '–').Trim();
            }
        }

        return name.Trim(' ', ',', '-', '–', '|');
    }

    private static IEnumerable<string> Visible(PageNode body)
    {
        foreach (var node in body.Walk())
        {
            if (node.IsText || node.Letters is < 3 or > 60)
            {
                continue;
            }

            var words = node.Words;
            var said =
                node.Attribute("rel").Contains("author", StringComparison.OrdinalIgnoreCase)
                || node.Attribute("itemprop").Contains("author", StringComparison.OrdinalIgnoreCase)
                || (words.Length > 0 && Array.Exists(BylineWords, word => words.Contains(word, StringComparison.Ordinal)));
            if (said)
            {
                var lines = BodyText.Lines(node);
                if (lines is [var line, ..] && !line.Any(char.IsAsciiDigit))
                {
                    yield return line;
                    yield break;
                }
            }
        }
    }
}

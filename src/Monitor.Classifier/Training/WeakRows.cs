namespace Monitor.Classifier.Training;

/// <summary>
/// Rows that nobody labelled, but whose label a rule knows (distant supervision: M. Mintz et al., ACL 2009): an everyday post without
/// one political word is <c>non_politik</c>; the lead of a news article takes no side. Without them a model trained on campaign posts
/// takes every colloquial text for a partisan one.
/// </summary>
public sealed class WeakRows
{
    /// <summary>The name of the file of political words, a star at the end of a prefix.</summary>
    public const string FileName = "politics.tsv";

    /// <summary>The source of rows from everyday posts.</summary>
    public const string Everyday = "weak_everyday";

    /// <summary>The source of rows from news leads.</summary>
    public const string News = "weak_news";

    private const int LeadLength = 260;
    private const int ShortestPost = 15;
    private const int LongestPost = 400;

    private readonly WordList political;
    private readonly WordList state;
    private readonly WordList violation;

    private WeakRows(WordList political, WordList state, WordList violation)
    {
        this.political = political;
        this.state = state;
        this.violation = violation;
    }

    /// <summary>Whether a row came from a rule.</summary>
    public static bool IsWeak(LabelledText row) => row is { Source: Everyday or News };

    /// <summary>Reads the three word lists of the rule.</summary>
    public static WeakRows Load(string path)
    {
        var lists = File.ReadLines(path)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t', 2))
            .ToDictionary(
                parts => parts[0],
                parts => new WordList(parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)),
                StringComparer.Ordinal
            );
        return new WeakRows(lists["political"], lists["state"], lists["violation"]);
    }

    /// <summary>At most <paramref name="most"/> posts without a political word, drawn by the seed.</summary>
    public IReadOnlyList<LabelledText> FromPosts(IEnumerable<string> posts, int most, int seed) =>
        Draw(
            posts.Where(p =>
                p.Length is >= ShortestPost and <= LongestPost
                && !p.Contains('#', StringComparison.Ordinal)
                && !IsHeadline(p)
                && !political.IsIn(p)
            ),
            most,
            seed,
            (text, i) => new LabelledText($"w{i}", Everyday, Label.NonPolitik, Doubtful: false, text)
        );

    /// <summary>At most <paramref name="most"/> leads; articles that may report a civil servant's violation are left out.</summary>
    public IReadOnlyList<LabelledText> FromArticles(IEnumerable<string> articles, int most, int seed) =>
        Draw(
            articles.Select(Lead).Where(lead => !violation.IsIn(lead)),
            most,
            seed,
            (text, i) => new LabelledText($"n{i}", News, state.IsIn(text) ? Label.PolitikNetral : Label.NonPolitik, Doubtful: false, text)
        );

    private static LabelledText[] Draw(IEnumerable<string> texts, int most, int seed, Func<string, int, LabelledText> row)
    {
        var pool = texts.ToArray();
        new Random(seed).Shuffle(pool);
        return [.. pool.Take(most).Select(row)];
    }

    private static string Lead(string article) =>
        article.Length <= LeadLength ? article : article[..Math.Max(1, article.LastIndexOf(' ', LeadLength))];

    /// <summary>A capital, 25 to 110 characters, a full stop and more: how the article files write title and lead.</summary>
    private static bool IsHeadline(string post)
    {
        var stop = post.IndexOf(". ", StringComparison.Ordinal);
        return char.IsAsciiLetterUpper(post[0]) && stop is >= 26 and <= 111 && post.Length > stop + 42;
    }

    private sealed class WordList
    {
        private readonly HashSet<string> whole = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> prefixes = [];

        public WordList(IEnumerable<string> words)
        {
            foreach (var word in words)
            {
                if (word.EndsWith('*'))
                {
                    prefixes.Add(word[..^1]);
                }
                else
                {
                    whole.Add(word);
                }
            }
        }

        public bool IsIn(string text)
        {
            var seen = whole.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var i = 0; i < text.Length; )
            {
                var start = i;
                while (i < text.Length && char.IsLetterOrDigit(text[i]))
                {
                    i++;
                }

                var word = text.AsSpan(start, i - start);
                if (word.Length > 0 && (seen.Contains(word) || StartsWithAny(word)))
                {
                    return true;
                }

                i += word.Length == 0 ? 1 : 0;
            }

            return false;
        }

        private bool StartsWithAny(ReadOnlySpan<char> word)
        {
            foreach (var prefix in prefixes)
            {
                if (word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

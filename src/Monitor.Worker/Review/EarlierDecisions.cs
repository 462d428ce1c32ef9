using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>An earlier decision of another text that says something alike.</summary>
/// <param name="Flag">Its number.</param>
/// <param name="State">confirmed or dismissed.</param>
/// <param name="Code">The form, or the ground.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="Likeness">0 to 1; only good for the order.</param>
/// <param name="Words">The words in common that weigh most.</param>
/// <param name="Text">Headline or first words.</param>
internal sealed record EarlierDecision(
    long Flag,
    string State,
    string? Code,
    DateTimeOffset ClosedAt,
    double Likeness,
    IReadOnlyList<string> Words,
    string Text
);

/// <summary>Finds how texts like this one were decided before, so that like is treated alike.</summary>
/// <remarks>
/// Only closed flags, whose verdicts everybody may see, and never the same text under another flag: that verdict would tell a second reader what the
/// first had said. Who they were about is not told; it has no bearing.
/// </remarks>
internal sealed class EarlierDecisions(Database database)
{
    private const int Compared = 1000;
    private const int Shown = 3;
    private const int WordsShown = 4;
    private const int ShortestWord = 4;
    private const int ExcerptLength = 120;

    // Below it two texts share what all political texts share; from the upper bound on they are one text.
    private const double Alike = 0.15;
    private const double Same = 0.8;

    private const string SelectLast = """
        SELECT form, ground FROM decision WHERE flag_id = @Id ORDER BY place DESC LIMIT 1
        """;

    /// <summary>The likest, at most three.</summary>
    public Task<List<EarlierDecision>> OfAsync(long flag, Reviewer reviewer, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var asked = await Queue.VisibleAsync(session, flag, reviewer);
                var others = await session.ListAsync<Other>(
                    """
                    SELECT id, state, title, text, region_code, closed_at FROM flag
                    WHERE state IN @Closed AND label = @Label AND id <> @Id AND closed_at IS NOT NULL AND taken_down_at IS NULL
                    ORDER BY closed_at DESC LIMIT @Compared
                    """,
                    new
                    {
                        FlagState.Closed,
                        asked.Label,
                        asked.Id,
                        Compared,
                    }
                );
                var seen = others.FindAll(other =>
                    reviewer.Regions.Count == 0
                    || other.RegionCode is null
                    || reviewer.Regions.Any(own => Region.Covers(own, other.RegionCode))
                );
                var found = new List<EarlierDecision>();
                foreach (var (other, likeness, words) in Likest($"{asked.Title}\n{asked.Text}", seen))
                {
                    var last = await session.FirstOrDefaultAsync<DecisionRow>(SelectLast, new { other.Id });
                    found.Add(
                        new EarlierDecision(
                            other.Id,
                            other.State,
                            last?.Form ?? last?.Ground,
                            other.ClosedAt,
                            likeness,
                            words,
                            Excerpt.Of((other.Title.Length > 0 ? other.Title : other.Text).ReplaceLineEndings(" "), ExcerptLength)
                        )
                    );
                }

                return found;
            },
            ct
        );

    // Words count the more the fewer of the texts have them; without that every campaign text is like every other.
    private static IEnumerable<(Other Other, double Likeness, IReadOnlyList<string> Words)> Likest(string text, List<Other> others)
    {
        var asked = WordsOf(text);
        var sets = others.ConvertAll(other => WordsOf($"{other.Title}\n{other.Text}"));
        var having = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in sets.SelectMany(set => set).Concat(asked))
        {
            having[word] = having.GetValueOrDefault(word) + 1;
        }

        return others
            .Select(
                (other, i) =>
                {
                    var shared = asked.Where(sets[i].Contains).OrderByDescending(Rarity).ThenBy(word => word, StringComparer.Ordinal);
                    var common = shared.ToList();
                    var whole = common.Sum(Square) / Math.Max(double.Epsilon, Math.Sqrt(asked.Sum(Square) * sets[i].Sum(Square)));
                    return (Other: other, Likeness: whole, Overlap: Overlap(asked, sets[i], common.Count), Common: common);
                }
            )
            .Where(found => found.Likeness >= Alike && found.Overlap < Same)
            .OrderByDescending(found => found.Likeness)
            .ThenByDescending(found => found.Other.Id)
            .Take(Shown)
            .Select(found => (found.Other, found.Likeness, (IReadOnlyList<string>)[.. found.Common.Take(WordsShown)]));

        // Never nothing: where little has been decided yet, every word in common counts.
        double Rarity(string word) => 1 + Math.Log((sets.Count + 1.0) / having[word]);
        double Square(string word) => Rarity(word) * Rarity(word);
    }

    // Of the smaller one: a text that quotes the other whole is that text.
    private static double Overlap(HashSet<string> one, HashSet<string> other, int common) =>
        (double)common / Math.Max(1, Math.Min(one.Count, other.Count));

    private static HashSet<string> WordsOf(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]))
            {
                continue;
            }

            if (i - start >= ShortestWord)
            {
                words.Add(text[start..i].ToLowerInvariant());
            }

            start = i + 1;
        }

        return words;
    }

    private sealed class Other
    {
        public long Id { get; init; }
        public string State { get; init; } = "";
        public string Title { get; init; } = "";
        public string Text { get; init; } = "";
        public string? RegionCode { get; init; }
        public DateTimeOffset ClosedAt { get; init; }
    }
}

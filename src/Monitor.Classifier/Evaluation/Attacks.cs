using System.Text;

namespace Monitor.Classifier.Evaluation;

/// <summary>What someone does who wants to be read by friends and overlooked by machines.</summary>
public static class Attacks
{
    private const string Latin = "aeopcxyi";
    private const string Lookalikes = "аеорсхуі";

    /// <summary>By name: the text rewritten, the same for the same seed.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, Random, string>> All = new SortedDictionary<
        string,
        Func<string, Random, string>
    >(StringComparer.Ordinal)
    {
        ["case"] = (text, random) => Each(text, random, 2, c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)),
        ["emoji"] = (text, random) => Between(text, random, 3, " 🔥"),
        ["homoglyph"] = (text, random) => Each(text, random, 3, Lookalike),
        ["spacing"] = (text, random) => Words(text, random, 6, word => string.Join(' ', word.AsEnumerable())),
        ["typo"] = (text, random) => Words(text, random, 5, word => Swap(word, random)),
        ["zero_width"] = (text, random) => Words(text, random, 3, word => word.Insert(word.Length / 2, "\u200B")),
    };

    /// <summary>The share of flagged texts that an attack hides, by attack.</summary>
    public static IReadOnlyDictionary<string, double> RecallLost(
        IReadOnlyList<string> flagged,
        Func<string, double> score,
        double threshold,
        int seed
    )
    {
        ArgumentNullException.ThrowIfNull(flagged);
        ArgumentNullException.ThrowIfNull(score);
        var lost = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, attack) in All)
        {
            var random = new Random(seed);
            lost[name] = flagged.Count == 0 ? 0 : flagged.Count(text => score(attack(text, random)) < threshold) / (double)flagged.Count;
        }

        return lost;
    }

    private static char Lookalike(char c)
    {
        var at = Latin.IndexOf(c, StringComparison.Ordinal);
        return at < 0 ? c : Lookalikes[at];
    }

    private static string Each(string text, Random random, int oneIn, Func<char, char> change)
    {
        var result = new StringBuilder(text);
        for (var i = 0; i < result.Length; i++)
        {
            if (random.Next(oneIn) == 0)
            {
                result[i] = change(result[i]);
            }
        }

        return result.ToString();
    }

    private static string Between(string text, Random random, int oneIn, string addition) =>
        string.Join(' ', text.Split(' ').Select(word => random.Next(oneIn) == 0 ? word + addition : word));

    private static string Words(string text, Random random, int oneIn, Func<string, string> change) =>
        string.Join(
            ' ',
            text.Split(' ').Select(word => word.Length >= 4 && word.All(char.IsLetter) && random.Next(oneIn) == 0 ? change(word) : word)
        );

    private static string Swap(string word, Random random)
    {
        var at = 1 + random.Next(word.Length - 2);
        return string.Concat(word.AsSpan(0, at), word.AsSpan(at + 1, 1), word.AsSpan(at, 1), word.AsSpan(at + 2));
    }
}

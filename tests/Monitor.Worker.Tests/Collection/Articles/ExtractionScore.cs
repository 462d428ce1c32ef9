using System.Text.RegularExpressions;

namespace Monitor.Worker.Tests.Collection.Articles;

/// <summary>
/// The metric of the article-extraction benchmark: a text becomes the multiset of its 4-token shingles (a token is <c>\w+</c>); precision and
/// recall of a page are taken on the multisets, averaged over the pages, and F1 is taken from the two averages.
/// </summary>
internal static partial class ExtractionScore
{
    private const int Length = 4;

    /// <summary>Precision and recall of one page. Both texts empty: both are 1.</summary>
    public static (double Precision, double Recall) Of(string truth, string found)
    {
        var (wanted, got) = (Shingles(truth), Shingles(found));
        if (wanted.Count == 0 && got.Count == 0)
        {
            return (1, 1);
        }

        double both = wanted.Sum(pair => Math.Min(pair.Value, got.GetValueOrDefault(pair.Key)));
        return (both == 0 ? 0 : both / got.Values.Sum(), both == 0 ? 0 : both / wanted.Values.Sum());
    }

    /// <summary>Harmonic mean.</summary>
    public static double F1(double precision, double recall) => precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);

    private static Dictionary<string, int> Shingles(string text)
    {
        var tokens = Token().Matches(text).Select(match => match.Value).ToArray();
        var shingles = new Dictionary<string, int>(StringComparer.Ordinal);
        if (tokens.Length == 0)
        {
            return shingles;
        }

        for (var i = 0; i < Math.Max(1, tokens.Length - Length + 1); i++)
        {
            var shingle = string.Join(' ', tokens.AsSpan(i, Math.Min(Length, tokens.Length)));
            shingles[shingle] = shingles.GetValueOrDefault(shingle) + 1;
        }

        return shingles;
    }

    [GeneratedRegex(@"\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}

using Monitor.Classifier.Text;

namespace Monitor.Classifier.Explanation;

/// <summary>
/// Finds the spans of the original text that moved the score most. Weights of tokens propose phrases; the text without the phrase is then
/// judged anew, and the difference is the reason's weight. What a reader is told is therefore true of the text, not of the model's insides.
/// </summary>
internal static class ReasonFinder
{
    private const int Most = 5;
    private const int Proposed = 8;
    private const int LongestPhrase = 5;
    private const int LongestSpan = 80;
    private const double Smallest = 0.02;

    /// <summary>A reason that moves less is noise to a reader: it turns 0.50 into 0.55 at most.</summary>
    private const double Telling = 0.2;

    /// <summary>A word that pushes less may stand inside a phrase that pushes the other way.</summary>
    private const double Indifferent = 0.1;

    /// <summary>
    /// Readable phrases around neighbouring tokens that push the same way; the strongest, as spans of <paramref name="text"/> that do not
    /// overlap.
    /// </summary>
    public static IReadOnlyList<(int Start, int Length)> Candidates(string text, TextBuffer buffer, double[] shares)
    {
        var phrasing = new Phrasing(buffer, text);
        var phrases = new List<(int Start, int End, double Weight)>();
        for (var from = 0; from < shares.Length; )
        {
            var to = from + 1;
            if (!phrasing.Speaks(from))
            {
                from = to;
                continue;
            }

            var sum = shares[from];
            while (to < shares.Length && to - from < LongestPhrase && Next(phrasing, shares, from, to) is var more and > 0)
            {
                for (; more > 0; more--)
                {
                    sum += shares[to++];
                }
            }

            if (Math.Abs(sum) > Smallest && phrasing.TryShape(from, to, out var start, out var end))
            {
                phrases.Add((start, end, sum));
            }

            from = to;
        }

        var kept = new List<(int Start, int End, double Weight)>();
        foreach (var phrase in phrases.OrderByDescending(p => Math.Abs(p.Weight)).ThenBy(p => p.Start))
        {
            Keep(kept, phrase);
        }

        // What holds the score back must not crowd out what raises it: that is what a reader asks for first.
        var raising = kept.Where(p => p.Weight > 0).Take(Most).ToArray();
        return [.. raising.Concat(kept.Except(raising)).Take(Proposed).Select(p => (p.Start, p.End - p.Start))];
    }

    /// <summary>
    /// At most five reasons: first those that raise the score, strongest first, then those that hold it back. A flag may stand at any score,
    /// and its reader asks why he should look. A weak one is told only where nothing else raises the score.
    /// </summary>
    public static IReadOnlyList<Reason> Choose(
        string text,
        IReadOnlyList<(int Start, int Length)> candidates,
        double score,
        Func<string, double> judge
    )
    {
        var reasons = new List<Reason>();
        foreach (var (start, length) in candidates)
        {
            // A space in its place: the words beside it must not grow together.
            var rest = string.Concat(text.AsSpan(0, start), " ", text.AsSpan(start + length));
            var weight = LogOdds(score) - LogOdds(judge(rest));
            if (Math.Abs(weight) > Smallest && length > 0)
            {
                reasons.Add(new Reason(start, length, text.Substring(start, length), weight));
            }
        }

        Reason[] ordered = [.. reasons.OrderByDescending(r => r.Weight > 0).ThenByDescending(r => Math.Abs(r.Weight)).ThenBy(r => r.Start)];
        return [.. ordered.Where((r, i) => Math.Abs(r.Weight) >= Telling || (i == 0 && r.Weight > 0)).Take(Most)];
    }

    /// <summary>How many tokens from <paramref name="to"/> on go on the phrase: one that pushes the same way, or one over a word that hardly pushes.</summary>
    private static int Next(in Phrasing phrasing, double[] shares, int from, int to)
    {
        if (!phrasing.Speaks(to))
        {
            return 0;
        }

        if (Belongs(shares[from], shares[to]))
        {
            return 1;
        }

        return
            Math.Abs(shares[to]) <= Indifferent
            && to + 1 < shares.Length
            && phrasing.Speaks(to + 1)
            && Belongs(shares[from], shares[to + 1])
            ? 2
            : 0;
    }

    /// <summary>Phrases that grew into one another become one when they push the same way; else the stronger stays.</summary>
    private static void Keep(List<(int Start, int End, double Weight)> kept, (int Start, int End, double Weight) phrase)
    {
        var other = kept.FindIndex(k => k.Start < phrase.End && phrase.Start < k.End);
        if (other < 0)
        {
            kept.Add(phrase);
            return;
        }

        var (start, end, weight) = kept[other];
        var union = (Start: Math.Min(start, phrase.Start), End: Math.Max(end, phrase.End));
        var alone = kept.FindIndex(other + 1, k => k.Start < union.End && union.Start < k.End) < 0;
        if (Math.Sign(weight) == Math.Sign(phrase.Weight) && union.End - union.Start <= LongestSpan && alone)
        {
            kept[other] = (union.Start, union.End, weight + phrase.Weight);
        }
    }

    private static bool Belongs(double first, double next) =>
        Math.Sign(first) == Math.Sign(next) && Math.Abs(first) > Smallest && Math.Abs(next) > Smallest;

    private static double LogOdds(double score)
    {
        var p = Math.Clamp(score, 1e-9, 1 - 1e-9);
        return Math.Log(p / (1 - p));
    }
}

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
    private const double Smallest = 0.02;

    /// <summary>Neighbouring tokens that push the same way become one phrase; the strongest, as spans of the original text.</summary>
    public static IReadOnlyList<(int Start, int Length)> Candidates(TextBuffer buffer, double[] shares)
    {
        var phrases = new List<(int Start, int End, double Weight)>();
        for (var from = 0; from < shares.Length; )
        {
            var to = from + 1;
            var sum = shares[from];
            while (to < shares.Length && to - from < LongestPhrase && Belongs(shares[from], shares[to]))
            {
                sum += shares[to++];
            }

            if (Math.Abs(sum) > Smallest)
            {
                var (start, end) = Span(buffer, from, to);
                phrases.Add((start, end, sum));
            }

            from = to;
        }

        return
        [
            .. phrases
                .OrderByDescending(p => Math.Abs(p.Weight))
                .ThenBy(p => p.Start)
                .Take(Proposed)
                .Select(p => (p.Start, p.End - p.Start))
                .Distinct(),
        ];
    }

    /// <summary>
    /// At most five reasons, strongest first; those that pushed the score to the side where it stands come before those that held it back.
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

        var side = score >= 0.5 ? 1 : -1;
        return
        [
            .. reasons
                .OrderByDescending(r => Math.Sign(r.Weight) == side)
                .ThenByDescending(r => Math.Abs(r.Weight))
                .ThenBy(r => r.Start)
                .Take(Most),
        ];
    }

    private static bool Belongs(double first, double next) =>
        Math.Sign(first) == Math.Sign(next) && Math.Abs(first) > Smallest && Math.Abs(next) > Smallest;

    private static (int Start, int End) Span(TextBuffer buffer, int from, int to)
    {
        int start = int.MaxValue,
            end = 0;
        for (var i = from; i < to; i++)
        {
            start = Math.Min(start, buffer.Tokens[i].Start);
            end = Math.Max(end, buffer.Tokens[i].Start + buffer.Tokens[i].Length);
        }

        return (start, end);
    }

    private static double LogOdds(double score)
    {
        var p = Math.Clamp(score, 1e-9, 1 - 1e-9);
        return Math.Log(p / (1 - p));
    }
}

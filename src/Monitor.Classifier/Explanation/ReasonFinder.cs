using Monitor.Classifier.Model;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Explanation;

/// <summary>Finds the spans of the original text that moved the score most.</summary>
internal static class ReasonFinder
{
    private const int Most = 5;
    private const int LongestPhrase = 5;
    private const double Smallest = 0.05;

    /// <summary>Neighbouring tokens that push the same way become one phrase; strongest first, at most five.</summary>
    public static IReadOnlyList<Reason> Find(string text, TextBuffer buffer, Scorer scorer, Calibration calibration)
    {
        if (buffer.Count == 0)
        {
            return [];
        }

        var shares = new double[buffer.Count];
        scorer.Contributions(buffer, shares);
        var reasons = new List<Reason>();
        for (var from = 0; from < shares.Length; )
        {
            var to = from + 1;
            var sum = shares[from];
            while (
                to < shares.Length
                && to - from < LongestPhrase
                && Math.Sign(shares[to]) == Math.Sign(shares[from])
                && Math.Abs(shares[to]) > Smallest
                && Math.Abs(shares[from]) > Smallest
            )
            {
                sum += shares[to++];
            }

            var weight = sum * calibration.Slope;
            if (Math.Abs(weight) > Smallest)
            {
                reasons.Add(Span(text, buffer, from, to, weight));
            }

            from = to;
        }

        reasons.Sort(
            (a, b) => Math.Abs(b.Weight) != Math.Abs(a.Weight) ? Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight)) : a.Start - b.Start
        );
        return reasons.Count > Most ? reasons.GetRange(0, Most) : reasons;
    }

    private static Reason Span(string text, TextBuffer buffer, int from, int to, double weight)
    {
        int start = int.MaxValue,
            end = 0;
        for (var i = from; i < to; i++)
        {
            start = Math.Min(start, buffer.Tokens[i].Start);
            end = Math.Max(end, buffer.Tokens[i].Start + buffer.Tokens[i].Length);
        }

        return new Reason(start, end - start, text[start..end], weight);
    }
}

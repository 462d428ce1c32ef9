namespace Monitor.Classifier.Evaluation;

/// <summary>One line of an evaluation table.</summary>
/// <param name="Name">What was held out.</param>
/// <param name="Metrics">How it went, at the threshold chosen on the training part.</param>
/// <param name="F1Interval">95 % of redrawn rows lie here.</param>
/// <param name="AucInterval">95 % of redrawn rows lie here.</param>
/// <param name="Threshold">The threshold used.</param>
public sealed record Evaluated(
    string Name,
    Metrics Metrics,
    (double Low, double High) F1Interval,
    (double Low, double High) AucInterval,
    double Threshold
)
{
    /// <summary>Measures one held-out part.</summary>
    public static Evaluated Of(string name, IReadOnlyList<double> scores, IReadOnlyList<bool> truths, double threshold, int seed)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(truths);
        return new Evaluated(
            name,
            Metrics.Of(scores, truths, threshold),
            Bootstrap.Interval(scores.Count, rows => F1(rows, scores, truths, threshold), seed),
            Bootstrap.Interval(
                scores.Count,
                rows => Metrics.AreaUnderCurve(Array.ConvertAll(rows, i => scores[i]), Array.ConvertAll(rows, i => truths[i])),
                seed
            ),
            threshold
        );
    }

    private static double F1(int[] rows, IReadOnlyList<double> scores, IReadOnlyList<bool> truths, double threshold)
    {
        int tp = 0,
            wrong = 0;
        foreach (var i in rows)
        {
            var flagged = scores[i] >= threshold;
            tp += flagged && truths[i] ? 1 : 0;
            wrong += flagged != truths[i] ? 1 : 0;
        }

        return tp + wrong == 0 ? 0 : 2.0 * tp / ((2 * tp) + wrong);
    }
}

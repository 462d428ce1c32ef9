namespace Monitor.Classifier.Evaluation;

/// <summary>How well scores and flags match what careful readers said.</summary>
/// <param name="Count">Texts judged.</param>
/// <param name="Positives">Of them, those a human should look at.</param>
/// <param name="Precision">Of the flagged, the share that was right.</param>
/// <param name="Recall">Of the positives, the share that was flagged.</param>
/// <param name="F1">Their harmonic mean.</param>
/// <param name="MacroF1">The mean of F1 for the flagged and F1 for the unflagged.</param>
/// <param name="Auc">The probability that a positive scores above a negative.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal bins (Guo et al., ICML 2017).</param>
public sealed record Metrics(
    int Count,
    int Positives,
    double Precision,
    double Recall,
    double F1,
    double MacroF1,
    double Auc,
    double CalibrationError
)
{
    private const int Bins = 10;

    /// <summary>Measures scores against truths at one threshold.</summary>
    public static Metrics Of(IReadOnlyList<double> scores, IReadOnlyList<bool> truths, double threshold)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(truths);
        int tp = 0,
            fp = 0,
            fn = 0,
            tn = 0;
        for (var i = 0; i < scores.Count; i++)
        {
            var flagged = scores[i] >= threshold;
            if (truths[i])
            {
                _ = flagged ? tp++ : fn++;
            }
            else
            {
                _ = flagged ? fp++ : tn++;
            }
        }

        var f1 = Ratio(2 * tp, (2 * tp) + fp + fn);
        var other = Ratio(2 * tn, (2 * tn) + fp + fn);
        return new Metrics(
            scores.Count,
            tp + fn,
            Ratio(tp, tp + fp),
            Ratio(tp, tp + fn),
            f1,
            (f1 + other) / 2,
            AreaUnderCurve(scores, truths),
            ExpectedCalibrationError(scores, truths)
        );
    }

    /// <summary>The area under the receiver operating characteristic, ties counted half.</summary>
    public static double AreaUnderCurve(IReadOnlyList<double> scores, IReadOnlyList<bool> truths)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(truths);
        var order = Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]).ToArray();
        double ranks = 0;
        long positives = 0;
        for (var from = 0; from < order.Length; )
        {
            var to = from;
            while (to < order.Length && scores[order[to]] == scores[order[from]])
            {
                to++;
            }

            var rank = (from + to + 1) / 2.0;
            for (var k = from; k < to; k++)
            {
                if (truths[order[k]])
                {
                    ranks += rank;
                    positives++;
                }
            }

            from = to;
        }

        var negatives = scores.Count - positives;
        return positives == 0 || negatives == 0 ? 0.5 : (ranks - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>The mean distance between what a score promises and what comes true, over ten equal bins.</summary>
    public static double ExpectedCalibrationError(IReadOnlyList<double> scores, IReadOnlyList<bool> truths)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(truths);
        var sums = new double[Bins];
        var hits = new double[Bins];
        for (var i = 0; i < scores.Count; i++)
        {
            var bin = Math.Min(Bins - 1, (int)(scores[i] * Bins));
            sums[bin] += scores[i];
            hits[bin] += truths[i] ? 1 : 0;
        }

        double error = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            error += Math.Abs(sums[bin] - hits[bin]);
        }

        return scores.Count == 0 ? 0 : error / scores.Count;
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

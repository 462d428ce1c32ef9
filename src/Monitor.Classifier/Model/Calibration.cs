namespace Monitor.Classifier.Model;

/// <summary>
/// Turns six logits into probabilities that mean what they say. The score is a logistic of the score logit (J. Platt 1999); the labels
/// share it, and what it leaves, in proportion to a softmax with a temperature (C. Guo et al. 2017).
/// </summary>
/// <param name="Slope">Times the score logit.</param>
/// <param name="Offset">Added to it.</param>
/// <param name="Temperature">Times the label logits.</param>
public sealed record Calibration(double Slope, double Offset, double Temperature)
{
    /// <summary>The calibrated score of a score logit.</summary>
    public double Score(double logit) => 1 / (1 + Math.Exp(-((Slope * logit) + Offset)));

    /// <summary>Fills five probabilities that sum to one and gives the score, which is the sum of the first three.</summary>
    public double Apply(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        var score = Score(logits[LabelNames.Count]);
        Share(logits[..3], probabilities[..3], score);
        Share(logits[3..LabelNames.Count], probabilities[3..], 1 - score);
        return score;
    }

    /// <summary>Fits all three numbers on logits of rows the model had not seen.</summary>
    public static Calibration Fit(IReadOnlyList<double[]> logits, IReadOnlyList<Label> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        var (slope, offset) = FitLogistic([.. logits.Select(l => l[LabelNames.Count])], [.. labels.Select(l => l.IsPositive())]);
        var best = (Loss: double.MaxValue, Temperature: 1.0);
        for (var step = -12; step <= 20; step++)
        {
            var candidate = new Calibration(slope, offset, Math.Pow(1.15, step));
            var loss = candidate.Loss(logits, labels);
            if (loss < best.Loss)
            {
                best = (loss, candidate.Temperature);
            }
        }

        return new Calibration(slope, offset, best.Temperature);
    }

    private double Loss(IReadOnlyList<double[]> logits, IReadOnlyList<Label> labels)
    {
        Span<double> probabilities = stackalloc double[LabelNames.Count];
        double loss = 0;
        for (var i = 0; i < logits.Count; i++)
        {
            Apply(logits[i], probabilities);
            loss -= Math.Log(Math.Max(1e-12, probabilities[(int)labels[i]]));
        }

        return loss;
    }

    private void Share(ReadOnlySpan<double> logits, Span<double> probabilities, double mass)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] = Math.Exp(Temperature * (logits[i] - largest));
            sum += probabilities[i];
        }

        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] *= mass / sum;
        }
    }

    /// <summary>Newton's method on Platt's smoothed targets, as in H.-T. Lin, C.-J. Lin, R. Weng, Machine Learning 68 (2007).</summary>
    internal static (double Slope, double Offset) FitLogistic(double[] logits, bool[] truths)
    {
        double positives = truths.Count(t => t);
        var high = (positives + 1) / (positives + 2);
        var low = 1 / (truths.Length - positives + 2);
        double a = 1,
            b = 0;
        for (var iteration = 0; iteration < 100; iteration++)
        {
            double ga = 0,
                gb = 0,
                haa = 1e-9,
                hab = 0,
                hbb = 1e-9;
            for (var i = 0; i < logits.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-((a * logits[i]) + b)));
                var error = p - (truths[i] ? high : low);
                var curvature = Math.Max(p * (1 - p), 1e-12);
                ga += error * logits[i];
                gb += error;
                haa += curvature * logits[i] * logits[i];
                hab += curvature * logits[i];
                hbb += curvature;
            }

            var determinant = (haa * hbb) - (hab * hab);
            var da = ((hbb * ga) - (hab * gb)) / determinant;
            var db = ((haa * gb) - (hab * ga)) / determinant;
            // A step of more than two in either number overshoots on separable rows.
            var shrink = Math.Min(1, 2 / Math.Max(1e-12, Math.Max(Math.Abs(da), Math.Abs(db))));
            a -= shrink * da;
            b -= shrink * db;
            if (Math.Abs(da) + Math.Abs(db) < 1e-9)
            {
                break;
            }
        }

        return (a, b);
    }
}

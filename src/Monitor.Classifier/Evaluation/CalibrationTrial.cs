using Monitor.Classifier.Model;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Evaluation;

/// <summary>
/// How well one way of turning logits into probabilities does on rows it was not fitted on. Every way is fitted on the same rows and
/// measured on the same others.
/// </summary>
/// <param name="Method">none, temperature (Guo et al. 2017), Platt (1999) or isotonic (Zadrozny, Elkan 2002).</param>
/// <param name="Split">Which rows were left out of the fit: blocks of neighbours, or an election whole with its fold.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal bins.</param>
/// <param name="LogLoss">Mean negative log-likelihood.</param>
/// <param name="Brier">Mean squared error.</param>
public sealed record CalibrationTrial(string Method, string Split, double CalibrationError, double LogLoss, double Brier)
{
    private const int Parts = 5;

    /// <summary>Tries every way on both splits.</summary>
    public static IReadOnlyList<CalibrationTrial> All(HeldOut heldOut)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        double[] logits = [.. heldOut.Logits.Select(l => l[LabelNames.Count])];
        bool[] truths = [.. heldOut.Truths];
        int[] blocks = [.. Enumerable.Range(0, logits.Length).Select(i => i / Folds.BlockLength % Parts)];
        return [.. Tried(logits, truths, blocks, "blocks"), .. Tried(logits, truths, [.. heldOut.FoldOf], "elections")];
    }

    /// <summary>Fits each way on all parts but one and measures it on that one, in turn.</summary>
    internal static IEnumerable<CalibrationTrial> Tried(double[] logits, bool[] truths, int[] parts, string split)
    {
        var methods = new (string Name, Func<double[], bool[], Func<double, double>> Fit)[]
        {
            ("none", (_, _) => Logistic),
            ("temperature", Temperature),
            ("Platt", Platt),
            ("isotonic", Isotonic),
        };
        foreach (var (name, fit) in methods)
        {
            var scores = new double[logits.Length];
            foreach (var part in parts.Distinct().Order())
            {
                int[] fitted = [.. Enumerable.Range(0, logits.Length).Where(i => parts[i] != part)];
                var probability = fit([.. fitted.Select(i => logits[i])], [.. fitted.Select(i => truths[i])]);
                for (var i = 0; i < logits.Length; i++)
                {
                    scores[i] = parts[i] == part ? probability(logits[i]) : scores[i];
                }
            }

            yield return new CalibrationTrial(
                name,
                split,
                Metrics.Of(scores, truths, 0.5).CalibrationError,
                scores.Zip(truths, (p, t) => -Math.Log(Math.Clamp(t ? p : 1 - p, 1e-6, 1))).Average(),
                scores.Zip(truths, (p, t) => (p - (t ? 1 : 0)) * (p - (t ? 1 : 0))).Average()
            );
        }
    }

    private static double Logistic(double logit) => 1 / (1 + Math.Exp(-logit));

    private static Func<double, double> Platt(double[] logits, bool[] truths)
    {
        var (slope, offset) = Calibration.FitLogistic(logits, truths);
        return logit => Logistic((slope * logit) + offset);
    }

    private static Func<double, double> Temperature(double[] logits, bool[] truths)
    {
        var best = (Loss: double.MaxValue, Slope: 1.0);
        for (var step = -60; step <= 60; step++)
        {
            var slope = Math.Pow(1.03, step);
            double loss = 0;
            for (var i = 0; i < logits.Length; i++)
            {
                var p = Logistic(slope * logits[i]);
                loss -= Math.Log(Math.Max(1e-12, truths[i] ? p : 1 - p));
            }

            best = loss < best.Loss ? (loss, slope) : best;
        }

        return logit => Logistic(best.Slope * logit);
    }

    /// <summary>Pools neighbours that stand in the wrong order until the steps rise (R. Barlow et al. 1972).</summary>
    private static Func<double, double> Isotonic(double[] logits, bool[] truths)
    {
        var steps = new List<(double From, double Sum, int Count)>();
        foreach (var i in Enumerable.Range(0, logits.Length).OrderBy(i => logits[i]))
        {
            steps.Add((logits[i], truths[i] ? 1 : 0, 1));
            while (steps.Count > 1 && steps[^2].Sum / steps[^2].Count >= steps[^1].Sum / steps[^1].Count)
            {
                steps[^2] = (steps[^2].From, steps[^2].Sum + steps[^1].Sum, steps[^2].Count + steps[^1].Count);
                steps.RemoveAt(steps.Count - 1);
            }
        }

        double[] from = [.. steps.Select(s => s.From)];
        double[] value = [.. steps.Select(s => s.Sum / s.Count)];
        return logit =>
        {
            var at = Array.BinarySearch(from, logit);
            return value[Math.Max(0, at >= 0 ? at : ~at - 1)];
        };
    }
}

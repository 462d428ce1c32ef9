using Monitor.Classifier.Learning;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Evaluation;

/// <summary>What more rows would bring: the same held-out rows judged by models that saw a part of the training rows, each part inside the next.</summary>
/// <param name="Share">The share of training blocks seen.</param>
/// <param name="Rows">How many labelled rows that was.</param>
/// <param name="Auc">On the first fold held out.</param>
/// <param name="F1">At the best threshold for those rows, so that a curve of F1 shows ranking and no luck with thresholds.</param>
public sealed record LearningCurve(double Share, int Rows, double Auc, double F1)
{
    private const int JudgedFold = 0;
    private const int Eighths = 8;
    private static readonly int[] Steps = [1, 2, 4];

    /// <summary>Trains on an eighth, a quarter and a half; what all rows bring is known from <paramref name="heldOut"/>.</summary>
    public static IReadOnlyList<LearningCurve> Measure(TrainingSet set, TrainingOptions options, ILearner learner, HeldOut heldOut)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(heldOut);
        var folds = Folds.Assign(set.Rows);
        int[] judged = [.. Enumerable.Range(0, set.Rows.Count).Where(i => folds[i] == JudgedFold && !WeakRows.IsWeak(set.Rows[i]))];
        int[] training = [.. Enumerable.Range(0, set.Rows.Count).Where(i => folds[i] != JudgedFold || WeakRows.IsWeak(set.Rows[i]))];
        bool[] truths = [.. judged.Select(i => set.Rows[i].Label.IsPositive())];
        if (judged.Length == 0)
        {
            return [];
        }

        var curve = new List<LearningCurve>();
        foreach (var step in Steps)
        {
            int[] seen = [.. training.Where(i => Turn(i / Folds.BlockLength) < step)];
            var model = Ensemble.Train(set, seen, options, learner);
            double[] scores = [.. judged.Select(i => model.Logits(set.Documents[i])[LabelNames.Count])];
            curve.Add(Of((double)step / Eighths, Labelled(seen), scores, truths));
        }

        double[] all =
        [
            .. Enumerable
                .Range(0, heldOut.FoldOf.Count)
                .Where(i => heldOut.FoldOf[i] == JudgedFold)
                .Select(i => heldOut.Logits[i][LabelNames.Count]),
        ];
        curve.Add(Of(1, Labelled(training), all, truths));
        return curve;

        int Labelled(int[] rows) => rows.Count(i => !WeakRows.IsWeak(set.Rows[i]));
    }

    /// <summary>Which eighth a block belongs to. Multiplying by an odd number mixes files that alternate.</summary>
    private static int Turn(int block) => (int)(((uint)block * 2654435761u) >> 29);

    private static LearningCurve Of(double share, int rows, double[] scores, bool[] truths)
    {
        var ordered = scores.Zip(truths).OrderByDescending(p => p.First).ToArray();
        var positives = truths.Count(t => t);
        var (found, best) = (0, 0.0);
        for (var flagged = 1; flagged <= ordered.Length; flagged++)
        {
            found += ordered[flagged - 1].Second ? 1 : 0;
            best = Math.Max(best, 2.0 * found / (flagged + positives));
        }

        return new LearningCurve(share, rows, Metrics.Of([.. scores.Select(logit => 1 / (1 + Math.Exp(-logit)))], truths, 0.5).Auc, best);
    }
}

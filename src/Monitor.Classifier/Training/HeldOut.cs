using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Learning;
using Monitor.Classifier.Model;

namespace Monitor.Classifier.Training;

/// <summary>
/// What models say of rows they were not trained on, fold by fold, and what follows from it: the calibration and the thresholds. Rows
/// labelled by rule train every fold and are never judged.
/// </summary>
public sealed class HeldOut
{
    private HeldOut(List<double[]> logits, List<Label> labels, List<int> folds, TrainingOptions options)
    {
        (Logits, Labels, FoldOf) = (logits, labels, folds);
        Calibration = Calibration.Fit(logits, labels);
        Scores = [.. logits.Select(l => Calibration.Score(l[LabelNames.Count]))];
        Truths = [.. labels.Select(l => l.IsPositive())];
        Thresholds = OperatingPoints.Choose(Scores, Truths, options.PositiveShare, options.BalancedShare);
    }

    /// <summary>What the models said, before calibration.</summary>
    public IReadOnlyList<double[]> Logits { get; }

    /// <summary>What careful readers said.</summary>
    public IReadOnlyList<Label> Labels { get; }

    /// <summary>The fold of each row.</summary>
    public IReadOnlyList<int> FoldOf { get; }

    /// <summary>Fitted on the held-out logits.</summary>
    public Calibration Calibration { get; }

    /// <summary>Calibrated scores of the held-out rows.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Whether a human should look at each.</summary>
    public IReadOnlyList<bool> Truths { get; }

    /// <summary>By name.</summary>
    public SortedDictionary<string, double> Thresholds { get; }

    /// <summary>Trains once per fold on the rows given and judges the fold left out.</summary>
    public static HeldOut Of(
        TrainingSet set,
        IEnumerable<int> rows,
        TrainingOptions options,
        ILearner learner,
        IProgress<double>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        var used = rows.ToArray();
        var folds = Folds.Assign(set.Rows);
        var logits = new List<double[]>();
        var labels = new List<Label>();
        var foldOf = new List<int>();
        for (var fold = 0; fold < Folds.Count; fold++)
        {
            int[] judged = [.. used.Where(i => folds[i] == fold && !WeakRows.IsWeak(set.Rows[i]))];
            if (judged.Length == 0)
            {
                continue;
            }

            var model = Ensemble.Train(set, [.. used.Where(i => folds[i] != fold || WeakRows.IsWeak(set.Rows[i]))], options, learner);
            foreach (var i in judged)
            {
                logits.Add(model.Logits(set.Documents[i]));
                labels.Add(set.Rows[i].Label);
                foldOf.Add(fold);
            }

            progress?.Report(0.05 + (0.15 * (fold + 1)));
        }

        return new HeldOut(logits, labels, foldOf, options);
    }
}

using Monitor.Classifier.Learning;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Evaluation;

/// <summary>
/// The figure that matters: train without an election, test on it. Calibration and thresholds come from the training part alone.
/// </summary>
/// <param name="set">Rows taken apart; rows labelled by rule only ever train.</param>
/// <param name="options">How to train.</param>
public sealed class SourceEvaluation(TrainingSet set, TrainingOptions options)
{
    private static readonly HashSet<string> AlwaysTested = new(StringComparer.Ordinal) { "idsa", "hs_non", "news_pol", "news_non" };

    /// <summary>
    /// Leaves out one election at a time. The test part is that election, the sources that no election owns, and every fifth row of
    /// <c>komentar_berita</c>; rows after the first <paramref name="testable"/> only train.
    /// </summary>
    public IEnumerable<Evaluated> LeaveOneSourceOut(int testable)
    {
        foreach (var election in Folds.Elections)
        {
            bool Tested(int i) =>
                i < testable
                && (
                    Folds.GroupOf(set.Rows[i].Source) == election
                    || AlwaysTested.Contains(set.Rows[i].Source)
                    || (set.Rows[i].Source == "komentar_berita" && i % 5 == 0)
                );
            yield return Judge(election, Tested);
        }
    }

    /// <summary>Five folds by blocks of twenty rows over the rows from <paramref name="from"/> to before <paramref name="to"/>; all other rows train.</summary>
    public IEnumerable<Evaluated> CrossValidate(int from, int to)
    {
        for (var fold = 0; fold < Folds.Count; fold++)
        {
            yield return Judge($"fold {fold + 1}", i => i >= from && i < to && (i - from) / Folds.BlockLength % Folds.Count == fold);
        }
    }

    private Evaluated Judge(string name, Func<int, bool> tested)
    {
        int[] train = [.. Enumerable.Range(0, set.Rows.Count).Where(i => !tested(i))];
        int[] test = [.. Enumerable.Range(0, set.Rows.Count).Where(tested)];
        var learner = new DualCoordinateLogistic(options.Cost);
        // One net is enough to place calibration and thresholds, and halves the time.
        var heldOut = HeldOut.Of(set, train, options with { Nets = 1 }, learner);
        var model = Ensemble.Train(set, train, options, learner);
        double[] scores = [.. test.Select(i => heldOut.Calibration.Score(model.Logits(set.Documents[i])[LabelNames.Count]))];
        bool[] truths = [.. test.Select(i => set.Rows[i].Label.IsPositive())];
        return Evaluated.Of(name, scores, truths, heldOut.Thresholds[OperatingPoints.Balanced], options.Seed);
    }
}

namespace Monitor.Classifier.Evaluation;

/// <summary>Thresholds with a name, chosen on rows the model had not seen.</summary>
public static class OperatingPoints
{
    /// <summary>The name of the threshold with the best F1.</summary>
    public const string Balanced = "balanced";

    /// <summary>The name of the lowest threshold whose flags are right nine times in ten.</summary>
    public const string Precision = "precision";

    /// <summary>The name of the highest threshold that finds nine of ten positives.</summary>
    public const string Recall = "recall";

    private const double Wanted = 0.90;

    /// <summary>
    /// All three, by name. Where no threshold reaches the wanted precision the strictest one with any flag stands in.
    /// <paramref name="positiveShare"/> is the share of positives the thresholds are chosen for (M. Saerens et al. 2002): corpora are
    /// collected around campaigns and hold far more partisan texts than a stream does. Null takes the rows as they are.
    /// <paramref name="balancedShare"/> is that of the threshold with the best F1, where it is another.
    /// </summary>
    public static SortedDictionary<string, double> Choose(
        IReadOnlyList<double> scores,
        IReadOnlyList<bool> truths,
        double? positiveShare = null,
        double? balancedShare = null
    )
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(truths);
        var thresholds = Walk(scores, truths, positiveShare);
        if (balancedShare is not null)
        {
            thresholds[Balanced] = Walk(scores, truths, balancedShare)[Balanced];
        }

        return thresholds;
    }

    private static SortedDictionary<string, double> Walk(IReadOnlyList<double> scores, IReadOnlyList<bool> truths, double? positiveShare)
    {
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ToArray();
        var positives = truths.Count(t => t);
        var negatives = truths.Count - positives;
        // What one negative counts, so that the positives make up the wanted share.
        var negativeWeight = positiveShare is { } share && negatives > 0 ? positives * (1 - share) / share / negatives : 1;
        double bestF1 = -1,
            balanced = 0.5,
            precision = 1,
            recall = 0;
        var tp = 0;
        double flagged = 0;
        var recallFound = false;
        for (var k = 0; k < order.Length; k++)
        {
            tp += truths[order[k]] ? 1 : 0;
            flagged += truths[order[k]] ? 1 : negativeWeight;
            if (k + 1 < order.Length && scores[order[k + 1]] == scores[order[k]])
            {
                continue;
            }

            var threshold = scores[order[k]];
            var f1 = 2.0 * tp / (flagged + positives);
            if (f1 > bestF1)
            {
                (bestF1, balanced) = (f1, threshold);
            }

            if (tp >= Wanted * flagged)
            {
                precision = threshold;
            }

            if (!recallFound && tp >= Wanted * positives)
            {
                (recall, recallFound) = (threshold, true);
            }
        }

        return new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [Balanced] = balanced,
            [Precision] = precision,
            [Recall] = recall,
        };
    }
}

namespace Monitor.Classifier.Evaluation;

/// <summary>Two models on the same rows, neither of which saw them. McNemar's exact test (1947) on the rows where only one is right.</summary>
/// <param name="Champion">The model in use.</param>
/// <param name="Challenger">The one that would replace it.</param>
/// <param name="OnlyChampion">Rows that only the champion got right.</param>
/// <param name="OnlyChallenger">Rows that only the challenger got right.</param>
/// <param name="Probability">How likely so uneven a split is between equals.</param>
public sealed record Challenge(Metrics Champion, Metrics Challenger, int OnlyChampion, int OnlyChallenger, double Probability)
{
    private const double Doubt = 0.05;

    /// <summary>
    /// The challenger may replace the champion: it is right as often, or no less often than chance would make an equal. F1 does not excuse it: that of two models
    /// which find nothing is the same, however many harmless texts one of them flags.
    /// </summary>
    public bool Passed => OnlyChallenger >= OnlyChampion || Probability >= Doubt;

    /// <summary>Compares flags at each model's own threshold.</summary>
    public static Challenge Of(
        IReadOnlyList<double> champion,
        double championThreshold,
        IReadOnlyList<double> challenger,
        double challengerThreshold,
        IReadOnlyList<bool> truths
    )
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        ArgumentNullException.ThrowIfNull(truths);
        int first = 0,
            second = 0;
        for (var i = 0; i < truths.Count; i++)
        {
            var old = champion[i] >= championThreshold == truths[i];
            var young = challenger[i] >= challengerThreshold == truths[i];
            first += old && !young ? 1 : 0;
            second += young && !old ? 1 : 0;
        }

        return new Challenge(
            Metrics.Of(champion, truths, championThreshold),
            Metrics.Of(challenger, truths, challengerThreshold),
            first,
            second,
            TwoSided(Math.Min(first, second), first + second)
        );
    }

    /// <summary>Twice the lower tail of a fair coin thrown <paramref name="n"/> times, at most one.</summary>
    private static double TwoSided(int k, int n)
    {
        if (n == 0)
        {
            return 1;
        }

        var logChoose = 0.0;
        double tail = 0;
        for (var i = 0; i <= k; i++)
        {
            if (i > 0)
            {
                logChoose += Math.Log(n - i + 1) - Math.Log(i);
            }

            tail += Math.Exp(logChoose - (n * Math.Log(2)));
        }

        return Math.Min(1, 2 * tail);
    }
}

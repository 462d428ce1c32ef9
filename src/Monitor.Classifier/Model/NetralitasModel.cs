using Monitor.Classifier.Features;

namespace Monitor.Classifier.Model;

/// <summary>Everything a trained model consists of, as it stands in its file.</summary>
/// <param name="Info">What it says of itself.</param>
/// <param name="Table">The weights.</param>
/// <param name="Scales">By family and lane: what one step of an eight-bit weight is worth.</param>
/// <param name="Biases">By lane.</param>
/// <param name="Nets">The convolutional nets.</param>
/// <param name="NetShare">How much of a logit the nets decide, from 0 to 1; the linear weights decide the rest.</param>
/// <param name="Calibration">From logits to probabilities.</param>
public sealed record NetralitasModel(
    ModelInfo Info,
    WeightTable Table,
    float[] Scales,
    float[] Biases,
    NetTable Nets,
    float NetShare,
    Calibration Calibration
)
{
    /// <summary>How many scales a model has.</summary>
    public const int ScaleCount = FeatureFamilies.Count * WeightTable.Lanes;

    /// <summary>
    /// The logits of the nets mixed into those of the linear weights. Both say "should a human look" twice, by an output of their own and by
    /// their labels; the mean of the two ranks texts of an unseen election better than either.
    /// </summary>
    public static void Mix(Span<double> linear, ReadOnlySpan<float> nets, float share)
    {
        Span<double> widened = stackalloc double[nets.Length];
        for (var lane = 0; lane < nets.Length; lane++)
        {
            widened[lane] = nets[lane];
        }

        var look = ((1 - share) * Look(linear)) + (share * Look(widened));
        for (var lane = 0; lane < LabelNames.Count; lane++)
        {
            linear[lane] = ((1 - share) * linear[lane]) + (share * nets[lane]);
        }

        linear[LabelNames.Count] = look;
    }

    private static double Look(ReadOnlySpan<double> logits) =>
        0.5 * (logits[LabelNames.Count] + LogSum(logits[..3]) - LogSum(logits[3..LabelNames.Count]));

    private static double LogSum(ReadOnlySpan<double> logits)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }
}

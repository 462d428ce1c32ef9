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
    /// The logits of the nets mixed into those of the linear weights. The nets say "should a human look" twice, by their own output and by
    /// their labels; the mean of the two is steadier than either.
    /// </summary>
    public static void Mix(Span<double> linear, ReadOnlySpan<float> nets, float share)
    {
        var look = 0.5 * (nets[LabelNames.Count] + LogSum(nets[..3]) - LogSum(nets[3..LabelNames.Count]));
        for (var lane = 0; lane < LabelNames.Count; lane++)
        {
            linear[lane] = ((1 - share) * linear[lane]) + (share * nets[lane]);
        }

        linear[LabelNames.Count] = ((1 - share) * linear[LabelNames.Count]) + (share * look);
    }

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = float.NegativeInfinity;
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

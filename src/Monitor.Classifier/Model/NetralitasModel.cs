using Monitor.Classifier.Features;

namespace Monitor.Classifier.Model;

/// <summary>Everything a trained model consists of, as it stands in its file.</summary>
/// <param name="Info">What it says of itself.</param>
/// <param name="Table">The weights.</param>
/// <param name="Scales">By family and lane: what one step of an eight-bit weight is worth.</param>
/// <param name="Biases">By lane.</param>
/// <param name="Calibration">From logits to probabilities.</param>
public sealed record NetralitasModel(ModelInfo Info, WeightTable Table, float[] Scales, float[] Biases, Calibration Calibration)
{
    /// <summary>How many scales a model has.</summary>
    public const int ScaleCount = FeatureFamilies.Count * WeightTable.Lanes;
}

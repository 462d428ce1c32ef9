using Monitor.Classifier.Features;
using Monitor.Classifier.Learning;
using Monitor.Classifier.Model;

namespace Monitor.Classifier.Training;

/// <summary>A trained linear model at full precision: six logits per document, five labels and "should a human look".</summary>
public sealed class LinearModel
{
    private readonly FeatureSpace space;
    private readonly float[][] weights;
    private readonly float[] biases;

    private LinearModel(FeatureSpace space, float[][] weights, float[] biases)
    {
        this.space = space;
        this.weights = weights;
        this.biases = biases;
    }

    /// <summary>By lane, as in <see cref="WeightTable"/>.</summary>
    public IReadOnlyList<float> Biases => biases;

    /// <summary>Trains on documents with a label and a weight each.</summary>
    public static LinearModel Train(
        Vocabulary vocabulary,
        IReadOnlyList<Document> documents,
        IReadOnlyList<Label> labels,
        IReadOnlyList<float> rowWeights,
        TrainingOptions options,
        ILearner learner
    )
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(learner);
        var known = new FeatureSpace(vocabulary, documents, labels, options);
        var byLabel = known.Rows(documents, i => (int)labels[i], rowWeights);
        var byScore = known.Rows(documents, i => labels[i].IsPositive() ? 1 : 0, rowWeights);
        LinearWeights? five = null;
        LinearWeights? two = null;
        Parallel.Invoke(
            () => five = learner.Learn(byLabel, LabelNames.Count, options.Seed),
            () => two = learner.Learn(byScore, 2, options.Seed)
        );
        return new LinearModel(known, [.. five!.Weights, two!.Weights[1]], [.. five.Biases, two.Biases[1]]);
    }

    /// <summary>The six logits of a document.</summary>
    public double[] Logits(Document document)
    {
        var indices = new List<int>();
        var values = new List<float>();
        space.Vector(document, indices, values);
        var logits = new double[WeightTable.Lanes];
        for (var lane = 0; lane < logits.Length; lane++)
        {
            var w = weights[lane];
            double sum = biases[lane];
            for (var k = 0; k < indices.Count; k++)
            {
                sum += indices[k] < w.Length ? w[indices[k]] * values[k] : 0;
            }

            logits[lane] = sum;
        }

        return logits;
    }

    /// <summary>The weights rounded to eight bits, with the scale of each family and lane.</summary>
    public (WeightTable Table, float[] Scales, int Dropped) Quantise(int bits)
    {
        var scales = new float[FeatureFamilies.Count * WeightTable.Lanes];
        for (var i = 0; i < space.Count; i++)
        {
            for (var lane = 0; lane < WeightTable.Lanes; lane++)
            {
                ref var scale = ref scales[((int)space.Family(i) * WeightTable.Lanes) + lane];
                scale = Math.Max(scale, Math.Abs(Folded(i, lane)) / sbyte.MaxValue);
            }
        }

        var features = new List<(ulong, sbyte[])>(space.Count);
        for (var i = 0; i < space.Count; i++)
        {
            var rounded = new sbyte[WeightTable.Lanes];
            var any = false;
            for (var lane = 0; lane < WeightTable.Lanes; lane++)
            {
                var scale = scales[((int)space.Family(i) * WeightTable.Lanes) + lane];
                rounded[lane] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(Folded(i, lane) / scale);
                any |= rounded[lane] != 0;
            }

            if (any)
            {
                features.Add((space.Feature(i), rounded));
            }
        }

        return (WeightTable.Build(features, bits, out var dropped), scales, dropped);
    }

    private float Folded(int i, int lane) => i < weights[lane].Length ? weights[lane][i] * space.Factor(i) : 0;
}

using Monitor.Classifier.Features;
using Monitor.Classifier.Learning;

namespace Monitor.Classifier.Training;

/// <summary>
/// Which features a model knows, and how they are scaled: occurrences times inverse document frequency (K. Spärck Jones 1972), each
/// family brought to its own length.
/// </summary>
public sealed class FeatureSpace
{
    private readonly Dictionary<ulong, int> index = [];
    private readonly List<ulong> features = [];
    private readonly List<byte> families = [];
    private readonly List<float> factors = [];

    /// <summary>Takes every feature that occurs in at least <paramref name="minimum"/> documents.</summary>
    public FeatureSpace(IReadOnlyList<Document> documents, int minimum, ReadOnlySpan<float> familyWeights)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var frequencies = new Dictionary<ulong, int>();
        foreach (var document in documents)
        {
            foreach (var feature in document.Features)
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(frequencies, feature, out _)++;
            }
        }

        foreach (var document in documents)
        {
            for (var k = 0; k < document.Features.Length; k++)
            {
                var feature = document.Features[k];
                var frequency = frequencies[feature];
                if (frequency < minimum || !index.TryAdd(feature, features.Count))
                {
                    continue;
                }

                features.Add(feature);
                families.Add(document.Families[k]);
                factors.Add(familyWeights[document.Families[k]] * MathF.Log((1f + documents.Count) / frequency));
            }
        }
    }

    /// <summary>How many features there are.</summary>
    public int Count => features.Count;

    /// <summary>The hash of a feature.</summary>
    public ulong Feature(int i) => features[i];

    /// <summary>The family of a feature.</summary>
    public FeatureFamily Family(int i) => (FeatureFamily)families[i];

    /// <summary>What one occurrence of a feature counts before its family is scaled.</summary>
    public float Factor(int i) => factors[i];

    /// <summary>The vector of a document, in this space.</summary>
    public void Vector(Document document, List<int> indices, List<float> values)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(values);
        indices.Clear();
        values.Clear();
        for (var k = 0; k < document.Features.Length; k++)
        {
            if (index.TryGetValue(document.Features[k], out var i))
            {
                indices.Add(i);
                values.Add(factors[i] * document.Counts[k] * document.Norms[families[i]]);
            }
        }
    }

    /// <summary>Adds a document to the rows of a learner.</summary>
    public void AddTo(SparseRows rows, Document document, int label, float weight)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var indices = new List<int>(document.Features.Length);
        var values = new List<float>(document.Features.Length);
        Vector(document, indices, values);
        rows.Add(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(indices),
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values),
            label,
            weight
        );
    }
}

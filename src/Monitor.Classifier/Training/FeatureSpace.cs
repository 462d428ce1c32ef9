using Monitor.Classifier.Features;
using Monitor.Classifier.Learning;

namespace Monitor.Classifier.Training;

/// <summary>
/// Which features a model knows, and how they are scaled: occurrences times inverse document frequency (K. Spärck Jones 1972), louder where
/// positives and others use them unlike (log-count ratio: S. Wang, C. Manning, ACL 2012), each family brought to its own length.
/// </summary>
public sealed class FeatureSpace
{
    private const int Unknown = -1;

    /// <summary>A feature that both sides use alike is not silenced: it may tell one label from another.</summary>
    private const float LeastTold = 0.1f;

    private readonly Vocabulary vocabulary;
    private readonly int[] indexOf;
    private readonly List<int> numbers = [];
    private readonly List<float> factors = [];

    /// <summary>Takes every feature that occurs in at least <see cref="TrainingOptions.MinimumDocuments"/> documents.</summary>
    public FeatureSpace(Vocabulary vocabulary, IReadOnlyList<Document> documents, IReadOnlyList<Label> labels, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        this.vocabulary = vocabulary;
        var frequencies = new int[vocabulary.Count];
        var positives = new int[vocabulary.Count];
        var positive = 0;
        for (var i = 0; i < documents.Count; i++)
        {
            var look = labels[i].IsPositive() ? 1 : 0;
            positive += look;
            foreach (var number in documents[i].Numbers)
            {
                frequencies[number]++;
                positives[number] += look;
            }
        }

        indexOf = new int[vocabulary.Count];
        for (var number = 0; number < indexOf.Length; number++)
        {
            indexOf[number] = Unknown;
            if (frequencies[number] >= options.MinimumDocuments)
            {
                indexOf[number] = numbers.Count;
                numbers.Add(number);
                var loudness = options.FamilyWeights[(int)vocabulary.Family(number)];
                var rarity = MathF.Log((1f + documents.Count) / frequencies[number]);
                factors.Add(loudness * rarity * Told(positives[number], frequencies[number]));
            }
        }

        float Told(int among, int of)
        {
            var ratio = MathF.Log((among + 1f) / (positive + 2f)) - MathF.Log((of - among + 1f) / (documents.Count - positive + 2f));
            return MathF.Pow(LeastTold + MathF.Abs(ratio), options.RatioPower);
        }
    }

    /// <summary>How many features there are.</summary>
    public int Count => numbers.Count;

    /// <summary>The hash of a feature.</summary>
    public ulong Feature(int i) => vocabulary.Feature(numbers[i]);

    /// <summary>The family of a feature.</summary>
    public FeatureFamily Family(int i) => vocabulary.Family(numbers[i]);

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
        for (var k = 0; k < document.Numbers.Length; k++)
        {
            var i = indexOf[document.Numbers[k]];
            if (i != Unknown)
            {
                indices.Add(i);
                values.Add(factors[i] * document.Counts[k] * document.Norms[(int)Family(i)]);
            }
        }
    }

    /// <summary>Documents as the rows of a learner.</summary>
    public SparseRows Rows(IReadOnlyList<Document> documents, Func<int, int> label, IReadOnlyList<float> weights)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(weights);
        var rows = new SparseRows();
        var indices = new List<int>();
        var values = new List<float>();
        for (var i = 0; i < documents.Count; i++)
        {
            Vector(documents[i], indices, values);
            rows.Add(
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(indices),
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values),
                label(i),
                weights[i]
            );
        }

        return rows;
    }
}

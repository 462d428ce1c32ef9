using Monitor.Classifier.Features;
using Monitor.Classifier.Learning;

namespace Monitor.Classifier.Training;

/// <summary>
/// Which features a model knows, and how they are scaled: occurrences times inverse document frequency (K. Spärck Jones 1972), each
/// family brought to its own length.
/// </summary>
public sealed class FeatureSpace
{
    private const int Unknown = -1;

    private readonly Vocabulary vocabulary;
    private readonly int[] indexOf;
    private readonly List<int> numbers = [];
    private readonly List<float> factors = [];

    /// <summary>Takes every feature that occurs in at least <paramref name="minimum"/> documents.</summary>
    public FeatureSpace(Vocabulary vocabulary, IReadOnlyList<Document> documents, int minimum, ReadOnlySpan<float> familyWeights)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(documents);
        this.vocabulary = vocabulary;
        var frequencies = new int[vocabulary.Count];
        foreach (var document in documents)
        {
            foreach (var number in document.Numbers)
            {
                frequencies[number]++;
            }
        }

        indexOf = new int[vocabulary.Count];
        for (var number = 0; number < indexOf.Length; number++)
        {
            indexOf[number] = Unknown;
            if (frequencies[number] >= minimum)
            {
                indexOf[number] = numbers.Count;
                numbers.Add(number);
                factors.Add(familyWeights[(int)vocabulary.Family(number)] * MathF.Log((1f + documents.Count) / frequencies[number]));
            }
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

namespace Monitor.Classifier.Learning;

/// <summary>Sparse rows, one after the other in three flat arrays, so that a pass over them is a pass over memory.</summary>
public sealed class SparseRows
{
    private readonly List<int> starts = [0];
    private readonly List<int> indices = [];
    private readonly List<float> values = [];
    private readonly List<int> labels = [];
    private readonly List<float> weights = [];

    /// <summary>How many rows there are.</summary>
    public int Count => labels.Count;

    /// <summary>One more than the largest index seen.</summary>
    public int Width { get; private set; }

    /// <summary>Appends a row; <paramref name="rowIndices"/> and <paramref name="rowValues"/> have the same length.</summary>
    public void Add(ReadOnlySpan<int> rowIndices, ReadOnlySpan<float> rowValues, int label, float weight)
    {
        if (rowIndices.Length != rowValues.Length)
        {
            throw new ArgumentException("As many values as indices are wanted.", nameof(rowValues));
        }

        foreach (var index in rowIndices)
        {
            Width = Math.Max(Width, index + 1);
        }

        indices.AddRange(rowIndices);
        values.AddRange(rowValues);
        labels.Add(label);
        weights.Add(weight);
        starts.Add(indices.Count);
    }

    /// <summary>The label of a row.</summary>
    public int Label(int row) => labels[row];

    /// <summary>The weight of a row.</summary>
    public float Weight(int row) => weights[row];

    /// <summary>The indices of a row.</summary>
    public ReadOnlySpan<int> Indices(int row) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(indices)[starts[row]..starts[row + 1]];

    /// <summary>The values of a row.</summary>
    public ReadOnlySpan<float> Values(int row) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)[starts[row]..starts[row + 1]];
}

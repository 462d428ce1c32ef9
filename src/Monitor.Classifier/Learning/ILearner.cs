namespace Monitor.Classifier.Learning;

/// <summary>Finds the weights of a linear model. The seam behind which another library may stand.</summary>
public interface ILearner
{
    /// <summary>The name the model card carries, with the settings that matter.</summary>
    string Name { get; }

    /// <summary>
    /// One weight per class and index, and one bias per class. Deterministic: the same rows in the same order and the same
    /// seed give the same bits on every run.
    /// </summary>
    LinearWeights Learn(SparseRows rows, int classes, int seed);
}

/// <summary>The weights of a linear model: the logit of a class is its bias plus the sum of value times weight.</summary>
/// <param name="Weights">By class, then by index.</param>
/// <param name="Biases">By class.</param>
public sealed record LinearWeights(float[][] Weights, float[] Biases);

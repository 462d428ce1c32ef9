using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Monitor.Classifier.Learning;

namespace Monitor.Classifier.MLNet;

/// <summary>Which of ML.NET's ways to maximum entropy finds the weights.</summary>
public enum Solver
{
    /// <summary>Stochastic dual coordinate ascent (S. Shalev-Shwartz, T. Zhang 2013).</summary>
    Sdca,

    /// <summary>Limited-memory BFGS (J. Nocedal 1980).</summary>
    Lbfgs,
}

/// <summary>
/// ML.NET behind the seam: the same rows in, the weights of the same kind of model out, so that the model file, the scorer and every test
/// of a model are the house's own. One thread, because ML.NET's trainers are deterministic only so.
/// </summary>
/// <param name="solver">Which trainer.</param>
/// <param name="cost">The weight of the loss against the regulariser, as <see cref="DualCoordinateLogistic"/> means it.</param>
/// <param name="iterations">The most passes over the rows.</param>
public sealed class MaximumEntropyLearner(Solver solver, double cost, int iterations = 100) : ILearner
{
    private const float Tolerance = 1e-4f;
    private const string Features = nameof(Example.Features);
    private const string Label = nameof(Example.Label);
    private const string Weight = nameof(Example.Weight);

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"maximum entropy, ML.NET {solver}, C={cost}");

    /// <inheritdoc/>
    public LinearWeights Learn(SparseRows rows, int classes, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var context = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[Features].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        schema[Label].ColumnType = new KeyDataViewType(typeof(uint), classes);
        var data = context.Data.LoadFromEnumerable(Examples(rows), schema);
        // Of two classes a softmax shares the difference between two vectors, and pays for each: half the price of one vector that has it all.
        var price = (classes == 2 ? 2 : 1) / cost;
        var model = solver == Solver.Sdca ? Sdca(context, data, price / rows.Count) : Lbfgs(context, data, price);
        VBuffer<float>[] vectors = [];
        model.GetWeights(ref vectors, out var found);
        if (found != classes)
        {
            throw new InvalidDataException($"ML.NET found {found} classes where there are {classes}");
        }

        float[][] weights = [.. vectors.Select(v => v.DenseValues().ToArray())];
        float[] biases = [.. model.GetBiases()];
        return classes == 2 ? Mirrored(weights, biases) : new LinearWeights(weights, biases);
    }

    /// <summary>
    /// Of two classes only the difference counts in a softmax. The seam wants the logit of the one, which is that difference, and its
    /// mirror image.
    /// </summary>
    private static LinearWeights Mirrored(float[][] weights, float[] biases)
    {
        float[] second = [.. weights[1].Zip(weights[0], (one, zero) => one - zero)];
        var bias = biases[1] - biases[0];
        return new LinearWeights([Array.ConvertAll(second, w => -w), second], [-bias, bias]);
    }

    private static IEnumerable<Example> Examples(SparseRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            // ML.NET wants the indices of a sparse vector in their order.
            var indices = rows.Indices(row).ToArray();
            var values = rows.Values(row).ToArray();
            Array.Sort(indices, values);
            yield return new Example
            {
                Features = new VBuffer<float>(rows.Width, indices.Length, values, indices),
                // ML.NET adds the one that keys begin at itself.
                Label = (uint)rows.Label(row),
                Weight = rows.Weight(row),
            };
        }
    }

    private MaximumEntropyModelParameters Sdca(MLContext context, IDataView data, double price)
    {
        var trainer = context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = Label,
                FeatureColumnName = Features,
                ExampleWeightColumnName = Weight,
                // Its objective is the mean loss, ours the sum.
                L2Regularization = (float)price,
                L1Regularization = 0,
                MaximumNumberOfIterations = iterations,
                NumberOfThreads = 1,
                ConvergenceTolerance = Tolerance,
                Shuffle = true,
            }
        );
        return trainer.Fit(data).Model;
    }

    private MaximumEntropyModelParameters Lbfgs(MLContext context, IDataView data, double price)
    {
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = Label,
                FeatureColumnName = Features,
                ExampleWeightColumnName = Weight,
                L2Regularization = (float)price,
                L1Regularization = 0,
                MaximumNumberOfIterations = iterations,
                NumberOfThreads = 1,
                EnforceNonNegativity = false,
            }
        );
        return trainer.Fit(data).Model;
    }

    private sealed class Example
    {
        public VBuffer<float> Features { get; set; }
        public uint Label { get; set; }
        public float Weight { get; set; }
    }
}

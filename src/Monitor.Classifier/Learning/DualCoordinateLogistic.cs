namespace Monitor.Classifier.Learning;

/// <summary>
/// L2-regularised logistic regression, one class against the rest, by coordinate descent in the dual:
/// H.-F. Yu, F.-L. Huang, C.-J. Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models",
/// Machine Learning 85 (2011), algorithm 5. Classes are independent problems, so they run on all cores and stay deterministic.
/// </summary>
/// <param name="cost">The weight of the loss against the regulariser.</param>
/// <param name="epochs">The most passes over the rows.</param>
/// <param name="tolerance">Stop when no dual gradient of a pass is larger.</param>
public sealed class DualCoordinateLogistic(double cost, int epochs = 12, double tolerance = 0.05) : ILearner
{
    private const double Shrink = 0.1;
    private const int MaximumNewtonSteps = 100;

    /// <inheritdoc/>
    public string Name => string.Create(null, $"logistic regression, dual coordinate descent (Yu, Huang, Lin 2011), C={cost}");

    /// <inheritdoc/>
    public LinearWeights Learn(SparseRows rows, int classes, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var weights = new float[classes][];
        var biases = new float[classes];
        // Two classes are one problem: the second problem would be the mirror image of the first.
        var first = classes == 2 ? 1 : 0;
        Parallel.For(
            first,
            classes,
            target =>
            {
                (weights[target], biases[target]) = Solve(rows, target, seed);
            }
        );
        if (classes == 2)
        {
            weights[0] = Array.ConvertAll(weights[1], w => -w);
            biases[0] = -biases[1];
        }

        return new LinearWeights(weights, biases);
    }

    private (float[] Weights, float Bias) Solve(SparseRows rows, int target, int seed)
    {
        var n = rows.Count;
        var w = new float[rows.Width];
        double bias = 0;
        var alpha = new double[2 * n];
        var squares = new double[n];
        var order = new int[n];
        for (var i = 0; i < n; i++)
        {
            order[i] = i;
            var upper = cost * rows.Weight(i);
            alpha[2 * i] = Math.Min(0.001 * upper, 1e-8);
            alpha[(2 * i) + 1] = upper - alpha[2 * i];
            double sum = 1;
            foreach (var value in rows.Values(i))
            {
                sum += value * value;
            }

            squares[i] = sum;
            bias += AddTo(w, rows, i, Sign(rows, i, target) * alpha[2 * i]);
        }

        var random = new Random(HashCode(seed, target));
        var innerTolerance = 1e-2;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            double largest = 0;
            var newtonSteps = 0;
            foreach (var i in order)
            {
                var upper = cost * rows.Weight(i);
                if (upper <= 0)
                {
                    continue;
                }

                var y = Sign(rows, i, target);
                var (step, gradient, newton) = Step(alpha, i, upper, squares[i], y * (Dot(w, rows, i) + bias), innerTolerance);
                largest = Math.Max(largest, gradient);
                newtonSteps += newton;
                if (newton > 0)
                {
                    bias += AddTo(w, rows, i, y * step);
                }
            }

            if (largest < tolerance)
            {
                break;
            }

            if (newtonSteps <= n / 10)
            {
                innerTolerance = Math.Max(1e-8, 0.1 * innerTolerance);
            }
        }

        return (w, (float)bias);
    }

    /// <summary>Solves the one-variable problem of one row by Newton's method on whichever of its two forms is well scaled.</summary>
    private static (double Step, double Gradient, int NewtonSteps) Step(
        double[] alpha,
        int i,
        double upper,
        double a,
        double b,
        double innerTolerance
    )
    {
        int first = 2 * i,
            second = first + 1;
        double sign = 1;
        if ((0.5 * a * (alpha[second] - alpha[first])) + b < 0)
        {
            (first, second) = (second, first);
            sign = -1;
        }

        var old = alpha[first];
        var z = upper - old < 0.5 * upper ? Shrink * old : old;
        var gradient = (a * (z - old)) + (sign * b) + Math.Log(z / (upper - z));
        var initial = Math.Abs(gradient);
        var newton = 0;
        while (newton <= MaximumNewtonSteps && Math.Abs(gradient) >= innerTolerance)
        {
            var curvature = a + (upper / (upper - z) / z);
            var next = z - (gradient / curvature);
            z = next <= 0 ? z * Shrink : next;
            gradient = (a * (z - old)) + (sign * b) + Math.Log(z / (upper - z));
            newton++;
        }

        if (newton > 0)
        {
            alpha[first] = z;
            alpha[second] = upper - z;
        }

        return (sign * (z - old), initial, newton);
    }

    private static int HashCode(int seed, int target) => unchecked((seed * 397) ^ (target * 7919));

    private static double Sign(SparseRows rows, int row, int target) => rows.Label(row) == target ? 1 : -1;

    private static double Dot(float[] w, SparseRows rows, int row)
    {
        var indices = rows.Indices(row);
        var values = rows.Values(row);
        double sum = 0;
        for (var k = 0; k < indices.Length; k++)
        {
            sum += w[indices[k]] * values[k];
        }

        return sum;
    }

    private static double AddTo(float[] w, SparseRows rows, int row, double factor)
    {
        var indices = rows.Indices(row);
        var values = rows.Values(row);
        var f = (float)factor;
        for (var k = 0; k < indices.Length; k++)
        {
            w[indices[k]] += f * values[k];
        }

        return factor;
    }
}

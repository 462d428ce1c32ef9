using System.Runtime.Intrinsics;

namespace Monitor.Classifier.Learning;

/// <summary>
/// L2-regularised logistic regression, one class against the rest, by coordinate descent in the dual:
/// H.-F. Yu, F.-L. Huang, C.-J. Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models",
/// Machine Learning 85 (2011), algorithm 5. Classes are independent problems, taken side by side on one thread: same rows, same seed, same bits.
/// </summary>
/// <param name="cost">The weight of the loss against the regulariser.</param>
/// <param name="epochs">The most passes over the rows.</param>
/// <param name="tolerance">Stop when no dual gradient of a pass is larger.</param>
public sealed class DualCoordinateLogistic(double cost, int epochs = 12, double tolerance = 0.05) : ILearner
{
    private const int Lanes = 8;
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
        if (classes == 2)
        {
            // Two classes are one problem: the second problem would be the mirror image of the first.
            Solve(rows, 1, 1, seed, weights, biases);
            weights[0] = Array.ConvertAll(weights[1], w => -w);
            biases[0] = -biases[1];
            return new LinearWeights(weights, biases);
        }

        Parallel.For(
            0,
            (classes + Lanes - 1) / Lanes,
            block =>
            {
                var first = block * Lanes;
                Solve(rows, first, Math.Min(Lanes, classes - first), seed, weights, biases);
            }
        );
        return new LinearWeights(weights, biases);
    }

    /// <summary>
    /// Up to eight classes side by side, so that a row is fetched once for all of them and a feature's weights lie in one line of the cache:
    /// most of the time of a class alone went to waiting for memory.
    /// </summary>
    private void Solve(SparseRows rows, int first, int lanes, int seed, float[][] weights, float[] biases)
    {
        var n = rows.Count;
        var w = new float[rows.Width * Lanes];
        var alpha = new double[2 * n * lanes];
        var squares = new double[n];
        var order = new int[n];
        var bias = Vector256<float>.Zero;
        Span<float> steps = stackalloc float[Lanes];
        for (var i = 0; i < n; i++)
        {
            order[i] = i;
            var upper = cost * rows.Weight(i);
            double sum = 1;
            foreach (var value in rows.Values(i))
            {
                sum += value * value;
            }

            squares[i] = sum;
            for (var lane = 0; lane < lanes; lane++)
            {
                var at = 2 * ((i * lanes) + lane);
                alpha[at] = Math.Min(0.001 * upper, 1e-8);
                alpha[at + 1] = upper - alpha[at];
                steps[lane] = (float)(Sign(rows, i, first + lane) * alpha[at]);
            }

            bias = AddTo(w, rows, i, Vector256.Create((ReadOnlySpan<float>)steps), bias);
        }

        var random = new Random(HashCode(seed, first));
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

                var dots = Dot(w, rows, i, bias);
                steps.Clear();
                var moved = 0;
                for (var lane = 0; lane < lanes; lane++)
                {
                    var y = Sign(rows, i, first + lane);
                    var (step, gradient, newton) = Step(alpha, (i * lanes) + lane, upper, squares[i], y * dots[lane], innerTolerance);
                    largest = Math.Max(largest, gradient);
                    moved += newton;
                    steps[lane] = (float)(y * step);
                }

                if (moved > 0)
                {
                    bias = AddTo(w, rows, i, Vector256.Create((ReadOnlySpan<float>)steps), bias);
                }

                newtonSteps += moved;
            }

            if (largest < tolerance)
            {
                break;
            }

            if (newtonSteps <= n * lanes / 10)
            {
                innerTolerance = Math.Max(1e-8, 0.1 * innerTolerance);
            }
        }

        for (var lane = 0; lane < lanes; lane++)
        {
            var own = new float[rows.Width];
            for (var feature = 0; feature < own.Length; feature++)
            {
                own[feature] = w[(feature * Lanes) + lane];
            }

            (weights[first + lane], biases[first + lane]) = (own, bias[lane]);
        }
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

    private static Vector256<float> Dot(float[] w, SparseRows rows, int row, Vector256<float> bias)
    {
        var indices = rows.Indices(row);
        var values = rows.Values(row);
        var sums = bias;
        for (var k = 0; k < indices.Length; k++)
        {
            sums += Vector256.LoadUnsafe(ref w[indices[k] * Lanes]) * values[k];
        }

        return sums;
    }

    private static Vector256<float> AddTo(float[] w, SparseRows rows, int row, Vector256<float> factors, Vector256<float> bias)
    {
        var indices = rows.Indices(row);
        var values = rows.Values(row);
        for (var k = 0; k < indices.Length; k++)
        {
            ref var weights = ref w[indices[k] * Lanes];
            (Vector256.LoadUnsafe(ref weights) + (factors * values[k])).StoreUnsafe(ref weights);
        }

        return bias + factors;
    }
}

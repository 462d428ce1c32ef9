namespace Monitor.Classifier.Learning;

public sealed partial class ConvolutionalNet
{
    private const int LongestText = 300;
    private const float Softening = 1e-3f;

    /// <summary>How a net is trained.</summary>
    /// <param name="Epochs">Passes over the rows.</param>
    /// <param name="Rate">The first step, falling to a twentieth.</param>
    /// <param name="FilterDropout">The share of filters that sit a row out (N. Srivastava et al. 2014).</param>
    /// <param name="WordDropout">The share of words that a row hides.</param>
    public sealed record Schedule(int Epochs, float Rate, float FilterDropout, float WordDropout);

    /// <summary>Trains on rows of word numbers; the labels' loss is a softmax, that of "should a human look" a logistic.</summary>
    public void Train(IReadOnlyList<int[]> rows, IReadOnlyList<Label> labels, IReadOnlyList<float> weights, Schedule schedule, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(schedule);
        var random = new Random(seed);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var descent = new Descent(this);
        long step = 0;
        var steps = (long)rows.Count * schedule.Epochs;
        for (var epoch = 0; epoch < schedule.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var row in order)
            {
                var rate = schedule.Rate * Math.Max(0.05f, 1 - ((float)step++ / steps));
                descent.Step(rows[row], labels[row], weights[row], rate, schedule, random);
            }
        }
    }

    /// <summary>One row's gradient and step; keeps the sums of squares that AdaGrad divides by.</summary>
    private sealed class Descent(ConvolutionalNet net)
    {
        private readonly State state = new(net.filters, net.size);
        private readonly bool[] awake = new bool[net.filters];
        private readonly float[] filterGradient = new float[net.filters];
        private readonly float[] meanGradient = new float[net.size];
        private readonly float[] windowGradient = new float[Width * net.size];
        private readonly float[] vectorSquares = new float[net.vectors.Length / net.size];
        private readonly float[] kernelSquares = new float[Width * net.filters];
        private readonly float[] kernelBiasSquares = new float[net.filters];
        private readonly float[] layerSquares = new float[net.layer.Length];
        private readonly float[] layerBiasSquares = new float[Outputs];
        private readonly int[] words = new int[LongestText];

        public void Step(int[] row, Label label, float weight, float rate, Schedule schedule, Random random)
        {
            var length = Math.Min(row.Length, LongestText);
            for (var i = 0; i < length; i++)
            {
                words[i] = random.NextSingle() < schedule.WordDropout ? 0 : row[i];
            }

            net.Forward(words.AsSpan(0, length), state);
            var louder = 1 / (1 - schedule.FilterDropout);
            for (var f = 0; f < net.filters; f++)
            {
                awake[f] = random.NextSingle() >= schedule.FilterDropout;
                state.Maxima[f] = awake[f] ? state.Maxima[f] * louder : 0;
            }

            Span<float> errors = stackalloc float[Outputs];
            net.Layer(state, errors);
            Errors(errors, label, weight);
            Layer(errors, rate);
            for (var f = 0; f < net.filters; f++)
            {
                if (awake[f] && state.At[f] >= 0)
                {
                    Filter(f, filterGradient[f] * louder, length, rate);
                }
            }

            Mean(length, rate);
        }

        private static void Errors(Span<float> logits, Label label, float weight)
        {
            var largest = logits[0];
            for (var k = 1; k < LabelNames.Count; k++)
            {
                largest = Math.Max(largest, logits[k]);
            }

            float sum = 0;
            for (var k = 0; k < LabelNames.Count; k++)
            {
                logits[k] = MathF.Exp(logits[k] - largest);
                sum += logits[k];
            }

            for (var k = 0; k < LabelNames.Count; k++)
            {
                logits[k] = ((logits[k] / sum) - (k == (int)label ? 1 : 0)) * weight;
            }

            logits[^1] = ((1 / (1 + MathF.Exp(-logits[^1]))) - (label.IsPositive() ? 1 : 0)) * weight;
        }

        private void Layer(ReadOnlySpan<float> errors, float rate)
        {
            Array.Clear(filterGradient);
            Array.Clear(meanGradient);
            for (var k = 0; k < Outputs; k++)
            {
                var at = k * (net.filters + net.size);
                for (var f = 0; f < net.filters; f++)
                {
                    filterGradient[f] += errors[k] * net.layer[at + f];
                    Descend(ref net.layer[at + f], ref layerSquares[at + f], errors[k] * state.Maxima[f], rate);
                }

                at += net.filters;
                for (var j = 0; j < net.size; j++)
                {
                    meanGradient[j] += errors[k] * net.layer[at + j];
                    Descend(ref net.layer[at + j], ref layerSquares[at + j], errors[k] * state.Mean[j], rate);
                }

                Descend(ref net.layerBiases[k], ref layerBiasSquares[k], errors[k], rate);
            }
        }

        /// <summary>Only the place where a filter was largest learns.</summary>
        private void Filter(int f, float gradient, int length, float rate)
        {
            Descend(ref net.kernelBiases[f], ref kernelBiasSquares[f], gradient, rate);
            for (var place = 0; place < Width; place++)
            {
                var at = state.At[f] + place - Half;
                var word = at >= 0 && at < length ? words[at] : 0;
                if (word == 0)
                {
                    continue;
                }

                var vector = net.vectors.AsSpan(word * net.size, net.size);
                float length2 = 0;
                foreach (var x in vector)
                {
                    length2 += x * x;
                }

                // One sum of squares for the numbers of a filter at a place: a root for each of them was most of the training time.
                ref var kernelSquare = ref kernelSquares[(place * net.filters) + f];
                kernelSquare += gradient * gradient * length2 / net.size;
                var step = rate * gradient / (Softening + MathF.Sqrt(kernelSquare));
                var kernel = (place * net.size * net.filters) + f;
                float squares = 0;
                for (var j = 0; j < vector.Length; j++)
                {
                    ref var weight = ref net.kernels[kernel];
                    var d = gradient * weight;
                    windowGradient[j] = d;
                    squares += d * d;
                    weight -= step * vector[j];
                    kernel += net.filters;
                }

                Move(word, windowGradient, squares, 1, rate);
            }
        }

        private void Mean(int length, float rate)
        {
            var scale = 1 / MathF.Sqrt(Math.Max(1, length));
            float squares = 0;
            foreach (var d in meanGradient)
            {
                squares += d * d * scale * scale;
            }

            foreach (var word in words.AsSpan(0, length))
            {
                if (word != 0)
                {
                    Move(word, meanGradient, squares, scale, rate);
                }
            }
        }

        /// <summary>A word vector keeps one sum of squares for all its numbers.</summary>
        private void Move(int word, float[] gradient, float squares, float scale, float rate)
        {
            vectorSquares[word] += squares / net.size;
            var step = rate * scale / (Softening + MathF.Sqrt(vectorSquares[word]));
            for (var j = 0; j < net.size; j++)
            {
                net.vectors[(word * net.size) + j] -= step * gradient[j];
            }
        }

        private static void Descend(ref float weight, ref float squares, float gradient, float rate)
        {
            squares += gradient * gradient;
            weight -= rate * gradient / (Softening + MathF.Sqrt(squares));
        }
    }
}

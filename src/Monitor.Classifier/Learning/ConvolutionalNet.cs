using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Monitor.Classifier.Learning;

/// <summary>
/// A convolution over three neighbouring word vectors, its maximum over the text, and a linear layer (Y. Kim, "Convolutional neural
/// networks for sentence classification", EMNLP 2014), beside the mean of the word vectors (M. Iyyer et al., ACL 2015). Trained row by
/// row with AdaGrad (J. Duchi et al. 2011) on one thread: same rows, same seed, same bits.
/// </summary>
public sealed partial class ConvolutionalNet
{
    /// <summary>How many neighbouring words a filter sees.</summary>
    public const int Width = 3;

    /// <summary>Outputs: five labels and "should a human look".</summary>
    public const int Outputs = LabelNames.Count + 1;

    private const int Half = Width / 2;
    private const int Block = 32;

    private readonly int size;
    private readonly int filters;
    private readonly float[] vectors;

    // By position and vector element, then by filter: the inner loop runs over filters.
    private readonly float[] kernels;
    private readonly float[] kernelBiases;

    // By output: first the filters, then the elements of the mean vector.
    private readonly float[] layer;
    private readonly float[] layerBiases = new float[Outputs];

    /// <summary>A net over word vectors of <paramref name="size"/> numbers; word 0 is "unknown".</summary>
    public ConvolutionalNet(ReadOnlySpan<float> vectors, int size, int filters, int seed)
    {
        if (filters % Block != 0)
        {
            throw new ArgumentException("A multiple of 32 is wanted.", nameof(filters));
        }

        this.size = size;
        this.filters = filters;
        this.vectors = vectors.ToArray();
        var random = new Random(seed);
        kernels = Uniform(Width * size * filters, MathF.Sqrt(2f / (Width * size)), random);
        kernelBiases = new float[filters];
        layer = Uniform(Outputs * (filters + size), 0.05f, random);
    }

    /// <summary>How many filters there are.</summary>
    public int Filters => filters;

    /// <summary>By filter.</summary>
    public ReadOnlySpan<float> KernelBiases => kernelBiases;

    /// <summary>By output.</summary>
    public ReadOnlySpan<float> LayerBiases => layerBiases;

    /// <summary>The weight of a filter's maximum in an output.</summary>
    public float FilterWeight(int output, int filter) => layer[(output * (filters + size)) + filter];

    /// <summary>The six logits of a text.</summary>
    public double[] Logits(ReadOnlySpan<int> words)
    {
        var state = new State(filters, size);
        Forward(words, state);
        Span<float> logits = stackalloc float[Outputs];
        Layer(state, logits);
        var result = new double[Outputs];
        for (var k = 0; k < Outputs; k++)
        {
            result[k] = logits[k];
        }

        return result;
    }

    /// <summary>What a word adds to every filter when it stands at one of the three places.</summary>
    public void Project(int word, int place, Span<float> into)
    {
        into.Clear();
        AddTo(into, word, place);
    }

    /// <summary>What a word adds to an output through the mean, before the division by the root of the length.</summary>
    public float MeanWeight(int word, int output)
    {
        float sum = 0;
        for (var k = 0; k < size; k++)
        {
            sum += layer[(output * (filters + size)) + filters + k] * vectors[(word * size) + k];
        }

        return sum;
    }

    /// <summary>Adds a word's products with the kernels of one place; a block of filters stays in registers over the whole vector.</summary>
    private void AddTo(Span<float> sums, int word, int place)
    {
        ref var x = ref vectors[word * size];
        ref var to = ref MemoryMarshal.GetReference(sums);
        for (var block = 0; block < filters; block += Block)
        {
            ref var w = ref kernels[(place * size * filters) + block];
            var a = Vector256.LoadUnsafe(ref to, (nuint)block);
            var b = Vector256.LoadUnsafe(ref to, (nuint)block + 8);
            var c = Vector256.LoadUnsafe(ref to, (nuint)block + 16);
            var d = Vector256.LoadUnsafe(ref to, (nuint)block + 24);
            for (nuint j = 0; j < (nuint)size; j++)
            {
                var value = Vector256.Create(Unsafe.Add(ref x, j));
                var at = j * (nuint)filters;
                a = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, at), a);
                b = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, at + 8), b);
                c = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, at + 16), c);
                d = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, at + 24), d);
            }

            a.StoreUnsafe(ref to, (nuint)block);
            b.StoreUnsafe(ref to, (nuint)block + 8);
            c.StoreUnsafe(ref to, (nuint)block + 16);
            d.StoreUnsafe(ref to, (nuint)block + 24);
        }
    }

    private void Forward(ReadOnlySpan<int> words, State state)
    {
        Array.Clear(state.Mean);
        Array.Clear(state.Maxima);
        Array.Fill(state.At, -1);
        for (var i = 0; i < words.Length; i++)
        {
            kernelBiases.CopyTo(state.Sums, 0);
            for (var place = 0; place < Width; place++)
            {
                var neighbour = i + place - Half;
                if (neighbour >= 0 && neighbour < words.Length && words[neighbour] != 0)
                {
                    AddTo(state.Sums, words[neighbour], place);
                }
            }

            for (var f = 0; f < filters; f++)
            {
                if (state.Sums[f] > state.Maxima[f])
                {
                    state.Maxima[f] = state.Sums[f];
                    state.At[f] = i;
                }
            }

            for (var k = 0; k < size; k++)
            {
                state.Mean[k] += vectors[(words[i] * size) + k];
            }
        }

        var scale = 1 / MathF.Sqrt(Math.Max(1, words.Length));
        for (var k = 0; k < size; k++)
        {
            state.Mean[k] *= scale;
        }
    }

    private void Layer(State state, Span<float> logits)
    {
        for (var k = 0; k < Outputs; k++)
        {
            var sum = layerBiases[k];
            var weights = layer.AsSpan(k * (filters + size), filters + size);
            for (var f = 0; f < filters; f++)
            {
                sum += weights[f] * state.Maxima[f];
            }

            for (var j = 0; j < size; j++)
            {
                sum += weights[filters + j] * state.Mean[j];
            }

            logits[k] = sum;
        }
    }

    private static float[] Uniform(int length, float scale, Random random)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * scale;
        }

        return values;
    }

    private sealed class State(int filters, int size)
    {
        public readonly float[] Sums = new float[filters];
        public readonly float[] Maxima = new float[filters];
        public readonly int[] At = new int[filters];
        public readonly float[] Mean = new float[size];
    }
}

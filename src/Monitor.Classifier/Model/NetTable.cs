using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Monitor.Classifier.Model;

/// <summary>
/// Trained convolutional nets, laid out for reading: what a word adds to each filter at each of three places is worked out once, in
/// eight bits, so that a text costs three additions and one maximum per filter and word instead of a matrix product.
/// </summary>
public sealed class NetTable
{
    private const int Lanes = WeightTable.Lanes;
    private const int Block = 32;
    private const int Places = 3;

    private readonly int filters;
    private readonly ulong[] keys;
    private readonly int[] numbers;
    private readonly sbyte[] projections;
    private readonly float[] means;
    private readonly float[] scales;
    private readonly float[] biases;
    private readonly float[] layer;
    private readonly float[] layerBiases;

    /// <summary>Takes the parts as a model file holds them.</summary>
    /// <param name="words">The hashes of the words; word 0 stands for every other word.</param>
    /// <param name="projections">By word, place and filter.</param>
    /// <param name="means">By word and lane.</param>
    /// <param name="scales">By filter: what one step of a projection is worth.</param>
    /// <param name="biases">By filter.</param>
    /// <param name="layer">By lane and filter.</param>
    /// <param name="layerBiases">By lane.</param>
    public NetTable(ulong[] words, sbyte[] projections, float[] means, float[] scales, float[] biases, float[] layer, float[] layerBiases)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(projections);
        ArgumentNullException.ThrowIfNull(scales);
        filters = scales.Length;
        if (filters % Block != 0 || projections.Length != words.Length * Places * filters)
        {
            throw new InvalidDataException($"A net of {filters} filters and {words.Length} words does not fit its projections");
        }

        (Words, this.projections, this.means, this.scales) = (words, projections, means, scales);
        (this.biases, this.layer, this.layerBiases) = (biases, layer, layerBiases);
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, words.Length * 2));
        keys = new ulong[slots];
        numbers = new int[slots];
        for (var word = 1; word < words.Length; word++)
        {
            var slot = (int)words[word] & (slots - 1);
            while (keys[slot] != 0)
            {
                slot = (slot + 1) & (slots - 1);
            }

            keys[slot] = words[word];
            numbers[slot] = word;
        }
    }

    /// <summary>The hashes of the words.</summary>
    public ulong[] Words { get; }

    /// <summary>How many filters there are.</summary>
    public int Filters => filters;

    /// <summary>The numbers behind the words, for the model file.</summary>
    public (sbyte[] Projections, float[] Means, float[] Scales, float[] Biases, float[] Layer, float[] LayerBiases) Parts =>
        (projections, means, scales, biases, layer, layerBiases);

    /// <summary>The number of a word, 0 when the nets do not know it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NumberOf(ulong word)
    {
        var mask = keys.Length - 1;
        for (var slot = (int)word & mask; keys[slot] != 0; slot = (slot + 1) & mask)
        {
            if (keys[slot] == word)
            {
                return numbers[slot];
            }
        }

        return 0;
    }

    /// <summary>Fills the six logits of a text given as the numbers of its words.</summary>
    public void Logits(ReadOnlySpan<int> text, Span<float> logits)
    {
        layerBiases.CopyTo(logits);
        Mean(text, logits);
        Span<short> maxima = stackalloc short[Block];
        for (var block = 0; block < filters; block += Block)
        {
            Maxima(text, block, maxima);
            for (var f = 0; f < Block; f++)
            {
                var value = (maxima[f] * scales[block + f]) + biases[block + f];
                if (value <= 0)
                {
                    continue;
                }

                for (var lane = 0; lane < Lanes; lane++)
                {
                    logits[lane] += value * layer[(lane * filters) + block + f];
                }
            }
        }
    }

    private void Mean(ReadOnlySpan<int> text, Span<float> logits)
    {
        Span<float> sums = stackalloc float[Lanes];
        foreach (var word in text)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                sums[lane] += means[(word * Lanes) + lane];
            }
        }

        var scale = 1 / MathF.Sqrt(Math.Max(1, text.Length));
        for (var lane = 0; lane < Lanes; lane++)
        {
            logits[lane] += sums[lane] * scale;
        }
    }

    /// <summary>
    /// The largest sum of each of 32 filters over the text. Three 8-bit numbers cannot overflow 16 bits. Word 0 adds nothing: its
    /// projections are zero.
    /// </summary>
    private void Maxima(ReadOnlySpan<int> text, int block, Span<short> maxima)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(projections);
        var stride = Places * filters;
        var low = Vector256.Create(short.MinValue);
        var high = low;
        for (var i = 0; i < text.Length; i++)
        {
            var (sumLow, sumHigh) = Vector256.Widen(Load(ref first, (text[i] * stride) + filters + block));
            if (i > 0)
            {
                var (a, b) = Vector256.Widen(Load(ref first, (text[i - 1] * stride) + block));
                sumLow += a;
                sumHigh += b;
            }

            if (i + 1 < text.Length)
            {
                var (a, b) = Vector256.Widen(Load(ref first, (text[i + 1] * stride) + (2 * filters) + block));
                sumLow += a;
                sumHigh += b;
            }

            low = Vector256.Max(low, sumLow);
            high = Vector256.Max(high, sumHigh);
        }

        low.CopyTo(maxima);
        high.CopyTo(maxima[(Block / 2)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Load(ref sbyte first, int at) => Vector256.LoadUnsafe(ref first, (nuint)at);
}

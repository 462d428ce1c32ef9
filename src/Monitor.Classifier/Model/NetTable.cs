using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    private const int Wide = 8;

    private readonly int filters;
    private readonly ulong[] keys;
    private readonly int[] numbers;
    private readonly sbyte[] projections;
    private readonly float[] means;
    private readonly float[] scales;
    private readonly float[] biases;
    private readonly float[] layer;
    private readonly float[] layerBiases;
    private readonly float[] wideMeans;
    private readonly float[] wideLayer;

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
        wideMeans = Widen(means, words.Length, Lanes, 1);
        wideLayer = Widen(layer, filters, 1, filters);
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

    /// <summary>
    /// Fills the six logits of a text given as the numbers of its words. The first and the last number are zeros around the text: word 0
    /// adds nothing, so that no place is special.
    /// </summary>
    public void Logits(ReadOnlySpan<int> padded, Span<float> logits)
    {
        var sums =
            Mean(padded)
            + Vector256.Create(layerBiases[0], layerBiases[1], layerBiases[2], layerBiases[3], layerBiases[4], layerBiases[5], 0, 0);
        Span<short> maxima = stackalloc short[Block];
        for (var block = 0; block < filters; block += Block)
        {
            Maxima(padded, block, maxima);
            for (var f = 0; f < Block; f++)
            {
                var value = Math.Max(0, (maxima[f] * scales[block + f]) + biases[block + f]);
                sums += Vector256.Create(value) * Vector256.LoadUnsafe(ref wideLayer[(block + f) * Wide]);
            }
        }

        for (var lane = 0; lane < Lanes; lane++)
        {
            logits[lane] = sums[lane];
        }
    }

    /// <summary>Asks for what <see cref="Logits"/> reads first of a word.</summary>
    public void AskForMean(int word) => CacheLine.Ask(in wideMeans[word * Wide]);

    private Vector256<float> Mean(ReadOnlySpan<int> padded)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(wideMeans);
        ref var rows = ref MemoryMarshal.GetArrayDataReference(projections);
        var sums = Vector256<float>.Zero;
        foreach (var word in padded[1..^1])
        {
            sums += Vector256.LoadUnsafe(ref first, (nuint)(word * Wide));
            Prefetch(ref rows, word * Places * filters);
        }

        return sums * (1 / MathF.Sqrt(Math.Max(1, padded.Length - 2)));
    }

    /// <summary>Asks for a word's projections, which lie anywhere in ten million bytes, while the means are added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(ref sbyte rows, int at)
    {
        for (var line = 0; line < Places * filters; line += CacheLine.Bytes)
        {
            CacheLine.Ask(ref Unsafe.Add(ref rows, at + line));
        }
    }

    /// <summary>The largest sum of each of 32 filters over the text. Three 8-bit numbers cannot overflow 16 bits.</summary>
    private void Maxima(ReadOnlySpan<int> padded, int block, Span<short> maxima)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(projections);
        var stride = Places * filters;
        ref var number = ref MemoryMarshal.GetReference(padded);
        if (Avx512BW.IsSupported)
        {
            var most = Vector512.Create(short.MinValue);
            for (var i = 1; i < padded.Length - 1; i++)
            {
                var sum =
                    Avx512BW.ConvertToVector512Int16(Load(ref first, (Unsafe.Add(ref number, i) * stride) + filters + block))
                    + Avx512BW.ConvertToVector512Int16(Load(ref first, (Unsafe.Add(ref number, i - 1) * stride) + block))
                    + Avx512BW.ConvertToVector512Int16(Load(ref first, (Unsafe.Add(ref number, i + 1) * stride) + (2 * filters) + block));
                most = Vector512.Max(most, sum);
            }

            most.CopyTo(maxima);
            return;
        }

        var low = Vector256.Create(short.MinValue);
        var high = low;
        for (var i = 1; i < padded.Length - 1; i++)
        {
            var (low0, high0) = Vector256.Widen(Load(ref first, (Unsafe.Add(ref number, i) * stride) + filters + block));
            var (low1, high1) = Vector256.Widen(Load(ref first, (Unsafe.Add(ref number, i - 1) * stride) + block));
            var (low2, high2) = Vector256.Widen(Load(ref first, (Unsafe.Add(ref number, i + 1) * stride) + (2 * filters) + block));
            low = Vector256.Max(low, low0 + low1 + low2);
            high = Vector256.Max(high, high0 + high1 + high2);
        }

        low.CopyTo(maxima);
        high.CopyTo(maxima[(Block / 2)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Load(ref sbyte first, int at) => Vector256.LoadUnsafe(ref first, (nuint)at);

    /// <summary>The six lanes of each row, as eight with two zeros, so that a row is one vector.</summary>
    private static float[] Widen(float[] values, int rows, int rowStride, int laneStride)
    {
        var wide = new float[rows * Wide];
        for (var row = 0; row < rows; row++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                wide[(row * Wide) + lane] = values[(row * rowStride) + (lane * laneStride)];
            }
        }

        return wide;
    }
}

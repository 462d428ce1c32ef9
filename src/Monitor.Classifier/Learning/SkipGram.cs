using System.Numerics;
using System.Runtime.InteropServices;

namespace Monitor.Classifier.Learning;

/// <summary>
/// Word vectors from unlabelled text: skip-gram with negative sampling (T. Mikolov et al., "Distributed representations of words and
/// phrases and their compositionality", NIPS 2013). One thread, so that the same texts and seed give the same vectors.
/// </summary>
public static class SkipGram
{
    private const int Window = 5;
    private const int Negatives = 5;
    private const int NoiseTableLength = 1 << 20;
    private const float FirstRate = 0.05f;
    private const double Subsampling = 1e-4;

    /// <summary>
    /// One vector of <paramref name="size"/> numbers for each of <paramref name="words"/> words, end to end. Word 0 is "unknown": it is
    /// skipped in texts and its vector stays near zero.
    /// </summary>
    public static float[] Train(IReadOnlyList<int[]> texts, int words, int size, int epochs, int seed)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var counts = new long[words];
        foreach (var text in texts)
        {
            foreach (var word in text)
            {
                counts[word]++;
            }
        }

        counts[0] = 0;
        var total = Math.Max(1, counts.Sum());
        var random = new Random(seed);
        var inputs = new float[words * size];
        var outputs = new float[words * size];
        for (var i = size; i < inputs.Length; i++)
        {
            inputs[i] = (random.NextSingle() - 0.5f) / size;
        }

        var noise = NoiseTable(counts);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        var kept = new List<int>();
        var gradient = new float[size];
        long done = 0;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var text in order)
            {
                var rate = FirstRate * Math.Max(0.02f, 1 - ((float)done / (total * epochs)));
                done += texts[text].Length;
                Keep(texts[text], counts, total, random, kept);
                for (var i = 0; i < kept.Count; i++)
                {
                    var reach = 1 + random.Next(Window);
                    for (var j = Math.Max(0, i - reach); j <= Math.Min(kept.Count - 1, i + reach); j++)
                    {
                        if (j != i)
                        {
                            Learn(inputs.AsSpan(kept[i] * size, size), outputs, kept[j], noise, random, rate, gradient);
                        }
                    }
                }
            }
        }

        return inputs;
    }

    /// <summary>Frequent words are mostly left out: they say little about their neighbours.</summary>
    private static void Keep(int[] text, long[] counts, long total, Random random, List<int> kept)
    {
        kept.Clear();
        foreach (var word in text)
        {
            if (word == 0)
            {
                continue;
            }

            var share = (double)counts[word] / total;
            if (random.NextDouble() < Math.Sqrt(Subsampling / share) + (Subsampling / share))
            {
                kept.Add(word);
            }
        }
    }

    private static void Learn(Span<float> input, float[] outputs, int neighbour, int[] noise, Random random, float rate, float[] gradient)
    {
        Array.Clear(gradient);
        var x = MemoryMarshal.Cast<float, Vector<float>>(input);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient.AsSpan());
        for (var n = 0; n <= Negatives; n++)
        {
            var target = n == 0 ? neighbour : noise[random.Next(noise.Length)];
            if (n > 0 && target == neighbour)
            {
                continue;
            }

            var o = MemoryMarshal.Cast<float, Vector<float>>(outputs.AsSpan(target * input.Length, input.Length));
            var sum = Vector<float>.Zero;
            for (var k = 0; k < x.Length; k++)
            {
                sum += x[k] * o[k];
            }

            var p = 1 / (1 + MathF.Exp(-Vector.Sum(sum)));
            var step = ((n == 0 ? 1 : 0) - p) * rate;
            for (var k = 0; k < x.Length; k++)
            {
                g[k] += step * o[k];
                o[k] += step * x[k];
            }
        }

        for (var k = 0; k < x.Length; k++)
        {
            x[k] += g[k];
        }
    }

    /// <summary>Each word as often as the three-quarters power of its count, as in the paper.</summary>
    private static int[] NoiseTable(long[] counts)
    {
        var table = new int[NoiseTableLength];
        double sum = 0;
        foreach (var count in counts)
        {
            sum += Math.Pow(count, 0.75);
        }

        double reached = 0;
        var slot = 0;
        for (var word = 0; word < counts.Length; word++)
        {
            reached += Math.Pow(counts[word], 0.75) / sum;
            while (slot < table.Length && (double)slot / table.Length < reached)
            {
                table[slot++] = word;
            }
        }

        while (slot < table.Length)
        {
            table[slot++] = counts.Length - 1;
        }

        return table;
    }
}

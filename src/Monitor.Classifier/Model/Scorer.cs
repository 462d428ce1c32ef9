using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Monitor.Classifier.Features;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Model;

/// <summary>Adds up the weights of the features of one text. One instance serves one thread at a time.</summary>
internal sealed class Scorer(NetralitasModel model, FeatureExtractor extractor)
{
    /// <summary>Words beyond this many are not hidden one by one: the cost would grow with the square of the length.</summary>
    private const int MostHidden = 200;

    private const int Waiting = 16;

    private readonly CachedWord[] cache = new CachedWord[CachedAdder.Entries];
    private int[] numbers = new int[128];

    /// <summary>Fills the six logits of a text taken apart.</summary>
    public void Logits(TextBuffer buffer, Span<double> logits)
    {
        var sink = new CachedAdder(model.Table, cache);
        extractor.Extract(buffer, ref sink);
        sink.Rest.Finish();
        for (var lane = 0; lane < WeightTable.Lanes; lane++)
        {
            double sum = model.Biases[lane];
            for (var family = 0; family < FeatureFamilies.Count; family++)
            {
                if (sink.Rest.Totals[family] > 0)
                {
                    sum +=
                        sink.Rest.Sums[family][lane]
                        * model.Scales[(family * WeightTable.Lanes) + lane]
                        / Math.Sqrt(sink.Rest.Totals[family]);
                }
            }

            logits[lane] = sum;
        }

        var sequence = extractor.Sequence;
        if (numbers.Length < sequence.Length)
        {
            numbers = new int[sequence.Length * 2];
        }

        for (var i = 0; i < sequence.Length; i++)
        {
            numbers[i] = model.Nets.NumberOf(sequence[i]);
        }

        Span<float> nets = stackalloc float[WeightTable.Lanes];
        model.Nets.Logits(numbers.AsSpan(0, sequence.Length), nets);
        NetralitasModel.Mix(logits, nets, model.NetShare);
    }

    /// <summary>
    /// By token, roughly: what its features add to the score logit (a feature drawn from several tokens is shared by its first and last),
    /// and how far the nets' answer falls when they do not see the word.
    /// </summary>
    public double[] Shares(TextBuffer buffer)
    {
        var counter = new Adder(model.Table);
        extractor.Extract(buffer, ref counter);
        var factors = new double[FeatureFamilies.Count];
        for (var family = 0; family < factors.Length; family++)
        {
            factors[family] =
                (1 - model.NetShare)
                * model.Scales[(family * WeightTable.Lanes) + LabelNames.Count]
                / Math.Sqrt(Math.Max(1, counter.Totals[family]));
        }

        var shares = new double[buffer.Count];
        var sink = new Sharer(model.Table, factors, shares);
        extractor.Extract(buffer, ref sink);
        AddNetShares(shares);
        return shares;
    }

    private void AddNetShares(double[] shares)
    {
        var tokens = extractor.SequenceTokens;
        var hidden = Math.Min(tokens.Length, MostHidden);
        var words = extractor.Sequence.ToArray().Select(model.Nets.NumberOf).ToArray();
        var whole = NetLook(words);
        for (var i = 0; i < hidden; i++)
        {
            var word = words[i];
            if (word == 0)
            {
                continue;
            }

            words[i] = 0;
            shares[tokens[i]] += model.NetShare * (whole - NetLook(words));
            words[i] = word;
        }
    }

    private double NetLook(int[] words)
    {
        Span<float> nets = stackalloc float[WeightTable.Lanes];
        Span<double> nothing = stackalloc double[WeightTable.Lanes];
        model.Nets.Logits(words, nets);
        NetralitasModel.Mix(nothing, nets, 1);
        return nothing[LabelNames.Count];
    }

    [InlineArray(FeatureFamilies.Count)]
    private struct FamilySums
    {
        private Vector256<int> first;
    }

    [InlineArray(FeatureFamilies.Count)]
    private struct FamilyTotals
    {
        private int first;
    }

    [InlineArray(Waiting)]
    private struct FeatureRing
    {
        private ulong first;
    }

    [InlineArray(Waiting)]
    private struct FamilyRing
    {
        private byte first;
    }

    /// <summary>
    /// Adds weights a few features late: the table does not fit the first caches, and by the time a feature's turn comes its line is there.
    /// </summary>
    private struct Adder(WeightTable table) : IFeatureSink
    {
        public FamilySums Sums;
        public FamilyTotals Totals;
        private FeatureRing features;
        private FamilyRing families;
        private uint seen;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            Totals[(int)family]++;
            var salted = FeatureFamilies.Salt(family, feature);
            table.Prefetch(salted);
            var at = (int)(seen % Waiting);
            if (seen >= Waiting)
            {
                table.Add(features[at], ref Sums[families[at]]);
            }

            features[at] = salted;
            families[at] = (byte)family;
            seen++;
        }

        /// <summary>Adds what still waits; the sums are whole only then.</summary>
        public void Finish()
        {
            for (var i = seen - Math.Min(seen, Waiting); i < seen; i++)
            {
                var at = (int)(i % Waiting);
                table.Add(features[at], ref Sums[families[at]]);
            }

            seen = 0;
        }
    }

    /// <summary>What the character n-grams of one word add up to. Words recur: most texts find most of theirs here.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct CachedWord
    {
        public ulong Word;
        public int Count;
        public Vector256<int> Sums;
    }

    private struct CachedAdder(WeightTable table, CachedWord[] cache) : IFeatureSink
    {
        public const int Entries = 1 << 13;

        public Adder Rest = new(table);

        public static bool TakesWordsWhole => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(FeatureFamily family, ulong feature, int first, int last) => Rest.Add(family, feature, first, last);

        public void AddWord(ulong word, ReadOnlySpan<char> form, int token)
        {
            ref var entry = ref cache[(int)word & (Entries - 1)];
            if (entry.Word != word)
            {
                var alone = new Adder(table);
                FeatureExtractor.CharacterGrams(form, token, ref alone);
                alone.Finish();
                entry.Word = word;
                entry.Count = alone.Totals[(int)FeatureFamily.Character];
                entry.Sums = alone.Sums[(int)FeatureFamily.Character];
            }

            Rest.Totals[(int)FeatureFamily.Character] += entry.Count;
            Rest.Sums[(int)FeatureFamily.Character] += entry.Sums;
        }
    }

    private readonly struct Sharer(WeightTable table, double[] factors, double[] shares) : IFeatureSink
    {
        /// <summary>Features of the whole text belong to no token.</summary>
        private const int Near = 8;

        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            var sums = Vector256<int>.Zero;
            if (!table.Add(FeatureFamilies.Salt(family, feature), ref sums) || last - first > Near)
            {
                return;
            }

            var weight = sums[LabelNames.Count] * factors[(int)family];
            shares[first] += weight / 2;
            shares[last] += weight / 2;
        }
    }
}

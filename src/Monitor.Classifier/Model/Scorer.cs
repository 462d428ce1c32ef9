using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Monitor.Classifier.Features;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Model;

/// <summary>Adds up the weights of the features of one text. One instance serves one thread at a time.</summary>
internal sealed class Scorer(NetralitasModel model, FeatureExtractor extractor)
{
    /// <summary>Fills the six logits of a text taken apart.</summary>
    public void Logits(TextBuffer buffer, Span<double> logits)
    {
        var sink = new Adder(model.Table);
        extractor.Extract(buffer, ref sink);
        for (var lane = 0; lane < WeightTable.Lanes; lane++)
        {
            double sum = model.Biases[lane];
            for (var family = 0; family < FeatureFamilies.Count; family++)
            {
                if (sink.Totals[family] > 0)
                {
                    sum += sink.Sums[family][lane] * model.Scales[(family * WeightTable.Lanes) + lane] / Math.Sqrt(sink.Totals[family]);
                }
            }

            logits[lane] = sum;
        }
    }

    /// <summary>
    /// By token: what its features added to the score logit; a feature drawn from several tokens is shared among its first and last.
    /// </summary>
    public void Contributions(TextBuffer buffer, Span<double> byToken)
    {
        var counter = new Adder(model.Table);
        extractor.Extract(buffer, ref counter);
        var factors = new double[FeatureFamilies.Count];
        for (var family = 0; family < factors.Length; family++)
        {
            factors[family] =
                model.Scales[(family * WeightTable.Lanes) + LabelNames.Count] / Math.Sqrt(Math.Max(1, counter.Totals[family]));
        }

        var shares = new double[buffer.Count];
        var sink = new Sharer(model.Table, factors, shares);
        extractor.Extract(buffer, ref sink);
        shares.CopyTo(byToken);
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

    private struct Adder(WeightTable table) : IFeatureSink
    {
        public FamilySums Sums;
        public FamilyTotals Totals;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            Totals[(int)family]++;
            table.Add(FeatureFamilies.Salt(family, feature), ref Sums[(int)family]);
        }
    }

    private readonly struct Sharer(WeightTable table, double[] factors, double[] shares) : IFeatureSink
    {
        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            var sums = Vector256<int>.Zero;
            if (!table.Add(FeatureFamilies.Salt(family, feature), ref sums) || first == 0 && last == shares.Length - 1 && last > 6)
            {
                return;
            }

            var weight = sums[LabelNames.Count] * factors[(int)family];
            shares[first] += weight / 2;
            shares[last] += weight / 2;
        }
    }
}

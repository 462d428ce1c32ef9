using System.Runtime.Intrinsics;
using Monitor.Classifier.Features;
using Monitor.Classifier.Model;
using Monitor.Classifier.Tests.Text;
using Monitor.Classifier.Text;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests;

public sealed class ScorerTests
{
    private static readonly NetralitasModel Linear = ModelFile.Read(
        Path.Combine(Models.Directory, NetralitasClassifier.Folder, ModelFile.FileName)
    ) with
    {
        NetShare = 0,
    };

    private static readonly CueLexicon Cues = CueLexicon.Load(Models.Directory);

    [Fact]
    public void WordsTakenWholeAddUpToTheirFeaturesOneByOne()
    {
        var rows = Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv"));
        var scorer = new Scorer(Linear, new FeatureExtractor(Cues));
        var buffer = new TextBuffer();
        Span<double> logits = stackalloc double[WeightTable.Lanes];
        // Rare words twice, so that both a word's first time and its later ones are seen; and one too long to be kept.
        string[] texts = [.. rows.Where((_, i) => i % 13 == 0).Select(r => r.Text), new string('k', 70) + "-" + new string('k', 70)];
        foreach (var text in texts.Concat(texts))
        {
            Some.Pipeline.Run(text, null, buffer);
            scorer.Logits(buffer, logits);
            var expected = OneByOne(buffer);
            for (var lane = 0; lane < WeightTable.Lanes; lane++)
            {
                Assert.Equal(expected[lane], logits[lane], tolerance: 1e-5);
            }
        }
    }

    [Fact]
    public void WhatWasJudgedBeforeDoesNotMove()
    {
        // A mention has no form; a short word with a capital beside it once looked at the form of another text's word.
        const string text = "@user So tidak ada yang harus digaris bawahi";
        var alone = NetralitasClassifier.Load(Models.Directory).Score(text);
        var after = NetralitasClassifier.Load(Models.Directory);
        _ = after.Score("Wayan Sari bertemu Andi Baso dan Ketut Rai di Denpasar");
        Assert.Equal(alone, after.Score(text));
    }

    [Fact]
    public void APieceOfAWordHasTheHashOfTheSameWordAlone()
    {
        const string run = "lanjutkanpembangunan";
        var filter = new PieceFilter();
        filter.Note("pembangunan");
        var (before, whole) = (PieceFilter.Hash("lanjutkan"), PieceFilter.Hash(run));
        var piece = whole - PieceFilter.Shift(before, "pembangunan".Length);
        Assert.Equal(PieceFilter.Hash("pembangunan"), piece);
        Assert.True(filter.MayHave(piece));
        Assert.False(filter.MayHave(before));
    }

    private static double[] OneByOne(TextBuffer buffer)
    {
        var sums = new Vector256<int>[FeatureFamilies.Count];
        var totals = new int[FeatureFamilies.Count];
        var sink = new Collector(sums, totals);
        new FeatureExtractor(Cues).Extract(buffer, ref sink);
        var logits = new double[WeightTable.Lanes];
        for (var lane = 0; lane < WeightTable.Lanes; lane++)
        {
            logits[lane] = Linear.Biases[lane];
            for (var family = 0; family < FeatureFamilies.Count; family++)
            {
                var scale = Linear.Scales[(family * WeightTable.Lanes) + lane];
                logits[lane] += totals[family] == 0 ? 0 : sums[family][lane] * scale / Math.Sqrt(totals[family]);
            }
        }

        NetralitasModel.Mix(logits, new float[WeightTable.Lanes], Linear.NetShare);
        return logits;
    }

    private readonly struct Collector(Vector256<int>[] sums, int[] totals) : IFeatureSink
    {
        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            totals[(int)family]++;
            Linear.Table.Add(FeatureFamilies.Salt(family, feature), ref sums[(int)family]);
        }
    }
}

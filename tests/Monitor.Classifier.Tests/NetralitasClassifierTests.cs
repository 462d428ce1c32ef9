using FsCheck;
using FsCheck.Fluent;

namespace Monitor.Classifier.Tests;

public sealed class NetralitasClassifierTests
{
    private static readonly string[] Texts =
    [
        "Gas pol nomor 2, satu putaran!",
        "Debat kedua malam ini jam 19.00",
        "Camat Sukamaju diperiksa Bawaslu karena foto bersama paslon",
        "resep rendang dua kilo, santan tiga butir",
        "",
        "\uD800",
        "مرحبا 👍🏽 ‮dukung",
        "nomor",
    ];

    [Fact]
    public void AnyStringHasAFiniteScoreAndProbabilitiesThatSumToOne() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => Holds(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void AMegabyteIsJudgedToo() => Assert.True(Holds(string.Concat(Enumerable.Repeat("dukung paslon nomor 2 ", 50_000))));

    [Fact]
    public void OddTextsAreJudgedToo() => Assert.All(Texts, text => Assert.True(Holds(text)));

    [Fact]
    public void EightThreadsSayWhatOneThreadSays()
    {
        var alone = Texts.Select(t => Models.Shipped.Classify(t)).ToArray();
        Parallel.For(
            0,
            400,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
            {
                var judgement = Models.Shipped.Classify(Texts[i % Texts.Length]);
                Assert.Equal(alone[i % Texts.Length].Score, judgement.Score);
                Assert.Equal(alone[i % Texts.Length].Probabilities, judgement.Probabilities);
                Assert.Equal(alone[i % Texts.Length].Reasons, judgement.Reasons);
            }
        );
    }

    [Fact]
    public void TheScoreIsTheSumOfTheFirstThreeProbabilities() =>
        Assert.All(
            Texts,
            text =>
            {
                var judgement = Models.Shipped.Classify(text);
                Assert.Equal(judgement.Probabilities.Take(3).Sum(), judgement.Score, 9);
                Assert.Equal(judgement.Score, Models.Shipped.Score(text), 12);
            }
        );

    [Theory]
    [InlineData("precision")]
    [InlineData("recall")]
    [InlineData("balanced")]
    public void NamedThresholdsAreInTheModel(string name)
    {
        Assert.True(Models.Shipped.TryThreshold(name, out var threshold));
        Assert.InRange(threshold, 0, 1);
    }

    [Fact]
    public void AnUnknownThresholdIsNotThere() => Assert.False(Models.Shipped.TryThreshold("guess", out _));

    [Fact]
    public void TheCardSaysWhatTheModelWasTrainedOn()
    {
        Assert.Equal(12, Models.Shipped.Info.Version.Length);
        Assert.All(Models.Shipped.Info.TrainedOn, set => Assert.Equal(64, set.Sha256.Length));
    }

    [Fact]
    public void WithoutReasonsThereAreNone() => Assert.Empty(Models.Shipped.Classify(Texts[0], reasons: false).Reasons);

    private static bool Holds(string text)
    {
        var judgement = Models.Shipped.Classify(text);
        return double.IsFinite(judgement.Score)
            && judgement.Score is >= 0 and <= 1
            && Math.Abs(judgement.Probabilities.Sum() - 1) < 1e-9
            && judgement.Reasons.Count <= 5
            && judgement.Reasons.All(r => text.AsSpan(r.Start, r.Length).SequenceEqual(r.Text));
    }
}

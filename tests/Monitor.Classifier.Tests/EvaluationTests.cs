using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Learning;
using Monitor.Classifier.Model;

namespace Monitor.Classifier.Tests;

public sealed class EvaluationTests
{
    private static readonly bool[] Truths = [true, true, false, false];

    [Fact]
    public void APerfectRankingHasAnAreaOfOne() => Assert.Equal(1, Metrics.AreaUnderCurve([0.9, 0.8, 0.2, 0.1], Truths));

    [Fact]
    public void TiesCountHalf() => Assert.Equal(0.5, Metrics.AreaUnderCurve([0.5, 0.5, 0.5, 0.5], Truths));

    [Fact]
    public void ScoresThatComeTrueHaveNoCalibrationError() => Assert.Equal(0, Metrics.ExpectedCalibrationError([1, 1, 0, 0], Truths));

    [Fact]
    public void TheBalancedThresholdHasTheBestF1()
    {
        var thresholds = OperatingPoints.Choose([0.9, 0.6, 0.4, 0.1], [true, true, false, false]);
        Assert.Equal(0.6, thresholds[OperatingPoints.Balanced]);
    }

    [Fact]
    public void AScarcerPositiveNeedsAStricterThreshold()
    {
        double[] scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
        bool[] truths = [true, true, false, true, false, true];
        var plenty = OperatingPoints.Choose(scores, truths, 0.8)[OperatingPoints.Balanced];
        var scarce = OperatingPoints.Choose(scores, truths, 0.1)[OperatingPoints.Balanced];
        Assert.True(scarce > plenty);
    }

    [Fact]
    public void AChallengerThatIsClearlyWorseIsRefused()
    {
        bool[] truths = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0)];
        double[] good = [.. truths.Select(t => t ? 0.9 : 0.1)];
        double[] bad = [.. truths.Select((t, i) => i % 4 == 0 ? 0.1 : 0.6)];
        Assert.False(Challenge.Of(good, 0.5, bad, 0.5, truths).Passed);
        Assert.True(Challenge.Of(bad, 0.5, good, 0.5, truths).Passed);
        Assert.True(Challenge.Of(good, 0.5, good, 0.5, truths).Passed);
    }

    [Fact]
    public void AChallengerThatFlagsWhatIsHarmlessIsRefusedThoughTheChampionFindsNothingEither()
    {
        bool[] truths = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0)];
        double[] silent = [.. truths.Select(_ => 0.1)];
        double[] backwards = [.. truths.Select(t => t ? 0.1 : 0.9)];
        var challenge = Challenge.Of(silent, 0.5, backwards, 0.5, truths);
        Assert.Equal((0, 0, 30, 0), (challenge.Champion.F1, challenge.Challenger.F1, challenge.OnlyChampion, challenge.OnlyChallenger));
        Assert.False(challenge.Passed);
    }

    [Fact]
    public void TheLearnerSeparatesWhatCanBeSeparated()
    {
        var rows = new SparseRows();
        for (var i = 0; i < 40; i++)
        {
            rows.Add([i % 2, 2 + (i % 3)], [1, 0.5f], i % 2, 1);
        }

        var learned = new DualCoordinateLogistic(1).Learn(rows, 2, seed: 1);
        Assert.True(learned.Weights[1][1] > 0);
        Assert.True(learned.Weights[1][0] < 0);
    }

    [Fact]
    public void CalibratedProbabilitiesSumToOne()
    {
        Span<double> probabilities = stackalloc double[LabelNames.Count];
        var score = new Calibration(1.3, -0.2, 0.7).Apply([1, 2, -1, 0.5, 0.1, 0.8], probabilities);
        Assert.Equal(1, probabilities[0] + probabilities[1] + probabilities[2] + probabilities[3] + probabilities[4], 12);
        Assert.Equal(score, probabilities[0] + probabilities[1] + probabilities[2], 12);
    }

    [Fact]
    public void AFeatureTheTableNeverSawAddsNothing()
    {
        var table = WeightTable.Build([(0x1234_0000_0000_0005, [1, 2, 3, 4, 5, 6])], 6, out var dropped);
        var sums = System.Runtime.Intrinsics.Vector256<int>.Zero;
        Assert.False(table.Add(0x4321_0000_0000_0005, ref sums));
        Assert.True(table.Add(0x1234_0000_0000_0005, ref sums));
        Assert.Equal((0, 6), (dropped, sums[5]));
    }

    [Fact]
    public void AttacksAreTheSameForTheSameSeed() =>
        Assert.All(
            Attacks.All,
            attack =>
                Assert.Equal(attack.Value("dukung paslon nomor dua", new Random(1)), attack.Value("dukung paslon nomor dua", new Random(1)))
        );
}

using Monitor.Classifier.Evaluation;

namespace Monitor.Classifier.Tests;

public sealed class CalibrationTrialTests
{
    [Fact]
    public void WaysThatStretchRepairLogitsThatPromiseTooMuch()
    {
        var trials = Trials(logit => 3 * logit);
        Assert.True(trials["none"].CalibrationError > 0.1);
        Assert.All(new[] { "temperature", "Platt", "isotonic" }, way => Assert.True(trials[way].CalibrationError < 0.03));
    }

    [Fact]
    public void ATemperatureCannotRepairAShiftAndPlattCan()
    {
        var trials = Trials(logit => logit + 2);
        Assert.True(trials["temperature"].CalibrationError > 0.1);
        Assert.True(trials["Platt"].CalibrationError < 0.03);
    }

    [Fact]
    public void OnlyStepsRepairACurveThatNoLogisticHas()
    {
        var trials = Trials(logit => logit < 0 ? logit / 10 : logit * 10);
        Assert.True(trials["isotonic"].Brier < trials["Platt"].Brier);
    }

    /// <summary>Truths drawn from a logit; the trial sees what <paramref name="bent"/> makes of it.</summary>
    private static Dictionary<string, CalibrationTrial> Trials(Func<double, double> bent)
    {
        var random = new Random(5);
        var (logits, truths) = (new double[6000], new bool[6000]);
        for (var i = 0; i < logits.Length; i++)
        {
            var logit = (random.NextDouble() * 6) - 3;
            (logits[i], truths[i]) = (bent(logit), random.NextDouble() < 1 / (1 + Math.Exp(-logit)));
        }

        return CalibrationTrial
            .Tried(logits, truths, [.. Enumerable.Range(0, logits.Length).Select(i => i % 5)], "blocks")
            .ToDictionary(trial => trial.Method, StringComparer.Ordinal);
    }
}

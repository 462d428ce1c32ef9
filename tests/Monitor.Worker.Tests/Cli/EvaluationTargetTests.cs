using Monitor.Classifier.Evaluation;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary>The mean of an evaluation's parts beside what it must reach.</summary>
public sealed class EvaluationTargetTests
{
    private static readonly Evaluated[] Parts = [Part(f1: 0.90, macro: 0.70, auc: 0.96), Part(f1: 0.88, macro: 0.80, auc: 0.95)];

    [Fact]
    public void AFigureWithoutATargetIsToldButAsksForNothing()
    {
        var target = new EvaluationTarget(F1: 0.88, MacroF1: null, Auc: 0.95);

        Assert.True(target.Reached(Parts));
        Assert.Equal("mean: F1 0.890 (target 0.88)  macro 0.750  AUC 0.955 (target 0.95)  pass", target.Line(Parts));
    }

    [Fact]
    public void EveryFigureWithATargetMustReachIt()
    {
        var target = new EvaluationTarget(F1: 0.88, MacroF1: 0.78, Auc: 0.95);

        Assert.False(target.Reached(Parts));
        Assert.Equal("mean: F1 0.890 (target 0.88)  macro 0.750 (target 0.78)  AUC 0.955 (target 0.95)  FAIL", target.Line(Parts));
        Assert.False((target with { MacroF1 = null, Auc = 0.96 }).Reached(Parts));
        Assert.False((target with { MacroF1 = null, F1 = 0.90 }).Reached(Parts));
    }

    private static Evaluated Part(double f1, double macro, double auc) =>
        new(
            "part",
            new(Count: 100, Positives: 40, Precision: 0.9, Recall: 0.9, F1: f1, MacroF1: macro, Auc: auc, CalibrationError: 0.02),
            F1Interval: (f1, f1),
            AucInterval: (auc, auc),
            Threshold: 0.5
        );
}

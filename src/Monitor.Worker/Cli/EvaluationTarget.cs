using System.Globalization;
using Monitor.Classifier.Evaluation;

namespace Monitor.Worker.Cli;

/// <summary>What the mean of an evaluation's parts must reach. Where no figure is set for macro-F1, it is printed and asked for nothing.</summary>
internal sealed record EvaluationTarget(double F1, double? MacroF1, double Auc)
{
    /// <summary>Whether the mean of the parts reaches every figure set.</summary>
    public bool Reached(IReadOnlyList<Evaluated> parts)
    {
        var (f1, macro, auc) = Mean(parts);
        return f1 >= F1 && (MacroF1 is not { } target || macro >= target) && auc >= Auc;
    }

    /// <summary>The last line of the table.</summary>
    public string Line(IReadOnlyList<Evaluated> parts)
    {
        var (f1, macro, auc) = Mean(parts);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"mean: F1 {f1:F3} (target {F1:F2})  macro {macro:F3}{MacroTarget}  AUC {auc:F3} (target {Auc:F2})  {(Reached(parts) ? "pass" : "FAIL")}"
        );
    }

    private static (double F1, double MacroF1, double Auc) Mean(IReadOnlyList<Evaluated> parts) =>
        (parts.Average(part => part.Metrics.F1), parts.Average(part => part.Metrics.MacroF1), parts.Average(part => part.Metrics.Auc));

    private string MacroTarget => MacroF1 is { } macro ? string.Create(CultureInfo.InvariantCulture, $" (target {macro:F2})") : "";
}

using System.Globalization;
using Monitor.Classifier.Evaluation;

namespace Monitor.Worker.Cli;

/// <summary>What the mean of an evaluation's parts must reach. Where no figure is set for macro-F1, it is printed and asked for nothing.</summary>
internal sealed record EvaluationTarget(double F1, double? MacroF1, double Auc)
{
    /// <summary>Whether the mean of the parts reaches every figure set.</summary>
    public bool Reached(IReadOnlyList<Evaluated> parts) =>
        parts.Average(part => part.Metrics.F1) >= F1
        && (MacroF1 is not { } macro || parts.Average(part => part.Metrics.MacroF1) >= macro)
        && parts.Average(part => part.Metrics.Auc) >= Auc;

    /// <summary>The last line of the table.</summary>
    public string Line(IReadOnlyList<Evaluated> parts) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"mean: F1 {parts.Average(part => part.Metrics.F1):F3} (target {F1:F2})  macro {parts.Average(part => part.Metrics.MacroF1):F3}{MacroTarget}  "
                + $"AUC {parts.Average(part => part.Metrics.Auc):F3} (target {Auc:F2})  {(Reached(parts) ? "pass" : "FAIL")}"
        );

    private string MacroTarget => MacroF1 is { } macro ? string.Create(CultureInfo.InvariantCulture, $" (target {macro:F2})") : "";
}

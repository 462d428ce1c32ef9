namespace Monitor.Classifier;

/// <summary>What the classifier says of one text. It speaks of the text, never of its author.</summary>
/// <param name="Label">The most probable label.</param>
/// <param name="Probabilities">Calibrated, in the order of <see cref="Classifier.Label"/>, each in [0,1], summing to one.</param>
/// <param name="Score">Calibrated probability that a human should look: dukungan + serangan + kabar_pelanggaran, in [0,1].</param>
/// <param name="Reasons">The spans that moved the score most, strongest first, at most five; empty when reasons were not asked for.</param>
public sealed record Judgement(Label Label, IReadOnlyList<double> Probabilities, double Score, IReadOnlyList<Reason> Reasons);

/// <summary>One span of the original text and how it moved the score.</summary>
/// <param name="Start">First UTF-16 unit of the span in the original text.</param>
/// <param name="Length">Length of the span in UTF-16 units.</param>
/// <param name="Text">The span, as written.</param>
/// <param name="Weight">Signed, in log-odds of the score: positive raised it.</param>
public sealed record Reason(int Start, int Length, string Text, double Weight);

namespace Monitor.Classifier.Training;

/// <summary>One row of a corpus.</summary>
/// <param name="Id">Unique inside its file.</param>
/// <param name="Source">Where it comes from; evaluation holds whole sources out.</param>
/// <param name="Label">What a careful reader called it.</param>
/// <param name="Doubtful">A second careful reader could differ.</param>
/// <param name="Text">The text.</param>
public sealed record LabelledText(string Id, string Source, Label Label, bool Doubtful, string Text);

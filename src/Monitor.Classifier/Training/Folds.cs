namespace Monitor.Classifier.Training;

/// <summary>
/// Which rows are held out together. Rows of one election and platform share a vocabulary and neighbouring authored rows are contrast
/// sets: split row by row, both would make a model look better than it is.
/// </summary>
public static class Folds
{
    /// <summary>How many folds there are.</summary>
    public const int Count = 5;

    /// <summary>How many neighbouring rows stay together.</summary>
    public const int BlockLength = 20;

    /// <summary>The sources that are left out whole, each an election on its platforms.</summary>
    public static readonly IReadOnlyList<string> Elections = ["e2024", "dki17", "pemilu23", "hs_pol"];

    /// <summary>The election a source belongs to, or the source itself.</summary>
    public static string GroupOf(string source) =>
        source is "pilpres24" or "debat23" or "pg23" or "sosmed_igfb" or "sosmed_x" ? "e2024" : source;

    /// <summary>By row: elections each to a fold of their own, everything else by blocks.</summary>
    public static int[] Assign(IReadOnlyList<LabelledText> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var folds = new int[rows.Count];
        for (var i = 0; i < folds.Length; i++)
        {
            folds[i] = Elections.ToList().IndexOf(GroupOf(rows[i].Source)) is var election and >= 0 ? election : i / BlockLength % Count;
        }

        return folds;
    }
}

using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>A level of sanction and what it may consist of.</summary>
/// <param name="Code">For example <c>berat</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kinds">The single sanctions of this level, lightest first.</param>
/// <param name="Basis">Where in the law it stands.</param>
/// <param name="Sources">Where it was read.</param>
internal sealed record Sanction(
    string Code,
    Sentence Name,
    IReadOnlyList<Sentence> Kinds,
    IReadOnlyList<Citation> Basis,
    IReadOnlyList<Uri> Sources
)
{
    /// <summary>Reads <c>sanctions.json</c>.</summary>
    public static IReadOnlyList<Sanction> ReadAll(RuleEntry file)
    {
        var levels = file.Entries("levels", "code").Select(Read).ToList();
        file.Close();
        return levels;
    }

    private static Sanction Read(RuleEntry entry)
    {
        var kinds = entry
            .Entries("kinds", "id")
            .Select(kind =>
            {
                var sentence = new Sentence(kind.Text("id"), kind.Text("en"));
                kind.Close();
                return sentence;
            })
            .ToList();
        var sanction = new Sanction(entry.Text("code"), entry.Sentence("name"), kinds, RuleWords.Basis(entry), entry.Sources("sources"));
        entry.Close();
        return sanction;
    }
}

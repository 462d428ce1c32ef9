using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>A permitted ground on which a person may dismiss a flag.</summary>
/// <param name="Code">For example <c>netral_informasi</c>.</param>
/// <param name="JudgesText">
/// Whether it says that the text itself takes no side. Otherwise it says something about the person or the act (not this person, on duty,
/// out of time), and the text may be as partisan as the machine thought: nothing to learn from.
/// </param>
/// <param name="Name">Its name.</param>
/// <param name="When">When it is the right one.</param>
/// <param name="Mark">How sure its source is.</param>
/// <param name="Sources">Where it was read; empty when it was concluded.</param>
internal sealed record Ground(string Code, bool JudgesText, Sentence Name, Sentence When, Surety Mark, IReadOnlyList<Uri> Sources)
{
    private static readonly Dictionary<string, bool> About = new(StringComparer.Ordinal) { ["text"] = true, ["act"] = false };

    /// <summary>Reads <c>grounds.json</c>.</summary>
    public static IReadOnlyList<Ground> ReadAll(RuleEntry file)
    {
        file.Sentence("note");
        var grounds = file.Entries("grounds", "code").Select(Read).ToList();
        file.Close();
        return grounds;
    }

    private static Ground Read(RuleEntry entry)
    {
        var ground = new Ground(
            entry.Text("code"),
            entry.OneOf("about", About),
            entry.Sentence("name"),
            entry.Sentence("when"),
            entry.OneOf("mark", RuleWords.Sureties),
            entry.Sources("sources", mayBeEmpty: true)
        );
        if (ground.Mark == Surety.Read && ground.Sources.Count == 0)
        {
            entry.Wrong("sources", new Sentence("tidak boleh kosong bila mark read", "must not be empty when mark is read"));
        }

        entry.Close();
        return ground;
    }
}

using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>Something that can hold of a person for a time and changes how an act is judged.</summary>
/// <param name="Code">By which it is given and stored.</param>
/// <param name="Name">A few words.</param>
/// <param name="Effect">What it changes, for the person who judges.</param>
/// <param name="Forms">Codes of forms that become likelier.</param>
/// <param name="Grounds">Codes of grounds worth checking.</param>
/// <param name="Mark">How sure it is.</param>
/// <param name="IsPledge">Whether it is a signed promise of neutrality, so that it counts in the coverage of <c>monitor asn pledge</c>.</param>
internal sealed record StatusKind(
    string Code,
    Sentence Name,
    Sentence Effect,
    IReadOnlyList<string> Forms,
    IReadOnlyList<string> Grounds,
    Surety Mark,
    bool IsPledge
)
{
    /// <summary>Reads <c>statuses.json</c>.</summary>
    public static IReadOnlyList<StatusKind> ReadAll(RuleEntry file)
    {
        file.Sentence("note");
        var kinds = file.Entries("statuses", "code").Select(Read).ToList();
        file.Close();
        return kinds;
    }

    private static StatusKind Read(RuleEntry entry)
    {
        var kind = new StatusKind(
            entry.Text("code"),
            entry.Sentence("name"),
            entry.Sentence("effect"),
            entry.Texts("forms", mayBeEmpty: true),
            entry.Texts("grounds", mayBeEmpty: true),
            entry.OneOf("mark", RuleWords.Sureties),
            entry.OptionalFlag("pledge")
        );
        entry.Close();
        return kind;
    }
}

using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>One of several answers that a person may choose from.</summary>
/// <param name="Code">By which it is given and stored.</param>
/// <param name="Name">A few words.</param>
/// <param name="When">When it is the right one.</param>
internal sealed record Choice(string Code, Sentence Name, Sentence When);

/// <summary>What a confirmation names beside its form of violation, as data.</summary>
/// <param name="EventTimes">How the time of an event can be known.</param>
/// <param name="OwnershipChecks">How it can have been checked whose an account is.</param>
internal sealed record ParticularsRules(IReadOnlyList<Choice> EventTimes, IReadOnlyList<Choice> OwnershipChecks)
{
    /// <summary>The way of this code to know the time, or null.</summary>
    public Choice? EventTime(string code) => EventTimes.FirstOrDefault(choice => choice.Code == code);

    /// <summary>The check of this code, or null.</summary>
    public Choice? OwnershipCheck(string code) => OwnershipChecks.FirstOrDefault(choice => choice.Code == code);

    /// <summary>Reads <c>particulars.json</c>.</summary>
    public static ParticularsRules Read(RuleEntry file)
    {
        file.Sentence("note");
        var read = new ParticularsRules(
            [.. file.Entries("eventTimes", "code").Select(ReadChoice)],
            [.. file.Entries("ownershipChecks", "code").Select(ReadChoice)]
        );
        file.Close();
        return read;
    }

    private static Choice ReadChoice(RuleEntry entry)
    {
        var choice = new Choice(entry.Text("code"), entry.Sentence("name"), entry.Sentence("when"));
        entry.Close();
        return choice;
    }
}

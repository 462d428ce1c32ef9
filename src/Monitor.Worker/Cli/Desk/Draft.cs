using System.Globalization;
using System.Text.Json.Serialization;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli.Desk;

/// <summary>A verdict as far as it has been typed.</summary>
internal sealed record Draft
{
    /// <summary>Of which flag.</summary>
    public required long Flag { get; init; }

    /// <summary>confirm or dismiss.</summary>
    public required string Verdict { get; init; }

    /// <summary>What was answered so far, by the name of the question.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The answer to a question.</summary>
    public string? this[string question] => Answers.GetValueOrDefault(question);

    /// <summary>The same with one answer more.</summary>
    public Draft With(string question, string answer) =>
        this with
        {
            Answers = new Dictionary<string, string>(Answers, StringComparer.Ordinal) { [question] = answer },
        };

    /// <summary>As it is sent.</summary>
    public DecideRequest Request()
    {
        var confirm = Verdict == Review.Verdict.Confirm;
        return new DecideRequest(
            Verdict,
            confirm ? this[Question.Form] : null,
            confirm ? null : this[Question.Ground],
            this[Question.Reason] ?? "",
            confirm
                ? new ParticularsRequest(
                    this[Question.Phase],
                    this[Question.EventAt],
                    this[Question.EventKnown],
                    this[Question.Ownership],
                    this[Question.Note],
                    this[Question.Basis],
                    PossibleCrime: this[Question.Crime] == Question.Yes
                )
                : null,
            Members: Members
        );
    }

    /// <summary>Others of the group that it covers too.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Members =>
        this[Question.Group] is { } named && named != Question.No
            ? [.. named.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]
            : [];
}

/// <summary>Names of what a verdict is asked for.</summary>
internal static class Question
{
    public const string Form = "form";
    public const string Ground = "ground";
    public const string Phase = "phase";
    public const string EventAt = "event_at";
    public const string EventKnown = "event_known";
    public const string Ownership = "ownership";
    public const string Note = "ownership_note";
    public const string Basis = "basis";
    public const string Crime = "possible_crime";
    public const string Reason = "reason";
    public const string Group = "group";
    public const string Sample = "sample";
    public const string Yes = "yes";
    public const string No = "no";
}

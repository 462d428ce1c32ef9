using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>One line of a ballot as an electoral commission publishes it, and by which words people mean it as far as somebody wrote them down.</summary>
/// <param name="Number">The ballot number, from 1.</param>
/// <param name="Candidate">The official name; titles may stay.</param>
/// <param name="RunningMate">The same for the running mate; null where there is none.</param>
public sealed record BallotLine(int Number, string Candidate, string? RunningMate)
{
    /// <summary>Nicknames of the candidate, beside the forms that follow from the name.</summary>
    public IReadOnlyList<string> CandidateCalled { get; init; } = [];

    /// <summary>Nicknames of the running mate.</summary>
    public IReadOnlyList<string> RunningMateCalled { get; init; } = [];

    /// <summary>Acronyms and joined names of the pair.</summary>
    public IReadOnlyList<string> PairNames { get; init; } = [];

    /// <summary>Slogans, and official hashtags with their #.</summary>
    public IReadOnlyList<string> Slogans { get; init; } = [];

    /// <summary>Names of the coalition and the campaign team.</summary>
    public IReadOnlyList<string> Coalitions { get; init; } = [];

    /// <summary>Gestures named in words.</summary>
    public IReadOnlyList<string> Gestures { get; init; } = [];

    /// <summary>Account names without @.</summary>
    public IReadOnlyList<string> Handles { get; init; } = [];

    /// <summary>
    /// The pair as the masker wants it. How much a text must say before a word counts is decided here, from how common the word is: whoever
    /// fills in a list of candidates cannot make "maju terus" mean a person in every text.
    /// </summary>
    internal Pair Read(Lexicon lexicon)
    {
        var people = new List<Person> { new(Candidate, [.. NameForms.Of(Candidate, lexicon), .. Called(CandidateCalled, lexicon)]) };
        if (RunningMate is not null)
        {
            people.Add(new Person(RunningMate, [.. NameForms.Of(RunningMate, lexicon), .. Called(RunningMateCalled, lexicon)]));
        }

        return new Pair(
            Number,
            people,
            [.. PairNames.Select(name => new Alias(name, NameForms.StrengthOfPairName(name, lexicon)))],
            [.. Slogans.Select(slogan => new Alias(slogan, slogan.StartsWith('#') ? AliasStrength.Sure : InPolitics(slogan)))],
            [.. Coalitions.Select(coalition => new Alias(coalition, InPolitics(coalition)))],
            [.. Gestures.Select(gesture => new Alias(gesture, InPolitics(gesture)))],
            Handles
        );
    }

    private static IEnumerable<Alias> Called(IReadOnlyList<string> names, Lexicon lexicon) =>
        names.Select(name => new Alias(name, NameForms.StrengthOf(name, lexicon)));

    // One word may be anything; several together are a phrase that somebody chose.
    private static AliasStrength InPolitics(string phrase) => phrase.Contains(' ') ? AliasStrength.Political : AliasStrength.Marked;
}

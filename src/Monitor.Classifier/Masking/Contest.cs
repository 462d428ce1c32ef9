namespace Monitor.Classifier.Masking;

/// <summary>How much a text must say before an alias counts as the name it may stand for.</summary>
public enum AliasStrength : byte
{
    /// <summary>Means nothing else: masked wherever it stands, at any date.</summary>
    Sure,

    /// <summary>Masked in a text about an election, while the contest runs.</summary>
    Political,

    /// <summary>
    /// One part of a name, by which the country's news mean one person (Mahfud, Ganjar): masked as a sure name while the contest runs where
    /// it stands alone with a capital, elsewhere as a political one.
    /// </summary>
    Known,

    /// <summary>A common word in capitals (AMIN, PAN): masked when it alone is written so, in a text about an election, or when marked.</summary>
    Caps,

    /// <summary>A common word (buruh, garuda): masked only behind a word that calls for a name (partai, kader, coblos, Pak…) in such a text.</summary>
    Marked,
}

/// <summary>One way in which a name is written.</summary>
/// <param name="Text">As people write it; a hashtag is cut into its words.</param>
/// <param name="Strength"><inheritdoc cref="AliasStrength" path="/summary"/></param>
public readonly record struct Alias(string Text, AliasStrength Strength);

/// <summary>A candidate, running mate or other public figure of a contest.</summary>
/// <param name="Name">The official name; titles before and behind it are left out when forms are derived from it.</param>
/// <param name="Aliases">The name, its parts, nicknames and spellings. Without any, forms are derived from the name.</param>
public sealed record Person(string Name, IReadOnlyList<Alias> Aliases);

/// <summary>One pair on the ballot and all that stands for it.</summary>
/// <param name="Number">The ballot number.</param>
/// <param name="People">The candidate and the running mate.</param>
/// <param name="PairNames">Acronyms and joined names.</param>
/// <param name="Slogans">Slogans and official hashtags.</param>
/// <param name="Coalitions">Names of the coalition and the campaign team.</param>
/// <param name="Gestures">Gestures named in words.</param>
/// <param name="Handles">Account names without @.</param>
public sealed record Pair(
    int Number,
    IReadOnlyList<Person> People,
    IReadOnlyList<Alias> PairNames,
    IReadOnlyList<Alias> Slogans,
    IReadOnlyList<Alias> Coalitions,
    IReadOnlyList<Alias> Gestures,
    IReadOnlyList<string> Handles
);

/// <summary>One election for one office, with the days between which its ambiguous names are taken for names.</summary>
/// <param name="Id">For example pilpres-2024.</param>
/// <param name="From">First day, as a rule that of the nomination.</param>
/// <param name="Until">Last day, as a rule that of the inauguration.</param>
/// <param name="Source">Where the facts are from.</param>
/// <param name="Pairs">The pairs on the ballot.</param>
public sealed record Contest(string Id, DateOnly From, DateOnly Until, string Source, IReadOnlyList<Pair> Pairs);

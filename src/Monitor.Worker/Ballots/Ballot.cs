using Monitor.Classifier.Masking;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Ballots;

/// <summary>Who stands in one contest.</summary>
/// <param name="Code">For example <c>bupati-walikota-33.26-2024</c>.</param>
/// <param name="Kind">Which office, as the file says it.</param>
/// <param name="Region">Kemendagri's code; empty for the whole country.</param>
/// <param name="From">First day on which its names are taken for names, as a rule that of the nomination.</param>
/// <param name="Until">Last day, as a rule that of the inauguration.</param>
/// <param name="Source">Where the list is from.</param>
/// <param name="Lines">The pairs by number.</param>
internal sealed record Ballot(
    string Code,
    string Kind,
    string Region,
    DateOnly From,
    DateOnly Until,
    string Source,
    IReadOnlyList<BallotLine> Lines
);

/// <summary>One contest in a list.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">Which office; empty for a contest of the program's own files.</param>
/// <param name="Region">Where; empty for the whole country.</param>
/// <param name="From">First day of its names.</param>
/// <param name="Until">Last day.</param>
/// <param name="Pairs">How many stand.</param>
/// <param name="Source">Where the list is from.</param>
/// <param name="Imported">False for what the program brings along.</param>
internal sealed record BallotSummary(
    string Code,
    string Kind,
    string Region,
    DateOnly From,
    DateOnly Until,
    int Pairs,
    string Source,
    bool Imported
);

/// <summary>A contest with the words behind which its people are no longer seen.</summary>
/// <param name="Contest">The contest.</param>
/// <param name="Pairs">Its pairs by number.</param>
internal sealed record BallotView(BallotSummary Contest, IReadOnlyList<PairView> Pairs);

/// <summary>One pair.</summary>
/// <param name="Number">On the ballot.</param>
/// <param name="Names">Candidate and running mate.</param>
/// <param name="Words">What is masked, and how much a text must say before it is (<see cref="AliasStrength"/>).</param>
internal sealed record PairView(int Number, IReadOnlyList<string> Names, IReadOnlyList<MaskedWord> Words);

/// <summary>A word that stands for somebody.</summary>
internal sealed record MaskedWord(string Text, string Strength);

/// <summary>What an import did, or why it did nothing.</summary>
/// <param name="Rows">Pairs in the file.</param>
/// <param name="Contests">Contests in the file.</param>
/// <param name="Added">New contests.</param>
/// <param name="Replaced">Contests whose list is another now.</param>
/// <param name="Unchanged">Contests that the file only confirms.</param>
/// <param name="Refused">Rows with at least one problem.</param>
/// <param name="Imported">False when a bad row kept everything out, or when it was only tried.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Problems">Every one of them, by line.</param>
internal sealed record BallotReport(
    int Rows,
    int Contests,
    int Added,
    int Replaced,
    int Unchanged,
    int Refused,
    bool Imported,
    string Sha256,
    IReadOnlyList<RowProblem> Problems
);

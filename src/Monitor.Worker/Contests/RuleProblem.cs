using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>One thing that is wrong in the rules data: where, which rule it breaks, and the value that was found.</summary>
/// <param name="File">File name within the rules folder.</param>
/// <param name="Entry">The entry and property, for example <c>D-8.sanctions</c>; empty when the whole file is meant.</param>
/// <param name="Rule">What should have been there.</param>
/// <param name="Value">What was there; empty when nothing was.</param>
internal sealed record RuleProblem(string File, string Entry, Sentence Rule, string Value)
{
    /// <summary>The problem as one line for a person.</summary>
    public Sentence Describe()
    {
        var place = Entry.Length == 0 ? File : $"{File}: {Entry}";
        return Value.Length == 0
            ? new Sentence($"{place}: {Rule.Id}", $"{place}: {Rule.En}")
            : new Sentence($"{place}: {Rule.Id}, ternyata \"{Value}\"", $"{place}: {Rule.En}, was \"{Value}\"");
    }

    /// <inheritdoc/>
    public override string ToString() => Describe().En;
}

/// <summary>The rules data cannot be used. Carries every problem, so that one start shows them all.</summary>
internal sealed class RulesRefusedException(IReadOnlyList<RuleProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => problem.ToString())))
{
    /// <summary>Every problem found, in the order of the files.</summary>
    public IReadOnlyList<RuleProblem> Problems { get; } = problems;
}

using System.Text.RegularExpressions;

namespace Monitor.Worker.Tests.Collection;

/// <summary>The table in docs/collection.md that says which test holds which case.</summary>
public sealed partial class RobustnessTableTests
{
    // The cases of the list that concern collection; 8 and 9 are those of review and export.
    private static readonly string[] Cases = ["1", "2", "3", "4", "5", "6", "7", "10"];

    [Fact]
    public void EveryCaseOfCollectionIsHeldByTestsThatExistAndRun()
    {
        var rows = Rows();
        Assert.Equal(Cases, rows.Select(row => row.Case).Where(name => Number().IsMatch(name)).Distinct());
        var tests = NamedTests.All();
        Assert.True(tests.Count > 500, $"{tests.Count} tests were found in the sources");
        var missing = rows.SelectMany(row => row.Tests.Select(test => (row.Case, test)))
            .Where(named => !tests.Contains(named.test))
            .ToList();
        Assert.Empty(missing);
        Assert.All(rows, row => Assert.NotEmpty(row.Tests));
    }

    private static List<(string Case, List<string> Tests)> Rows() =>
        [
            .. File.ReadLines(Path.Combine(Shared.Repository, "docs", "collection.md"))
                .SkipWhile(line => line != "## Which test holds what")
                .Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith('|') && line.Contains('`', StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (cells[1], Name().Matches(cells[3]).Select(match => match.Groups["name"].Value).ToList())),
        ];

    [GeneratedRegex("^[0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex("`(?<name>[A-Za-z0-9]+\\.[A-Za-z0-9]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}

using System.Text.RegularExpressions;

namespace Monitor.Worker.Tests.Security;

/// <summary>The threat model in docs/security.md says of each claim which test shows it.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "security.md"));

    [Fact]
    public void EveryTestThatThePageNamesExistsAndRuns()
    {
        var tests = NamedTests.All();
        var classes = tests.Select(name => name.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var named = Name().Matches(Page).Select(match => match.Groups["name"].Value).Distinct().ToList();
        Assert.True(named.Count > 60, $"{named.Count} tests are named");
        var missing = named
            .Where(name => name.Contains('.', StringComparison.Ordinal) ? !tests.Contains(name) : !classes.Contains(name))
            .ToList();
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("The curious analyst")]
    [InlineData("The hostile site's owner")]
    [InlineData("A candidate's camp")]
    [InlineData("Somebody with the database in hand")]
    [InlineData("A stolen backup")]
    [InlineData("Secrets")]
    [InlineData("Fuzzing")]
    public void EveryRowAboutAnActorNamesATest(string section)
    {
        var rows = Page.Split('\n')
            .SkipWhile(line => line != $"## {section}")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(Name(), row.Split('|')[^2]));
    }

    [GeneratedRegex("`(?<name>[A-Za-z0-9]+Tests(\\.[A-Za-z0-9]+)?)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}

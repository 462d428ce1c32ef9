using System.Text.RegularExpressions;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// The analysts' guide: its pictures are the screens of the scripted day, and its links lead somewhere. With MONITOR_WRITE_GOLDEN=1 the pictures are put in
/// anew.
/// </summary>
public sealed partial class GuideTests
{
    private static readonly string Repository = DocumentationTests.Repository();

    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository, "docs", "id"), "*.md")
                .Select(page => Path.GetFileName(page)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task PicturesAreTheProgramsScreens(string page)
    {
        var file = Path.Combine(Repository, "docs", "id", page);
        var text = await File.ReadAllTextAsync(file);
        var current = Picture()
            .Replace(text, match => $"<!-- layar: {match.Groups["name"].Value} -->\n\n```text\n{Screen(match.Groups["name"].Value)}```\n");
        if (Environment.GetEnvironmentVariable("MONITOR_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, current);
        }

        Assert.True(
            current == await File.ReadAllTextAsync(file),
            $"docs/id/{page} shows other screens than tests/Monitor.EndToEnd.Tests/Golden; MONITOR_WRITE_GOLDEN=1 puts them in anew."
        );
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task LinksLeadSomewhere(string page)
    {
        var folder = Path.Combine(Repository, "docs", "id");
        var links = Link()
            .Matches(await File.ReadAllTextAsync(Path.Combine(folder, page)))
            .Select(match => match.Groups["to"].Value)
            .ToList();
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(folder, link)), link));
    }

    private static string Screen(string name) =>
        File.ReadAllText(Path.Combine(Repository, "tests", "Monitor.EndToEnd.Tests", "Golden", $"{name}.txt")).TrimEnd('\n') + "\n";

    [GeneratedRegex(
        @"<!-- layar: (?<name>[a-z]+\.id) -->\n(\n```text\n(.*\n)*?```\n)?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Picture();

    [GeneratedRegex(@"\]\((?<to>[^)#:]+\.md)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}

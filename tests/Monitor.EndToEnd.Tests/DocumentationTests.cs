using System.Text.RegularExpressions;

namespace Monitor.EndToEnd.Tests;

/// <summary>What the program says about itself, and what the repository's pages say.</summary>
public sealed partial class DocumentationTests(BuiltProgram program)
{
    [Theory]
    [InlineData("cli")]
    [InlineData("configuration")]
    [InlineData("held-data")]
    [InlineData("metrics")]
    public async Task GeneratedPageIsWhatTheProgramPrints(string page)
    {
        var printed = await program.RunAsync("docs", page);
        Assert.Equal((0, ""), (printed.Code, printed.Error));
        Assert.True(
            printed.Out == await File.ReadAllTextAsync(Path.Combine(Repository(), "docs", $"{page}.md")),
            $"docs/{page}.md is stale; write it anew with 'dotnet run --project src/Monitor.Worker -- docs {page} > docs/{page}.md'."
        );
    }

    [Fact]
    public async Task EveryVerbHasHelpWithOneSentenceAndAnExample()
    {
        var reference = (await program.RunAsync("docs", "cli")).Out;
        var verbs = Heading().Matches(reference).Select(match => match.Groups["verb"].Value).ToList();
        Assert.Contains("queue list", verbs);
        Assert.Contains("run", verbs);
        await Parallel.ForEachAsync(
            verbs,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (verb, _) =>
            {
                var help = await program.RunAsync([.. verb.Split(' '), "--help", "--lang", "en"]);
                Assert.Equal((0, ""), (help.Code, help.Error));
                Assert.EndsWith(".", help.Out.Split('\n')[0].TrimEnd(), StringComparison.Ordinal);
                Assert.Matches($"(?m)^Example: .*monitor {verb}", help.Out);
            }
        );
    }

    internal static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Monitor.slnx stands in no folder above the tests.");
    }

    // A verb's section ends its description with an example in a code block; a group's does not.
    [GeneratedRegex(
        @"^#+ `monitor (?<verb>[^`]+)`\n\n[^\n]+\n\n```$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Heading();
}

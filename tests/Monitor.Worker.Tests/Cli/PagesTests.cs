using System.CommandLine;
using System.Text.RegularExpressions;
using Monitor.Worker.Cli;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Cli;

/// <summary>
/// What the pages tell people to type. Those of an installation are typed from end to end by <c>OperationsPageTests</c>; here every other mention of a verb, in a
/// block or in a sentence, is held against the verbs and options that there are.
/// </summary>
public sealed partial class PagesTests
{
    private static readonly string[] Folders = ["docs", "deploy"];

    public static TheoryData<string> Pages =>
        [
            "README.md",
            .. Folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Shared.Repository, folder), "*.md", SearchOption.AllDirectories)
                )
                .Select(path => Path.GetRelativePath(Shared.Repository, path))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void PageNamesOnlyVerbsAndOptionsThatThereAre(string page)
    {
        var root = App.Build(CommandLine.Terminal(TextWriter.Null, TextWriter.Null), Tongue.English);
        var text = File.ReadAllText(Path.Combine(Shared.Repository, page));
        Assert.Empty(
            Mentions(text)
                .Select(mention => (mention, Problem: ProblemOf(root, mention)))
                .Where(found => found.Problem is not null)
                .Select(found => $"{found.mention}: {found.Problem}")
        );
    }

    [Theory]
    [InlineData("monitor queue lst", "lst")]
    [InlineData("monitor queue list --regions 33", "--regions")]
    [InlineData("monitor nothing", "nothing")]
    [InlineData("monitor source add|remvoe", "remvoe")]
    public void MentionOfWhatThereIsNotIsFound(string mention, string missing) =>
        Assert.Contains(
            missing,
            ProblemOf(App.Build(CommandLine.Terminal(TextWriter.Null, TextWriter.Null), Tongue.English), mention),
            StringComparison.Ordinal
        );

    private static IEnumerable<string> Mentions(string text) =>
        Mention().Matches(text.Replace("\\\n", " ", StringComparison.Ordinal)).Select(match => match.Groups["words"].Value.Trim());

    // Names of verbs come first; what follows is an example's or a place for the reader's own words.
    private static string? ProblemOf(RootCommand root, string mention)
    {
        Command at = root;
        var verbs = true;
        foreach (
            var word in mention.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word => word.Trim('[', ']', ',', ';', ')'))
        )
        {
            if (word is "|" or ">" or ">>" or "<" or "&&" or "2>>" || word.StartsWith('#'))
            {
                return null;
            }

            if (word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2)
            {
                verbs = false;
                var name = word.Split('=')[0];
                if (!OptionsOf(at).Any(option => option.Name == name || option.Aliases.Contains(name)))
                {
                    return $"'{at.Name}' has no option {name}";
                }
            }
            else if (verbs && at.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } next)
            {
                at = next;
            }
            else if (verbs && at.Subcommands.Count > 0)
            {
                // One of several is written a|b|c.
                if (Array.Find(word.Split('|'), one => at.Subcommands.All(sub => sub.Name != one)) is { } missing)
                {
                    return $"'{at.Name}' has no verb '{missing}'";
                }

                verbs = false;
            }
            else
            {
                verbs = false;
            }
        }

        return null;
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive));

    // In a sentence between two marks; in a block at the start of a line, behind a prompt, sudo or the container's exec.
    [GeneratedRegex(
        @"(`(?<words>monitor( [^`\n]+)?)`)|(^ *(\$ |sudo (-u \S+ )?|docker compose exec \S+ \S+ monitor )?(?<words>monitor [a-z-][^\n]*)$)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Mention();
}

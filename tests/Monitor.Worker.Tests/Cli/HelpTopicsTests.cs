using System.Text.RegularExpressions;
using Monitor.Worker.Cli;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Cli;

/// <summary>The pages of <c>monitor help</c>.</summary>
public sealed partial class HelpTopicsTests
{
    public static TheoryData<string, string> Topics
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (id, en) in HelpVerb.Names)
            {
                all.Add(id, en);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task TopicIsFoundByEitherNameInBothLanguagesAndFitsOneScreen(string id, string en)
    {
        foreach (var language in (string[])["id", "en"])
        {
            var (code, text, _) = await CommandLine.RunAsync(["help", id, "--lang", language]);
            Assert.Equal(ExitCode.Done, code);
            Assert.Equal(text, (await CommandLine.RunAsync(["help", en, "--lang", language])).Out);
            var rows = text.TrimEnd('\n').Split('\n');
            Assert.InRange(rows.Length, 5, 23);
            Assert.All(rows, row => Assert.True(row.Length <= 88, row));
        }

        Assert.NotEqual((await CommandLine.RunAsync(["help", id])).Out, (await CommandLine.RunAsync(["help", id, "--lang", "en"])).Out);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task EveryVerbThatATopicNamesExists(string id, string en)
    {
        foreach (var language in (string[])["id", "en"])
        {
            var text = (await CommandLine.RunAsync(["help", en, "--lang", language])).Out;
            Assert.NotEmpty(id);
            foreach (var verb in Named().Matches(text).Select(match => match.Groups["verb"].Value))
            {
                var terminal = CommandLine.Terminal(TextWriter.Null, TextWriter.Null);
                var command = App.Build(terminal, Tongue.English).Parse(verb.Split(' ')).CommandResult.Command;
                Assert.Equal(verb.Split(' ')[^1], command.Name);
            }
        }
    }

    [Fact]
    public async Task ListNamesEveryTopicAndAnUnknownOneIsRefusedWithTheList()
    {
        var list = (await CommandLine.RunAsync(["help", "--lang", "en"])).Out;
        Assert.All(HelpVerb.Names, topic => Assert.Contains($"  {topic.En} ", list, StringComparison.Ordinal));
        var (code, _, error) = await CommandLine.RunAsync(["help", "entah"]);
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains("mulai, antrean", error, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"monitor (?<verb>(queue|case|report|sample|rules|subject|review|status|completion)( (list|show|dismiss|open|kajian|evidence|verify|add|next|answer))?)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Named();
}

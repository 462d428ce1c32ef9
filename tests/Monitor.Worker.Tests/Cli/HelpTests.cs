using System.CommandLine;
using System.CommandLine.Parsing;
using Monitor.Worker.Cli;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs => [.. Walk(Root(Tongue.English)).Where(IsVerb).Select(PathOf)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task VerbHasOneSentenceAndAnExampleThatItUnderstandsInBothLanguages(string path)
    {
        foreach (var (tongue, lang) in ((Tongue, string)[])[(Tongue.Indonesian, "id"), (Tongue.English, "en")])
        {
            var root = Root(tongue);
            var verb = (VerbCommand)Walk(root).Single(command => PathOf(command) == path);
            Assert.EndsWith(".", verb.Description, StringComparison.Ordinal);
            // The shell's part of an example, before and after the program's, is not ours to parse.
            var own = verb.Example!.IndexOf($"monitor {path}", StringComparison.Ordinal);
            Assert.True(own >= 0, verb.Example);

            var words = CommandLineParser
                .SplitCommandLine(verb.Example[own..].Split([" > ", " < ", " | "], StringSplitOptions.None)[0])
                .Skip(1)
                .ToArray();
            Assert.Empty(root.Parse(words).Errors);

            var help = await CommandLine.RunAsync([.. path.Split(' '), "--help", "--lang", lang]);
            Assert.Equal((ExitCode.Done, ""), (help.Code, help.Error));
            Assert.StartsWith(verb.Description!, help.Out, StringComparison.Ordinal);
            Assert.Contains(verb.Example, help.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryOptionAndArgumentIsExplainedInEachLanguageInItsOwnWords()
    {
        var indonesian = Walk(Root(Tongue.Indonesian)).ToDictionary(PathOf);
        foreach (var command in Walk(Root(Tongue.English)))
        {
            var other = indonesian[PathOf(command)];
            foreach (var (english, its) in Symbols(command).Zip(Symbols(other)))
            {
                Assert.False(string.IsNullOrWhiteSpace(english.Description), $"{PathOf(command)} {english.Name}");
                Assert.False(string.IsNullOrWhiteSpace(its.Description), $"{PathOf(command)} {english.Name}");
                Assert.NotEqual(english.Description, its.Description);
            }
        }
    }

    [Fact]
    public async Task ReferenceNamesEveryVerb()
    {
        var reference = await CommandLine.RunAsync("docs", "cli");
        Assert.All(
            Walk(Root(Tongue.English)).Where(IsVerb),
            verb => Assert.Contains($"`monitor {PathOf(verb)}`", reference.Out, StringComparison.Ordinal)
        );
    }

    private static RootCommand Root(Tongue tongue) => App.Build(CommandLine.Terminal(TextWriter.Null, TextWriter.Null), tongue);

    private static IEnumerable<Command> Walk(Command command) => Help.Visible(command).SelectMany(verb => Walk(verb).Prepend(verb));

    private static bool IsVerb(Command command) => !Help.Visible(command).Any();

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? $"{PathOf(parent)} {command.Name}"
            : command.Name;

    private static IEnumerable<Symbol> Symbols(Command command) => command.Arguments.Cast<Symbol>().Concat(command.Options);
}

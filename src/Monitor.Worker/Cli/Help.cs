using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>Writes <c>--help</c> in the caller's language, and the whole reference, docs/cli.md, from the same verbs.</summary>
internal sealed class Help(Tongue tongue, GlobalOptions global)
{
    /// <summary>What <c>--help</c> prints for one verb or group.</summary>
    public string For(Command command)
    {
        var text = new StringBuilder();
        text.AppendLine(command.Description).AppendLine();
        text.Append(Pick("Pemakaian: ", "Usage: ")).AppendLine(Usage(command));
        if ((command as VerbCommand)?.Example is { } example)
        {
            text.Append(Pick("Contoh:    ", "Example: ")).AppendLine(example);
        }

        Rows(text, Pick("Perintah", "Verbs"), Visible(command).Select(verb => (verb.Name, verb.Description)));
        Rows(text, Pick("Argumen", "Arguments"), command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description)));
        Rows(text, Pick("Pilihan", "Options"), OwnOptions(command).Select(option => (Label(option), option.Description)));
        Rows(text, Pick("Pilihan umum", "Global options"), global.All.Select(option => (Label(option), option.Description)));
        return text.ToString();
    }

    /// <summary>The whole reference as Markdown.</summary>
    public string Reference(RootCommand root)
    {
        var text = new StringBuilder();
        text.AppendLine("# Command line").AppendLine();
        text.AppendLine("Written by `monitor docs cli`; the build fails when it is stale.").AppendLine();
        text.AppendLine("Results go to standard output, messages to standard error. `-` in the place of a file reads standard input.")
            .AppendLine();
        text.AppendLine("| exit | meaning |").AppendLine("|---|---|");
        text.AppendLine($"| {ExitCode.Done} | done |");
        text.AppendLine($"| {ExitCode.Finding} | a finding: something is red, does not check, does not exist, or was not imported |");
        text.AppendLine($"| {ExitCode.WrongUsage} | wrong usage or wrong input |");
        text.AppendLine($"| {ExitCode.Refused} | refused: the role does not allow it |");
        text.AppendLine($"| {ExitCode.NoDaemon} | the daemon is not there, or has no place free at the moment |").AppendLine();
        text.AppendLine("Options of every verb:").AppendLine();
        foreach (var option in global.All)
        {
            text.AppendLine($"- `{Label(option)}` {option.Description}");
        }

        foreach (var verb in Visible(root))
        {
            Section(text, verb, 2);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Puts this help in the place of the library's.</summary>
    public void InstallOn(RootCommand root, Terminal terminal)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = Pick("Menampilkan bantuan.", "Shows help.");
        option.Action = new Action(this, terminal);
        root.Options.OfType<VersionOption>().Single().Description = Pick("Menampilkan versi.", "Shows the version.");
    }

    /// <summary>Every verb and group below a command, without the hidden ones.</summary>
    internal static IEnumerable<Command> Visible(Command command) => command.Subcommands.Where(verb => !verb.Hidden);

    private void Section(StringBuilder text, Command command, int depth)
    {
        var path = Path(command);
        text.AppendLine().AppendLine($"{new string('#', Math.Min(depth, 4))} `{path}`").AppendLine();
        text.AppendLine(command.Description);
        if (command is VerbCommand { Example: { } example })
        {
            text.AppendLine().AppendLine("```").AppendLine(example).AppendLine("```");
        }

        var rows = command
            .Arguments.Select(argument => $"- `<{argument.Name}>` {argument.Description}")
            .Concat(OwnOptions(command).Select(option => $"- `{Label(option)}` {option.Description}"))
            .ToList();
        if (rows.Count > 0)
        {
            text.AppendLine();
            rows.ForEach(row => text.AppendLine(row));
        }

        foreach (var verb in Visible(command))
        {
            Section(text, verb, depth + 1);
        }
    }

    private static string Usage(Command command)
    {
        var arguments = string.Concat(
            command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" <{argument.Name}>")
        );
        return Path(command) + (Visible(command).Any() ? " …" : "") + arguments + (OwnOptions(command).Any() ? " [--…]" : "");
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{Path(parent)} {command.Name}"
        : command is RootCommand ? "monitor"
        : $"monitor {command.Name}";

    private static IEnumerable<Option> OwnOptions(Command command) =>
        command.Options.Where(option => !option.Recursive && !option.Hidden && option is not HelpOption and not VersionOption);

    private static string Label(Option option) =>
        option.ValueType == typeof(bool) ? option.Name : $"{option.Name} <{option.HelpName ?? option.Name.TrimStart('-')}>";

    private string Pick(string id, string en) => tongue == Tongue.English ? en : id;

    private static void Rows(StringBuilder text, string title, IEnumerable<(string Name, string? What)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        text.AppendLine().Append(title).AppendLine(":");
        var width = Math.Min(list.Max(row => row.Name.Length), 28);
        foreach (var (name, what) in list)
        {
            text.Append("  ").Append(name.PadRight(width)).Append("  ").AppendLine(what);
        }
    }

    private sealed class Action(Help help, Terminal terminal) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            terminal.Out.Write(help.For(parseResult.CommandResult.Command));
            return ExitCode.Done;
        }
    }
}

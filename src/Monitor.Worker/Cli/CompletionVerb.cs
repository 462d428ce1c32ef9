using System.CommandLine;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor completion</c>: lets bash, zsh or fish complete verbs and options. What may come next is the program's own answer.</summary>
internal static class CompletionVerb
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static Command Build(Verbs verbs)
    {
        var shell = verbs.Argument<string>("SHELL", "bash, zsh, atau fish.", "bash, zsh or fish.");
        shell.CompletionSources.Add(Shells);
        var print = verbs.Option<bool>(
            "--print",
            "Hanya mencetak skripnya, mis. untuk semua pengguna mesin ini.",
            "Only print the script, for example for all users of this machine."
        );
        return verbs.Of(
            "completion",
            "Memasang pelengkapan tombol Tab untuk bash, zsh, atau fish.",
            "Installs completion by the Tab key for bash, zsh or fish.",
            "monitor completion bash",
            (call, _) =>
            {
                var name = call.Value(shell);
                if (!Shells.Contains(name, StringComparer.Ordinal))
                {
                    throw RefusalException.Wrong(
                        $"'{name}' tidak dikenal; shell yang didukung: {string.Join(", ", Shells)}.",
                        $"'{name}' is not known; the shells are {string.Join(", ", Shells)}."
                    );
                }

                if (call.Value(print))
                {
                    call.Terminal.Out.Write(Script(name));
                }
                else
                {
                    Install(call, name);
                }

                return Task.FromResult(ExitCode.Done);
            },
            shell,
            print
        );
    }

    /// <summary>What the shell reads.</summary>
    internal static string Script(string shell)
    {
        var name = $"Monitor.Worker.Cli.Shells.monitor.{shell}";
        using var stream =
            typeof(CompletionVerb).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"{name} is not built into the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Install(Invocation call, string shell)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var (file, start) = shell switch
        {
            // Reads everything in this folder by itself.
            "fish" => (Path.Combine(Folder("XDG_CONFIG_HOME", Path.Combine(home, ".config")), "fish", "completions", "monitor.fish"), null),
            "zsh" => (
                Path.Combine(Folder("XDG_DATA_HOME", Path.Combine(home, ".local", "share")), "monitor", "completion.zsh"),
                Path.Combine(Folder("ZDOTDIR", home), ".zshrc")
            ),
            _ => (
                Path.Combine(Folder("XDG_DATA_HOME", Path.Combine(home, ".local", "share")), "monitor", "completion.bash"),
                Path.Combine(home, ".bashrc")
            ),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Script(shell));
        if (start is not null)
        {
            var line = $"[ -r '{file}' ] && . '{file}'";
            var before = File.Exists(start) ? File.ReadAllText(start) : "";
            if (!before.Contains(line, StringComparison.Ordinal))
            {
                File.AppendAllText(start, $"{(before.Length > 0 && !before.EndsWith('\n') ? "\n" : "")}{line}\n");
            }
        }

        call.Say(
            $"Terpasang di {file}{(start is null ? "" : $", dibaca oleh {start}")}; berlaku pada terminal berikutnya.",
            $"Installed in {file}{(start is null ? "" : $", read by {start}")}; it works in the next terminal."
        );
    }

    private static string Folder(string variable, string otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : otherwise;
}

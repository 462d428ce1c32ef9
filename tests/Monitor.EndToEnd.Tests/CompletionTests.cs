using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>Completion installed by one verb, and the Tab key pressed in the shell itself.</summary>
public sealed class CompletionTests(BuiltProgram program) : IAsyncLifetime
{
    private readonly TempFolder _temp = new();
    private readonly Tmux _tmux = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _tmux.DisposeAsync();
        _temp.Dispose();
    }

    [Theory]
    [InlineData("bash", "bash -i")]
    [InlineData("zsh", "zsh -i")]
    [InlineData("fish", "fish -i")]
    public async Task TabCompletesVerbsAndOptionsInTheShellItself(string shell, string start)
    {
        await Tmux.RequireAsync();
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, shell))),
            $"{shell} is not here: apt-get install {shell}"
        );
        var bin = Directory.CreateDirectory(_temp["bin"]).FullName;
        var monitor = Path.Combine(bin, "monitor");
        await File.WriteAllTextAsync(monitor, $"#!/bin/sh\n{program.ShellWords()} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(monitor, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var home = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = _temp.Path,
            ["XDG_CONFIG_HOME"] = _temp["config"],
            ["XDG_DATA_HOME"] = _temp["share"],
            ["ZDOTDIR"] = _temp.Path,
        };
        // Twice: the line that reads the script is written once.
        foreach (var _ in (int[])[1, 2])
        {
            var installed = await program.RunAsync(new ProgramStart { Variables = home }, "completion", shell, "--lang", "en");
            Assert.True(installed.Code == 0, installed.Error);
        }

        foreach (var rc in (string[])[".bashrc", ".zshrc"])
        {
            Assert.True(!File.Exists(_temp[rc]) || (await File.ReadAllLinesAsync(_temp[rc])).Length == 1);
        }

        var words = string.Join(' ', home.Select(pair => $"{pair.Key}='{pair.Value}'"));
        var terminal = await _tmux.OpenAsync("shell", $"cd '{_temp.Path}'; export PATH='{bin}':\"$PATH\" {words} PS1='$ '; exec {start}");
        await terminal.TypeAsync("echo rea''dy");
        await terminal.KeyAsync("Enter");
        await terminal.ShowsAsync("\nready");
        await terminal.TypeAsync("monitor que");
        await terminal.KeyAsync("Tab");
        await terminal.ShowsAsync("monitor queue");
        await terminal.TypeAsync("lis");
        await terminal.KeyAsync("Tab");
        await terminal.ShowsAsync("monitor queue list");
        await terminal.TypeAsync("--inst");
        await terminal.KeyAsync("Tab");
        await terminal.ShowsAsync("monitor queue list --instansi");
    }

    [Fact]
    public async Task UnknownShellIsNamedAndNothingIsWritten()
    {
        var refused = await program.RunAsync(
            new ProgramStart { Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _temp.Path } },
            "completion",
            "csh",
            "--lang",
            "en"
        );
        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.Contains("bash, zsh, fish", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }
}

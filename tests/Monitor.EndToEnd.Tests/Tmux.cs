using System.Diagnostics;
using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>Real terminals of 80 by 24, by a tmux server of the test's own.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private readonly string _server = $"monitor-{Guid.NewGuid():N}";
    private bool _opened;

    /// <summary>Skips the test, visibly, where tmux is not installed.</summary>
    public static async Task RequireAsync() => Assert.SkipUnless(await IsHereAsync(), "tmux is not here: apt-get install tmux");

    /// <summary>Opens a terminal in which the shell runs these words.</summary>
    public async Task<TmuxTerminal> OpenAsync(string name, string words)
    {
        _opened = true;
        // A server whose last terminal has just gone away is still on its way out, and takes no new one.
        await Eventually.TrueAsync(
            async () => (await RunAsync("new-session", "-d", "-s", name, "-x", "80", "-y", "24", words)).Code == 0,
            "tmux opens a terminal"
        );
        return new TmuxTerminal(this, name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_opened)
        {
            return;
        }

        var shells = (await RunAsync("list-panes", "-a", "-F", "#{pane_pid}")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await RunAsync("kill-server");
        // A shell writes its history when its terminal goes: it has to be through before the folder that it writes to is deleted.
        await Eventually.TrueAsync(() => !shells.Any(IsRunning), "the shells of the terminals have ended");
    }

    internal async Task<(int Code, string Out)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-f", "/dev/null", "-L", _server, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await error;
        return (process.ExitCode, await output);
    }

    // A process that ended and that nobody has asked about yet is done too ("Z", after the name in brackets; see proc(5)).
    private static bool IsRunning(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return !stat[(stat.LastIndexOf(')') + 1)..].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<bool> IsHereAsync()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("tmux", ["-V"]) { UseShellExecute = false, RedirectStandardOutput = true }
            )!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>One of them: keys go in, and what stands on it can be read.</summary>
internal sealed class TmuxTerminal(Tmux tmux, string name)
{
    /// <summary>Presses one key by its tmux name.</summary>
    public Task KeyAsync(string key) => tmux.RunAsync("send-keys", "-t", name, key);

    /// <summary>Types letters.</summary>
    public Task TypeAsync(string text) => tmux.RunAsync("send-keys", "-t", name, "-l", "--", text);

    /// <summary>Takes the terminal away, as a connection that breaks does.</summary>
    public Task CloseAsync() => tmux.RunAsync("kill-session", "-t", name);

    /// <summary>The rows as they stand now.</summary>
    public async Task<string> ScreenAsync() => (await tmux.RunAsync("capture-pane", "-p", "-t", name)).Out;

    /// <summary>Waits until the words stand there, also where they go on in the next row.</summary>
    public Task<string> ShowsAsync(string words) =>
        ShowsAsync(
            screen => screen.Contains(words, StringComparison.Ordinal) || OneLine(screen).Contains(words, StringComparison.Ordinal),
            $"'{words}' on the terminal"
        );

    /// <summary>The words of a screen without the ends of its rows.</summary>
    public static string OneLine(string screen) => string.Join(' ', screen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Waits until the screen is so, and the same twice: a picture that is being drawn is none.</summary>
    public async Task<string> ShowsAsync(Func<string, bool> condition, string what)
    {
        var (shown, before) = ("", "");
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    (before, shown) = (shown, await ScreenAsync());
                    return condition(shown) && shown == before;
                },
                what
            );
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            throw new InvalidOperationException($"{what} never came; the terminal shows:\n{shown}", exception);
        }

        Assert.All(shown.Split('\n'), row => Assert.True(row.Length <= 80, row));
        return shown;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Monitor.Torture;

/// <summary>What a verb said and how it ended.</summary>
internal sealed record Outcome(int Code, string Out, string Error);

/// <summary>One daemon of the built program, as a process, on one data folder.</summary>
internal sealed class Node(string name, string data, string configuration, Shim? shim) : IAsyncDisposable
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "monitor");
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private readonly ConcurrentQueue<string> _log = [];
    private Process? _process;

    /// <summary>How people call it.</summary>
    public string Name => name;

    /// <summary>Its data folder.</summary>
    public string Data => data;

    /// <summary>Where the verbs reach it.</summary>
    public string Socket => Path.Combine(data, "run", "monitor.sock");

    /// <summary>Whether the process is there.</summary>
    public bool Runs => _process is { HasExited: false };

    /// <summary>Started and not ended by the harness.</summary>
    public bool ShouldRun { get; private set; }

    /// <summary>Takes what it said since the last time.</summary>
    public List<string> TakeLog()
    {
        var lines = new List<string>();
        while (_log.TryDequeue(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Starts it; true when it became ready, false when it ended before.</summary>
    public async Task<bool> StartAsync()
    {
        var process = Begin(["run"], shim);
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetResult(false);
                return;
            }

            _log.Enqueue(line.Data);
            if (line.Data.StartsWith("The daemon is ready", StringComparison.Ordinal))
            {
                ready.TrySetResult(true);
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process = process;
        ShouldRun = await ready.Task.WaitAsync(TimeSpan.FromMinutes(5));
        if (!ShouldRun)
        {
            await process.WaitForExitAsync();
            LastExit = process.ExitCode;
            Forget();
        }

        return ShouldRun;
    }

    /// <summary>How the last start that failed ended.</summary>
    public int LastExit { get; private set; }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        ShouldRun = false;
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            Forget();
        }
    }

    /// <summary>Sends a signal to it.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code; null when it had to be killed after two minutes.</returns>
    public async Task<int?> StopAsync()
    {
        ShouldRun = false;
        await SignalAsync("TERM");
        using var ceiling = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await _process!.WaitForExitAsync(ceiling.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            _process!.Kill();
            await _process.WaitForExitAsync();
            return null;
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Begins a verb on this folder; what becomes of the process is the caller's.</summary>
    public Process BeginVerb(params string[] words) => Begin(words, null);

    /// <summary>Runs a verb on this folder to its end.</summary>
    public async Task<Outcome> RunAsync(params string[] words)
    {
        using var process = Begin(words, null);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        return new Outcome(process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Forget()
    {
        _process?.Dispose();
        _process = null;
    }

    private Process Begin(IReadOnlyList<string> words, Shim? before)
    {
        var start = new ProcessStartInfo(Executable, [.. words, "--data", data, "--config", configuration, "--lang", "en"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("MONITOR_CONFIG");
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        foreach (var (variable, value) in before?.Variables ?? [])
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Monitor.Worker.Client;

namespace Monitor.Bench.Load;

/// <summary>The daemon as a process of its own, and what it takes of the machine.</summary>
internal sealed class DaemonUnderLoad : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;

    private DaemonUnderLoad(Process process, string data) => (_process, _data) = (process, data);

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in MiB.</summary>
    public double Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (double)(1 << 20);
        }
    }

    /// <summary>Lines that it has logged as warnings or worse.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts one on a folder of its own and waits until it is ready.</summary>
    public static async Task<DaemonUnderLoad> StartAsync(string folder, object configuration)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "monitor.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(configuration));
        if (!OperatingSystem.IsWindows())
        {
            // The server's password may be in it.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "monitor"))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        var data = Path.Combine(folder, "data");
        foreach (var word in (string[])["run", "--data", data, "--config", file, "--lang", "en"])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Remove("MONITOR_CONFIG");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var daemon = new DaemonUnderLoad(Process.Start(start)!, data);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        daemon._process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException(string.Join('\n', daemon.Complaints)));
            }
            else if (line.Data.StartsWith("The daemon is ready", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
            else
            {
                lock (daemon.Complaints)
                {
                    daemon.Complaints.Add(line.Data);
                }
            }
        };
        daemon._process.BeginErrorReadLine();
        daemon._process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(3));
        return daemon;
    }

    /// <summary>A client as the verbs have it.</summary>
    public DaemonClient Client(string actAs = "") => new(Path.Combine(_data, "run", "monitor.sock"), actAs);

    /// <summary>Stops it as a service manager would.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}

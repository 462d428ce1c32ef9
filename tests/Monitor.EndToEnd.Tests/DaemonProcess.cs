using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>A data folder with its configuration, and the daemon that runs on it as a process.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private readonly BuiltProgram _program;
    private readonly TempFolder _temp = new();
    private readonly ConcurrentQueue<string> _log = [];
    private Process? _process;

    /// <summary>Names the folder; starts nothing yet.</summary>
    /// <param name="program">The program.</param>
    /// <param name="configuration">The operator's JSON file.</param>
    /// <param name="closed">Nobody else may read the file, because there is a secret in it.</param>
    public DaemonProcess(BuiltProgram program, object configuration, bool closed = false)
    {
        _program = program;
        File.WriteAllText(Configuration, JsonSerializer.Serialize(configuration));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Configuration, (UnixFileMode)(closed ? 0b110_000_000 : 0b110_100_100));
            File.SetUnixFileMode(_temp.Path, (UnixFileMode)0b111_001_001);
        }
    }

    /// <summary>Variables of the daemon's environment.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Data => _temp["data"];
    public string Configuration => _temp["monitor.json"];
    public string Socket => Path.Combine(Data, "run", "monitor.sock");
    public string DatabaseFile => Path.Combine(Data, "db", "monitor.db");

    /// <summary>A file of the test beside the data folder.</summary>
    public string Beside(string name) => _temp[name];

    /// <summary>Everything the daemon said so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var process = _program.Start(new ProgramStart { Variables = Variables }, ["run", .. At]);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"The daemon ended before it was ready: {Log}"));
                return;
            }

            _log.Enqueue(line.Data);
            if (line.Data.StartsWith("The daemon is ready", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process = process;
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Runs a verb against this folder.</summary>
    public Task<Outcome> RunAsync(params string[] args) => _program.RunAsync([.. args, .. At]);

    /// <summary>Begins a verb against this folder; what becomes of the process is the caller's.</summary>
    public Process Begin(params string[] args) => _program.Start(new ProgramStart(), [.. args, .. At]);

    /// <summary>The words that run a verb against this folder in a shell of another program's.</summary>
    public string ShellWords(params string[] args) => _program.ShellWords([.. args, .. At]);

    /// <summary>Runs a verb against this folder as another user, who is in the group "users".</summary>
    public Task<Outcome> RunAsAsync(long user, params string[] args) => RunAsAsync(user, outsideTheGroup: false, args);

    /// <summary>As above, in no group but the user's own.</summary>
    public Task<Outcome> RunAsAsync(long user, bool outsideTheGroup, params string[] args) =>
        _program.RunAsync(
            new ProgramStart { User = user, Group = outsideTheGroup ? user : Worker.Registry.UserAccounts.GidOf("users") },
            [.. args, .. At]
        );

    /// <summary>Runs a verb that must succeed, and reads its JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] args)
    {
        var outcome = await RunAsync([.. args, "--json"]);
        Assert.True(outcome.Code == 0, $"monitor {string.Join(' ', args)} ended with {outcome.Code}: {outcome.Error}");
        return JsonDocument.Parse(outcome.Out).RootElement;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    /// <returns>The exit code, and how long it took.</returns>
    public async Task<(int Code, TimeSpan Took)> SignalAsync(string signal)
    {
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return (code, watch.Elapsed);
    }

    /// <summary>Asks the database file itself; the daemon may be running.</summary>
    public async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False;Mode=ReadWrite");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await row.ReadAsync())
        {
            rows.Add(row.GetValue(0).ToString()!);
        }

        return rows;
    }

    /// <summary>A number from the database.</summary>
    public async Task<long> CountAsync(string sql) => long.Parse((await QueryAsync(sql))[0], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        _temp.Dispose();
    }

    private string[] At => ["--data", Data, "--config", Configuration, "--lang", "en"];
}

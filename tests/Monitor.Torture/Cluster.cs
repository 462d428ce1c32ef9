using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Monitor.Torture;

/// <summary>A PostgreSQL server of this run, on 127.0.0.1, as a user that is not root: it can be killed and started again.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Role = "monitor_torture";

    private readonly string _root;
    private readonly string _binaries;
    private readonly string[] _runner;
    private readonly Process _watch;

    private Cluster(string root, string binaries, string[] runner, int port)
    {
        (_root, _binaries, _runner, Port) = (root, binaries, runner, port);
        // The server is stopped also when this process is killed: the shell's input ends then, and it asks the server to quit.
        _watch = Process.Start(
            new ProcessStartInfo(
                "sh",
                ["-c", $"read -r end; kill -QUIT $(head -1 {root}/data/postmaster.pid) 2>/dev/null; sleep 1; rm -rf {root}"]
            )
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
            }
        )!;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Makes and starts one; null and the reason where it cannot.</summary>
    public static async Task<(Cluster? Cluster, string Reason)> StartAsync()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) && version >= 15)
                .Select(folder => $"{folder}/bin")
                .FirstOrDefault(folder => File.Exists($"{folder}/initdb"))
            : null;
        if (binaries is null)
        {
            return (null, "PostgreSQL 15 or newer is not installed (Debian: apt-get install postgresql-15)");
        }

        string[] runner = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
        // In memory where there is room: what a killed process wrote is there for the next one either way.
        var root = Directory.CreateTempSubdirectory("monitor-pg-").FullName;
        if (Directory.Exists("/dev/shm"))
        {
            Directory.Delete(root);
            root = $"/dev/shm/monitor-pg-{Guid.NewGuid():N}";
            Directory.CreateDirectory(root);
        }

        if (runner.Length > 0 && await RunAsync(["chown", "postgres", root]) is { } refused)
        {
            return (null, refused);
        }

        if (
            await RunAsync([
                .. runner,
                $"{binaries}/initdb",
                "-D",
                $"{root}/data",
                "-U",
                Role,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ]) is
            { } fault
        )
        {
            return (null, fault);
        }

        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var cluster = new Cluster(root, binaries, runner, port);
        await cluster.BeginAsync();
        await cluster.ExecuteAsync("CREATE DATABASE monitor", "postgres");
        return (cluster, "");
    }

    /// <summary>How a port, the server's own or the wire's, reaches the database.</summary>
    public static string ConnectionTo(int port, string database = "monitor") =>
        $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Database={database};Username={Role}";

    /// <summary>Runs one statement, over no wire.</summary>
    public async Task<long> ExecuteAsync(string sql, string database = "monitor")
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(Port, database) + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    /// <summary>Ends every session of a daemon, as an administrator or a failover does.</summary>
    /// <returns>How many there were.</returns>
    public Task<long> TerminateAsync() =>
        ExecuteAsync(
            "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'monitor' AND pid <> pg_backend_pid()) AS ended"
        );

    /// <summary>SIGKILL to the server's first process; its children notice and end, and it is started again, which replays its log.</summary>
    public async Task KillAndStartAsync()
    {
        var pid = (await File.ReadAllLinesAsync($"{_root}/data/postmaster.pid"))[0];
        await RunAsync(["kill", "-KILL", pid]);
        NpgsqlConnection.ClearAllPools();
        await BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _watch.StandardInput.Close();
        await _watch.WaitForExitAsync();
        _watch.Dispose();
    }

    // A new server refuses to start while children of a killed one still hold its memory.
    private async Task BeginAsync()
    {
        string settings = string.Join(
            ' ',
            (
                (string[])
                    [
                        $"unix_socket_directories={_root}",
                        "listen_addresses=127.0.0.1",
                        $"port={Port.ToString(CultureInfo.InvariantCulture)}",
                        // Processes are killed here, not machines: what was written is in the system's cache, where the next server finds it.
                        "fsync=off",
                        "max_connections=200",
                        "shared_buffers=64MB",
                        "autovacuum=off",
                    ]
            ).Select(setting => $"-c {setting}")
        );
        for (var attempt = 0; ; attempt++)
        {
            // Without waiting for a terminal: pg_ctl's own wait is for a server that comes up, ours also for one that has not gone yet.
            var fault = await RunAsync([
                .. _runner,
                $"{_binaries}/pg_ctl",
                "start",
                "-w",
                "-t",
                "120",
                "-D",
                $"{_root}/data",
                "-l",
                $"{_root}/log",
                "-o",
                settings,
            ]);
            if (fault is null)
            {
                return;
            }

            if (attempt == 60)
            {
                throw new InvalidOperationException($"PostgreSQL does not start: {fault}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    private static async Task<string?> RunAsync(string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "sh",
                ["-c", $"cd / && exec {string.Join(' ', command.Select(word => $"'{word}'"))} >/dev/null 2>&1 </dev/null"]
            )
            {
                UseShellExecute = false,
            }
        )!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : $"{command[0]} ended with {process.ExitCode}: {string.Join(' ', command)}";
    }
}

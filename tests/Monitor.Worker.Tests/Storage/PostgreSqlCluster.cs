using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Monitor.Worker.Tests.Storage;

/// <summary>
/// A PostgreSQL server of one run: an own cluster in a folder of its own, under a user that is not root (the server refuses to be root). It is gone with
/// the run, also when the run is killed, and can itself be killed and started again.
/// </summary>
internal sealed class PostgreSqlCluster : IAsyncDisposable
{
    private static readonly string[] Runner = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    private readonly string _binaries;
    private readonly Process _watch;
    private string[] _settings = [];

    private PostgreSqlCluster(string root, string binaries, string role, int port)
    {
        (Root, _binaries, Role, Port) = (root, binaries, role, port);
        // The server is stopped also when this process is killed: the shell's input ends then, and it asks the server to quit.
        _watch = Process.Start(
            new ProcessStartInfo(
                "sh",
                ["-c", $"cd / && read -r end; kill -QUIT $(head -1 {root}/data/postmaster.pid) 2>/dev/null; sleep 1; rm -rf {root}"]
            )
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
            }
        )!;
    }

    /// <summary>Where everything of it lies, the Unix socket among it.</summary>
    public string Root { get; }

    /// <summary>Its superuser, who is let in without a password.</summary>
    public string Role { get; }

    /// <summary>Its port: part of the socket's name, and on 127.0.0.1 where the settings say that it listens there.</summary>
    public int Port { get; }

    /// <summary>Why none can be had on this machine; null when one can.</summary>
    public static string? Refusal { get; } =
        !OperatingSystem.IsLinux() ? "The PostgreSQL of a run is started on Linux only."
        : Binaries() is null ? "PostgreSQL 15 or newer is not installed (Debian: apt-get install postgresql-15)."
        : Runner.Length > 0 && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ? "PostgreSQL does not run as root, and there is no user 'postgres' to run it as."
        : null;

    /// <summary>A place in memory where there is room: hundreds of small databases come and go, and what a killed process wrote is there for the next.</summary>
    public static string InMemory => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>Makes one, not started yet.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made; the message says which command refused.</exception>
    public static async Task<PostgreSqlCluster> MakeAsync(string below, string role)
    {
        var binaries = Binaries() ?? throw new InvalidOperationException(Refusal);
        var root = Path.Combine(below, $"monitor-pg-{Guid.NewGuid():N}");
        Directory.CreateDirectory(root);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var cluster = new PostgreSqlCluster(root, binaries, role, port);
        await cluster.OwnAsync(root);
        await DemandAsync([
            .. Runner,
            $"{binaries}/initdb",
            .. $"-D {root}/data -U {role} -A trust -E UTF8 --locale=C --no-sync".Split(' '),
        ]);
        return cluster;
    }

    /// <summary>Gives files to the user that the server runs as.</summary>
    public Task OwnAsync(params string[] files) => Runner.Length > 0 ? DemandAsync(["chown", "postgres", .. files]) : Task.CompletedTask;

    /// <summary>Starts it, and comes back when it answers.</summary>
    /// <param name="settings">Beside the folder of the socket and the port, each as NAME=VALUE without a blank.</param>
    public async Task StartAsync(params string[] settings)
    {
        _settings = settings;
        var words = string.Join(
            ' ',
            (
                (string[])[$"unix_socket_directories={Root}", string.Create(CultureInfo.InvariantCulture, $"port={Port}"), .. settings]
            ).Select(setting => $"-c {setting}")
        );
        // A new server refuses to start while children of a killed one still hold its memory.
        for (var attempt = 0; ; attempt++)
        {
            string[] start = [.. Runner, $"{_binaries}/pg_ctl", .. $"start -w -t 120 -D {Root}/data -l {Root}/log -o".Split(' '), words];
            if (await RunAsync(start) is not { } fault)
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

    /// <summary>SIGKILL to the server's first process; its children notice and end, and it is started again, which replays its log.</summary>
    public async Task KillAndStartAsync()
    {
        var pid = (await File.ReadAllLinesAsync($"{Root}/data/postmaster.pid"))[0];
        await DemandAsync(["kill", "-KILL", pid]);
        NpgsqlConnection.ClearAllPools();
        await StartAsync(_settings);
    }

    /// <summary>How the superuser reaches a database over the Unix socket.</summary>
    public string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host={Root};Port={Port};Database={database};Username={Role}");

    /// <summary>Runs one statement as the superuser.</summary>
    /// <returns>The number that it answers; 0 where it answers none.</returns>
    public async Task<long> ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    /// <summary>Runs a script of psql's as the superuser, to the first error.</summary>
    public Task RunScriptAsync(string file) =>
        DemandAsync(["psql", .. $"-q -v ON_ERROR_STOP=1 -h {Root} -p {Port} -U {Role} -f".Split(' '), file, "postgres"]);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        // Its end of the pipe: the shell that watches it stops the server.
        _watch.StandardInput.Close();
        await _watch.WaitForExitAsync();
        _watch.Dispose();
    }

    private static string? Binaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .Select(folder =>
                    (
                        Folder: $"{folder}/bin",
                        Version: int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
                    )
                )
                .Where(found => found.Version >= 15 && File.Exists($"{found.Folder}/initdb"))
                .MinBy(found => found.Version)
                .Folder
            : null;

    private static async Task DemandAsync(string[] command)
    {
        if (await RunAsync(command) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }

    // Output goes to a file and not to a pipe: the server that pg_ctl leaves behind would hold the pipe open.
    private static async Task<string?> RunAsync(string[] command)
    {
        var said = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("sh", ["-c", "cd / && exec \"$@\" >\"$0\" 2>&1 </dev/null", said, .. command])
                {
                    UseShellExecute = false,
                }
            )!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? null
                : $"{string.Join(' ', command)} ended with {process.ExitCode}: {(await File.ReadAllTextAsync(said)).Trim()}";
        }
        finally
        {
            File.Delete(said);
        }
    }
}

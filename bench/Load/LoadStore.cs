using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Monitor.Bench.Load;

/// <summary>Where the daemons of a run keep their data: a SQLite file, or a PostgreSQL cluster with Debian's defaults, made for the run on the same disk.</summary>
internal sealed class LoadStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process? _server;
    private readonly string? _connection;

    private LoadStore(string folder, Process? server, string? connection) => (_folder, _server, _connection) = (folder, server, connection);

    /// <summary>The settings of the section Storage.</summary>
    public Dictionary<string, object> Settings { get; } = [];

    /// <summary>What it is, in words.</summary>
    public string Name => _server is null ? "SQLite" : "PostgreSQL";

    /// <summary>Where the data folder of a node lies.</summary>
    public string NodeFolder(int node) => Path.Combine(_folder, $"node{node}");

    /// <summary>Gives a node the keys of the first one, before it starts: what one seals another opens.</summary>
    public void CopyKeys(int node)
    {
        var to = Directory.CreateDirectory(Path.Combine(NodeFolder(node), "data", "keys")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(NodeFolder(0), "data", "keys")))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>Makes an empty one.</summary>
    public static async Task<LoadStore> StartAsync(string below, bool postgreSql)
    {
        var folder = Path.Combine(below, $"monitor-bench-{Guid.NewGuid():N}"[..24]);
        Directory.CreateDirectory(folder);
        if (!postgreSql)
        {
            return new LoadStore(folder, null, null);
        }

        // The server refuses to be root.
        string[] runner = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
        if (runner.Length > 0)
        {
            await RunAsync("chmod", "711", folder);
        }

        var cluster = Path.Combine(folder, "pg");
        Directory.CreateDirectory(cluster);
        if (runner.Length > 0)
        {
            await RunAsync("chown", "postgres", cluster);
        }

        var data = Path.Combine(cluster, "data");
        await RunAsync([.. runner, $"{Binaries()}/initdb", "-D", data, "-U", "monitor_bench", "-A", "trust", "-E", "UTF8", "--locale=C"]);
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var command =
            $"{Binaries()}/postgres -D {data} -c unix_socket_directories={cluster} -c listen_addresses= -c port={port} >{cluster}/log 2>&1";
        string[] watched = [.. runner, "sh", "-c", $"cd / && {{ {command} & }} && p=$! && read -r end; kill -INT $p; wait $p"];
        var server = Process.Start(
            new ProcessStartInfo(watched[0], watched[1..]) { RedirectStandardInput = true, UseShellExecute = false }
        )!;
        var connection = $"Host={cluster};Port={port};Database=monitor;Username=monitor_bench";
        var store = new LoadStore(folder, server, connection);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await store.ExecuteAsync(
                    "CREATE DATABASE monitor TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
                    "postgres"
                );
                break;
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }

        store.Settings["Provider"] = "PostgreSql";
        store.Settings["SharedDirectory"] = Path.Combine(folder, "common");
        store.Settings["ConnectionString"] = connection;
        return store;
    }

    /// <summary>Runs a statement beside the daemon.</summary>
    public async Task ExecuteAsync(string sql, string database = "monitor")
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A number from the store.</summary>
    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = await OpenAsync("monitor");
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            // Its end of the pipe: the shell that watches it stops the server.
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<DbConnection> OpenAsync(string database)
    {
        DbConnection connection = _connection is null
            ? new SqliteConnection(
                $"Data Source={Path.Combine(NodeFolder(0), "data", "db", "monitor.db")};Mode=ReadWrite;Default Timeout=300"
            )
            : new NpgsqlConnection(_connection.Replace("Database=monitor", $"Database={database}", StringComparison.Ordinal));
        await connection.OpenAsync();
        return connection;
    }

    private static string Binaries() =>
        Directory
            .EnumerateDirectories("/usr/lib/postgresql")
            .Select(folder => $"{folder}/bin")
            .Where(folder => File.Exists($"{folder}/initdb"))
            .Order(StringComparer.Ordinal)
            .Last();

    private static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]}: {await error}");
        }
    }
}

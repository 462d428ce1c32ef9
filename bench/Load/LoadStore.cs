using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Monitor.Worker.Tests.Storage;
using Npgsql;

namespace Monitor.Bench.Load;

/// <summary>Where the daemons of a run keep their data: a SQLite file, or a PostgreSQL cluster with Debian's defaults, made for the run on the same disk.</summary>
internal sealed class LoadStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgreSqlCluster? _cluster;

    private LoadStore(string folder, PostgreSqlCluster? cluster) => (_folder, _cluster) = (folder, cluster);

    /// <summary>The settings of the section Storage.</summary>
    public Dictionary<string, object> Settings { get; } = [];

    /// <summary>What it is, in words.</summary>
    public string Name => _cluster is null ? "SQLite" : "PostgreSQL";

    /// <summary>Where the data folder of a node lies.</summary>
    public string NodeFolder(int node) => Path.Combine(_folder, $"node{node}");

    /// <summary>Makes an empty one.</summary>
    public static async Task<LoadStore> StartAsync(string below, bool postgreSql)
    {
        var folder = Path.Combine(below, $"monitor-bench-{Guid.NewGuid():N}"[..24]);
        Directory.CreateDirectory(folder);
        if (!postgreSql)
        {
            return new LoadStore(folder, null);
        }

        // Debian's defaults, but that it is reached over the socket alone.
        var cluster = await PostgreSqlCluster.MakeAsync(folder, "monitor_bench");
        await cluster.StartAsync("listen_addresses=''");
        await cluster.ExecuteAsync("CREATE DATABASE monitor TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        var store = new LoadStore(folder, cluster);
        store.Settings["Provider"] = "PostgreSql";
        store.Settings["SharedDirectory"] = Path.Combine(folder, "common");
        store.Settings["ConnectionString"] = cluster.ConnectionTo("monitor");
        return store;
    }

    /// <summary>Runs a statement beside the daemon.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A number from the store.</summary>
    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = _cluster is null
            ? new SqliteConnection(
                $"Data Source={Path.Combine(NodeFolder(0), "data", "db", "monitor.db")};Mode=ReadWrite;Default Timeout=300"
            )
            : new NpgsqlConnection(_cluster.ConnectionTo("monitor"));
        await connection.OpenAsync();
        return connection;
    }
}

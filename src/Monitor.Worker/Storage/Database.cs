using Microsoft.Data.Sqlite;

namespace Monitor.Worker.Storage;

/// <summary>The store: opens connections and runs transactions. Every query of the house goes through a <see cref="Session"/> from here.</summary>
/// <remarks>
/// Writes take the write lock at once (<c>BEGIN IMMEDIATE</c>): a deferred transaction that reads first and writes later fails with
/// SQLITE_BUSY_SNAPSHOT under contention, which no timeout cures. No network call may happen inside a transaction.
/// </remarks>
internal sealed class Database : IDisposable
{
    private readonly string _connectionString;
    private readonly StorageOptions _options;

    // One writer at a time inside the process: waiting here is fair and costs nothing, waiting inside SQLite is polling.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Names the database; opens nothing yet.</summary>
    public Database(DataFolder folder, StorageOptions options, bool readOnly = false)
    {
        _options = options;
        File = folder.DatabaseFile;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = folder.DatabaseFile,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = true,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();
        DapperTypes.Register();
    }

    /// <summary>The database file.</summary>
    public string File { get; }

    /// <summary>Runs queries on one snapshot; nothing may be written.</summary>
    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await work(new Session(connection, transaction, ct));
    }

    /// <summary>Runs one write transaction: all of it is kept when <paramref name="work"/> returns, nothing when it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await using var connection = await OpenAsync(ct);
            await using var transaction = connection.BeginTransaction(deferred: false);
            var result = await work(new Session(connection, transaction, ct));
            // From here on the caller's impatience must not decide between kept and lost.
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<Session, Task> work, CancellationToken ct) =>
        WriteAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            ct
        );

    /// <summary>Runs work that no write of this process may stand beside, outside any transaction: writing the file anew.</summary>
    internal async Task<T> AloneAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            // Idle connections of the pool may hold on to an old state of the journal.
            using (var pool = new SqliteConnection(_connectionString))
            {
                SqliteConnection.ClearPool(pool);
            }

            await using var connection = await OpenAsync(ct);
            return await work(connection);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>A connection outside any transaction, for backup and migrations.</summary>
    internal async Task<SqliteConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(ct);
            await using var pragma = connection.CreateCommand();
            pragma.CommandText =
                // What was deleted is overwritten: a text that waited for another try must not outlive its row in a free page.
                $"PRAGMA busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds}; PRAGMA synchronous = {_options.Durability}; PRAGMA secure_delete = ON;";
            await pragma.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes pooled connections, so that the file can be moved or deleted.</summary>
    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _writer.Dispose();
    }
}

using Dapper;
using Microsoft.Data.Sqlite;

namespace Monitor.Worker.Storage;

/// <summary>One SQLite file in WAL mode.</summary>
/// <remarks>
/// Writes take the write lock at once (<c>BEGIN IMMEDIATE</c>): a deferred transaction that reads first and writes later fails with
/// SQLITE_BUSY_SNAPSHOT under contention, which no timeout cures.
/// </remarks>
internal sealed class SqliteStore : IStore
{
    private readonly string _connectionString;
    private readonly StorageOptions _options;

    // One writer at a time inside the process: waiting here is fair and costs nothing, waiting inside SQLite is polling.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Names the file; opens nothing yet.</summary>
    public SqliteStore(string file, StorageOptions options, bool readOnly)
    {
        _options = options;
        Place = file;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = true,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();
    }

    /// <summary>The database file.</summary>
    public string Place { get; }

    /// <inheritdoc />
    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await work(new Session(StorageProvider.Sqlite, connection, transaction, ct));
    }

    /// <inheritdoc />
    public async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await using var connection = await OpenAsync(ct);
            await using var transaction = connection.BeginTransaction(deferred: false);
            var result = await work(new Session(StorageProvider.Sqlite, connection, transaction, ct));
            // From here on the caller's impatience must not decide between kept and lost.
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc />
    public async Task PrepareAsync(string createHistory, CancellationToken ct)
    {
        // Before SQLite opens it: the journal beside it is born with the mode that the database file has then.
        RestrictFile(Place);
        await using var connection = await OpenAsync(ct);
        // WAL lets readers go on while one writes; the mode is a property of the file.
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
        await connection.ExecuteAsync(createHistory);
    }

    /// <inheritdoc />
    public async Task<bool> HasHistoryAsync(CancellationToken ct) =>
        File.Exists(Place)
        && await ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_migration'"), ct)
            > 0;

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct) => Backup.CheckFileAsync(Place, ct);

    /// <inheritdoc />
    public Task<long> SizeAsync(CancellationToken ct) => Task.FromResult(new FileInfo(Place).Length);

    /// <summary>Runs work that no write of this process may stand beside, outside any transaction: writing the file anew.</summary>
    public async Task<T> AloneAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken ct)
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

    /// <summary>A connection outside any transaction, for backup.</summary>
    public async Task<SqliteConnection> OpenAsync(CancellationToken ct)
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

    /// <inheritdoc />
    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _writer.Dispose();
    }

    private static void RestrictFile(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!File.Exists(file))
        {
            // An empty file is an empty database. It is made aside and moved: closing a file that SQLite has open elsewhere in this
            // process would drop SQLite's locks on it, for that is how POSIX locks are.
            var aside = $"{file}.{Guid.NewGuid():N}.new";
            new FileStream(
                aside,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = ownerOnly,
                }
            ).Dispose();
            try
            {
                File.Move(aside, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another process was faster; its file is as good.
                File.Delete(aside);
            }
        }

        foreach (var path in (string[])[file, file + "-wal", file + "-shm"])
        {
            if (File.Exists(path))
            {
                File.SetUnixFileMode(path, ownerOnly);
            }
        }
    }
}

using Dapper;
using Microsoft.Data.Sqlite;

namespace Monitor.Worker.Storage;

/// <summary>One SQLite file in WAL mode.</summary>
/// <remarks>
/// Writes take the write lock at once (<c>BEGIN IMMEDIATE</c>): a deferred transaction that reads first and writes later fails with
/// SQLITE_BUSY_SNAPSHOT under contention, which no timeout cures.
/// </remarks>
internal sealed class SqliteStore : IStore, IGroupStore
{
    private readonly string _connectionString;
    private readonly StorageOptions _options;

    /// <summary>Names the file; opens nothing yet.</summary>
    public SqliteStore(string file, StorageOptions options, bool readOnly)
    {
        _options = options;
        Place = file;
        Writes = new WriteQueue(this);
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
    /// <remarks>One writer at a time inside the process: waiting there is fair and costs nothing, waiting inside SQLite is polling.</remarks>
    public WriteQueue Writes { get; }

    /// <inheritdoc />
    public async Task<IWriteGroup> BeginAsync()
    {
        var connection = await OpenAsync(CancellationToken.None);
        try
        {
            return new Group(connection, connection.BeginTransaction(deferred: false));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task AloneAsync(PendingWrite write, Exception broken)
    {
        if (broken is SqliteException { SqliteErrorCode: 5 or 6 })
        {
            // Another process has the lock, and has been waited for as long as may be.
            write.Fail(broken);
            return;
        }

        try
        {
            await using var connection = await OpenAsync(write.Token);
            await using var transaction = connection.BeginTransaction(deferred: false);
            await write.AttemptAsync(new Session(StorageProvider.Sqlite, connection, transaction, write.Token));
            if (write.Fault is null)
            {
                // From here on the caller's impatience must not decide between kept and lost.
                await transaction.CommitAsync(CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            write.Fail(exception);
        }
    }

    private sealed class Group(SqliteConnection connection, SqliteTransaction transaction) : IWriteGroup
    {
        private const string Place = "one";

        public async Task TryAsync(PendingWrite write)
        {
            transaction.Save(Place);
            await write.AttemptAsync(new Session(StorageProvider.Sqlite, connection, transaction, write.Token));
            if (write.Fault is not null)
            {
                // Where SQLite has given the whole transaction up (a full disk), this throws too.
                transaction.Rollback(Place);
            }

            transaction.Release(Place);
        }

        public Task CommitAsync() => transaction.CommitAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <inheritdoc />
    /// <remarks>A file has one writer, whatever is written.</remarks>
    public Task<T> WriteOwnAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) => Writes.WriteAsync(work, patient: false, ct);

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
    public Task<T> AloneAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken ct) =>
        Writes.AloneAsync(
            async () =>
            {
                // Idle connections of the pool may hold on to an old state of the journal.
                using (var pool = new SqliteConnection(_connectionString))
                {
                    SqliteConnection.ClearPool(pool);
                }

                await using var connection = await OpenAsync(ct);
                return await work(connection);
            },
            ct
        );

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

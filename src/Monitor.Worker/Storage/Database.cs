using System.Data.Common;
using Npgsql;

namespace Monitor.Worker.Storage;

/// <summary>The store: opens connections and runs transactions. Every query of the house goes through a <see cref="Session"/> from here.</summary>
/// <remarks>
/// One write at a time, over all threads, processes and nodes: what a write reads, nobody else changes until it is done. On SQLite that is
/// <c>BEGIN IMMEDIATE</c>, on PostgreSQL a lock that every write takes first. Writes that wait at the same time share one commit
/// (<see cref="WriteQueue"/>). No network call may happen inside a transaction. A transaction may be broken off, and then the work is run again
/// from its beginning: it changes nothing outside the session.
/// </remarks>
internal sealed class Database : IDisposable
{
    private readonly IStore _store;

    /// <summary>Names the database; opens nothing yet.</summary>
    /// <param name="folder">Where the file is, if it is one.</param>
    /// <param name="options">Which database.</param>
    /// <param name="readOnly">Whether nothing is to be written.</param>
    /// <param name="clock">Follows the server's clock from now on; without one, and on SQLite, times are the caller's own.</param>
    public Database(DataFolder folder, StorageOptions options, bool readOnly = false, ServerClock? clock = null)
    {
        DapperTypes.Register();
        Provider = options.Provider;
        _store =
            options.Provider == StorageProvider.Sqlite
                ? new SqliteStore(folder.DatabaseFile, options, readOnly)
                : new PostgreSqlStore(options, readOnly, clock);
    }

    /// <summary>
    /// Whether it was the store that failed, and not what it was given: a value that PostgreSQL cannot hold (a zero character, a key that is too
    /// long for an index) will not fit the next time either.
    /// </summary>
    public static bool IsAtFault(Exception exception) =>
        exception is DbException
        && !(
            exception is PostgresException { SqlState: var state }
            && (state.StartsWith("22", StringComparison.Ordinal) || state == PostgresErrorCodes.ProgramLimitExceeded)
        );

    /// <summary>Which database it is.</summary>
    public StorageProvider Provider { get; }

    /// <summary>The file, or host and name: what is shown to people. Never a password.</summary>
    public string Place => _store.Place;

    /// <summary>SQLite's own side; null on another store.</summary>
    public SqliteStore? Sqlite => _store as SqliteStore;

    /// <summary>PostgreSQL's own side; null on another store.</summary>
    public PostgreSqlStore? PostgreSql => _store as PostgreSqlStore;

    /// <summary>Runs queries on one snapshot; nothing is kept of what they write.</summary>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) => _store.ReadAsync(work, ct);

    /// <summary>How long writes take at present.</summary>
    public StorePressure Pressure => _store.Writes.Pressure;

    /// <summary>Runs one write: all of it is kept when this returns, nothing when <paramref name="work"/> throws.</summary>
    /// <exception cref="DbException">The database refused, or could not be reached for as long as it is tried.</exception>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) => _store.Writes.WriteAsync(work, patient: false, ct);

    /// <summary>As <see cref="WriteAsync{T}"/>, for what nobody sits and waits for: writes that a person waits for go first.</summary>
    /// <exception cref="DbException">The database refused, or could not be reached for as long as it is tried.</exception>
    public Task<T> WritePatientlyAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) =>
        _store.Writes.WriteAsync(work, patient: true, ct);

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

    /// <summary>
    /// Runs one write transaction that changes rows of the caller's own and reads nothing else that it relies on: a lease, a turn at a host, a heartbeat.
    /// On PostgreSQL it runs beside others of its kind, so it has to lock its rows itself, and never beside <see cref="WriteAsync{T}"/>.
    /// </summary>
    public Task<T> WriteOwnAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) => _store.WriteOwnAsync(work, ct);

    /// <inheritdoc cref="IStore.PrepareAsync"/>
    internal Task PrepareAsync(string createHistory, CancellationToken ct) => _store.PrepareAsync(createHistory, ct);

    /// <inheritdoc cref="IStore.HasHistoryAsync"/>
    internal Task<bool> HasHistoryAsync(CancellationToken ct) => _store.HasHistoryAsync(ct);

    /// <summary>What the database itself knows to be wrong with it; empty when it is sound.</summary>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct) => _store.CheckAsync(ct);

    /// <summary>How much the database takes on its disk, in bytes.</summary>
    public Task<long> SizeAsync(CancellationToken ct) => _store.SizeAsync(ct);

    /// <summary>Closes pooled connections, so that a file can be moved or deleted.</summary>
    public void Dispose() => _store.Dispose();
}

/// <summary>One kind of database.</summary>
internal interface IStore : IDisposable
{
    /// <inheritdoc cref="Database.Place"/>
    string Place { get; }

    /// <inheritdoc cref="Database.ReadAsync{T}"/>
    Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct);

    /// <summary>Where its writes wait.</summary>
    WriteQueue Writes { get; }

    /// <inheritdoc cref="Database.WriteOwnAsync{T}"/>
    Task<T> WriteOwnAsync<T>(Func<Session, Task<T>> work, CancellationToken ct);

    /// <summary>Makes what must be there before the first step: the history of the schema, and what a new database needs.</summary>
    Task PrepareAsync(string createHistory, CancellationToken ct);

    /// <summary>Whether the history of the schema is there.</summary>
    Task<bool> HasHistoryAsync(CancellationToken ct);

    /// <inheritdoc cref="Database.CheckAsync"/>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct);

    /// <inheritdoc cref="Database.SizeAsync"/>
    Task<long> SizeAsync(CancellationToken ct);
}

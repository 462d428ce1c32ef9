using System.Data;
using System.Diagnostics;
using Dapper;
using Monitor.Worker.Language;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Monitor.Worker.Storage;

/// <summary>A PostgreSQL database that several nodes share.</summary>
/// <remarks>
/// A transaction that the server or the network breaks off is run again: before its commit was sent nothing of it can be there. When the
/// connection is lost during the commit itself, the server is asked afterwards what became of the transaction's number, so that it is neither
/// lost nor done twice.
/// </remarks>
internal sealed class PostgreSqlStore : IStore, IGroupStore
{
    // The lock that stands for SQLite's write lock; a number that no other program of the same database is likely to use.
    private const long WriteLock = 0x4D6F6E69746F72;

    private const string Alone = "SELECT pg_advisory_xact_lock(@WriteLock)::TEXT;\n";
    private const string BesideOthers = "SELECT pg_advisory_xact_lock_shared(@WriteLock)::TEXT;\n";
    private const string Tell = "SELECT pg_current_xact_id()::TEXT AS number, clock_timestamp() AS time";
    private const string TellWithSchema = Tell + ", (SELECT MAX(number) FROM schema_migration)::INT AS schema";

    private static readonly ResiliencePropertyKey<long> FirstFault = new("first-fault");

    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _retryFor;
    private readonly ResiliencePipeline _retry;

    private readonly ServerClock? _clock;
    private int? _schema;

    /// <summary>Names the database; opens nothing yet.</summary>
    public PostgreSqlStore(StorageOptions options, bool readOnly, ServerClock? clock = null)
    {
        Writes = new WriteQueue(this);
        _clock = clock;
        // Whoever only reads is a person who waits for an answer.
        _retryFor = readOnly ? TimeSpan.Zero : options.RetryFor;
        var builder = PostgreSqlAddress.Parse(options.ConnectionString);
        builder.ApplicationName ??= "monitor";
        // The server's limit is the one that counts; the client's only ends the wait for a server that is gone without a word.
        builder.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 15;
        builder.Options = string.Join(
            ' ',
            (
                (string?[])
                    [
                        builder.Options,
                        $"-c statement_timeout={(long)options.StatementTimeout.TotalMilliseconds}",
                        $"-c lock_timeout={(long)options.BusyTimeout.TotalMilliseconds}",
                        $"-c synchronous_commit={(options.Durability == Durability.Full ? "on" : "off")}",
                        readOnly ? "-c default_transaction_read_only=on" : null,
                    ]
            ).Where(option => !string.IsNullOrEmpty(option))
        );
        Place = PostgreSqlAddress.Shown(options.ConnectionString);
        _source = NpgsqlDataSource.Create(builder);
        _retry = new ResiliencePipelineBuilder()
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = outcome =>
                        ValueTask.FromResult(outcome.Outcome.Exception is { } fault && MayTryAgain(fault, outcome.Context)),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(20),
                    MaxDelay = TimeSpan.FromSeconds(3),
                    MaxRetryAttempts = int.MaxValue,
                }
            )
            .Build();
    }

    /// <inheritdoc />
    public string Place { get; }

    /// <inheritdoc />
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) =>
        TryAsync(
            async token =>
            {
                await using var connection = await _source.OpenConnectionAsync(token);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
                return await work(new Session(StorageProvider.PostgreSql, connection, transaction, token));
            },
            ct
        );

    /// <summary>The connections, for the schedule that the nodes share: it keeps its tables itself, in transactions of its own.</summary>
    public NpgsqlDataSource Source => _source;

    /// <inheritdoc />
    /// <remarks>One writer at a time inside the process: a queue here takes no connection, one at the server takes one for each that waits.</remarks>
    public WriteQueue Writes { get; }

    /// <inheritdoc />
    public async Task<IWriteGroup> BeginAsync()
    {
        var (connection, transaction, number) = await LockAsync(Alone, CancellationToken.None);
        return new Group(this, connection, transaction, number);
    }

    /// <inheritdoc />
    public async Task AloneAsync(PendingWrite write, Exception broken)
    {
        try
        {
            await TryAsync(
                token =>
                    WriteOnceAsync(
                        async (session, _) =>
                        {
                            await write.AttemptAsync(session);
                            return write.Fault is null ? true : throw write.Fault;
                        },
                        Alone,
                        token
                    ),
                write.Token
            );
        }
        catch (Exception exception)
        {
            write.Fail(exception);
        }
    }

    private sealed class Group(PostgreSqlStore store, NpgsqlConnection connection, NpgsqlTransaction transaction, string number)
        : IWriteGroup
    {
        private const string Place = "one";

        public async Task TryAsync(PendingWrite write)
        {
            await transaction.SaveAsync(Place);
            await write.AttemptAsync(new Session(StorageProvider.PostgreSql, connection, transaction, write.Token));
            if (write.Fault is { } fault)
            {
                if (PostgreSqlFaults.IsPassing(fault))
                {
                    // It is to be tried again, and that takes a transaction of its own.
                    throw fault;
                }

                await transaction.RollbackAsync(Place);
            }

            await transaction.ReleaseAsync(Place);
        }

        public Task CommitAsync() => store.CommitAsync(transaction, number);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <inheritdoc />
    public Task<T> WriteOwnAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) =>
        TryAsync(token => WriteOnceAsync((session, _) => work(session), BesideOthers, token), ct);

    /// <summary>
    /// From now on a write is refused when the schema is another one than this program's. A node that still runs while a newer program migrates the
    /// database must not write what that program no longer understands, not even until its next heartbeat.
    /// </summary>
    public void HoldTo(int schema) => _schema = schema;

    /// <inheritdoc />
    public async Task PrepareAsync(string createHistory, CancellationToken ct)
    {
        var server = (
            await ReadAsync(
                session =>
                    session.FirstOrDefaultAsync<Server>(
                        """
                        SELECT current_setting('server_version_num')::BIGINT AS version, pg_encoding_to_char(encoding) AS encoding,
                            CASE datlocprovider WHEN 'c' THEN datcollate ELSE 'icu' END AS collation
                        FROM pg_database WHERE datname = current_database()
                        """
                    ),
                ct
            )
        )!;
        if (server.Version < 150000)
        {
            throw RefusalException.Wrong(
                $"{Place}: PostgreSQL {server.Version / 10000} terlalu lama; Monitor memerlukan 15 atau lebih baru.",
                $"{Place}: PostgreSQL {server.Version / 10000} is too old; Monitor needs 15 or newer."
            );
        }

        // Another order of letters would page, sort and compare otherwise than SQLite does, and change with the system's library.
        if (server.Encoding != "UTF8" || server.Collation.ToUpperInvariant() is not ("C" or "POSIX" or "C.UTF-8" or "C.UTF8"))
        {
            throw RefusalException.Wrong(
                $"{Place}: basis data berenkode {server.Encoding} dan berurutan {server.Collation}; buat dengan ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0.",
                $"{Place}: the database has encoding {server.Encoding} and collation {server.Collation}; create it with ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0."
            );
        }

        if (!await HasHistoryAsync(ct))
        {
            await Writes.WriteAsync(session => session.ExecuteAsync(createHistory), patient: false, ct);
        }
    }

    /// <inheritdoc />
    public Task<bool> HasHistoryAsync(CancellationToken ct) =>
        ReadAsync(session => session.ScalarAsync<bool>("SELECT to_regclass('schema_migration') IS NOT NULL"), ct);

    /// <inheritdoc />
    /// <remarks>A server keeps its constraints by itself; an index or a constraint that was never finished is what it lets stand.</remarks>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct) =>
        await ReadAsync(
            session =>
                session.ListAsync<string>(
                    """
                    SELECT 'index ' || indexrelid::regclass || ' is not valid' FROM pg_index
                    WHERE NOT indisvalid AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
                    UNION ALL
                    SELECT 'constraint ' || conname || ' was never checked' FROM pg_constraint
                    WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
                    """
                ),
            ct
        );

    /// <inheritdoc />
    public Task<long> SizeAsync(CancellationToken ct) =>
        ReadAsync(session => session.ScalarAsync<long>("SELECT pg_database_size(current_database())"), ct);

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    /// <summary>Writes every table anew, so that nothing is left of deleted rows in them. Whoever works on a table waits meanwhile.</summary>
    /// <exception cref="RefusalException">The role does not own the tables.</exception>
    public async Task RewriteAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var foreign = await connection.ExecuteScalarAsync<string?>(
            """
            SELECT MIN(relname::TEXT) FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND NOT pg_has_role(relowner, 'USAGE')
            """
        );
        if (foreign is not null)
        {
            throw RefusalException.NotAllowed(
                $"{Place}: tabel {foreign} bukan milik peran ini; jalankan sebagai pemiliknya.",
                $"{Place}: the table {foreign} does not belong to this role; run it as the owner."
            );
        }

        var tables = await connection.QueryAsync<string>(
            "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY 1"
        );
        await connection.ExecuteAsync("SET statement_timeout = 0; SET lock_timeout = 0");
        foreach (var table in tables)
        {
            await connection.ExecuteAsync(new CommandDefinition($"VACUUM (FULL) {table}", commandTimeout: 0, cancellationToken: ct));
        }
    }

    /// <summary>A write transaction with the connection in hand, for what goes in bulk.</summary>
    public Task<T> CopyAsync<T>(Func<Session, NpgsqlConnection, Task<T>> work, CancellationToken ct) =>
        TryAsync(token => WriteOnceAsync(work, Alone, token), ct);

    private async Task<T> WriteOnceAsync<T>(Func<Session, NpgsqlConnection, Task<T>> work, string begin, CancellationToken ct)
    {
        var (connection, transaction, number) = await LockAsync(begin, ct);
        await using var first = connection;
        await using var second = transaction;
        var result = await work(new Session(StorageProvider.PostgreSql, connection, transaction, ct), connection);
        await CommitAsync(transaction, number);
        return result;
    }

    // A transaction that holds the write lock, alone or beside others, and its number.
    private async Task<(NpgsqlConnection, NpgsqlTransaction, string)> LockAsync(string begin, CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct);
        try
        {
            // Each statement sees what was committed before it began; after the lock that is everything, and nothing changes any more.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            var begun = await BeginAsync(connection, transaction, begin, ct);
            return (connection, transaction, begun.Number);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CommitAsync(NpgsqlTransaction transaction, string number)
    {
        try
        {
            // From here on the caller's impatience must not decide between kept and lost.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (PostgreSqlFaults.LeavesOutcomeOpen(exception))
        {
            if (!await WasKeptAsync(number))
            {
                throw;
            }
        }
    }

    // Two statements in one message: the second begins when the first has the lock, and so sees what was committed while it waited, also the schema.
    private async Task<Begun> BeginAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string begin, CancellationToken ct)
    {
        var asked = _clock?.GetTimestamp() ?? 0;
        // By a reader of our own: Dapper's reader of several answers goes on to the next also when a connection is lost, and what it says then is not that.
        await using var command = new NpgsqlCommand(begin + (_schema is null ? Tell : TellWithSchema), connection, transaction);
        command.Parameters.AddWithValue(nameof(WriteLock), WriteLock);
        await using var answers = await command.ExecuteReaderAsync(ct);
        await answers.NextResultAsync(ct);
        await answers.ReadAsync(ct);
        var begun = new Begun(answers.GetString(0), answers.GetDateTime(1), _schema is null ? null : answers.GetInt32(2));
        _clock?.Told(new DateTimeOffset(begun.Time, TimeSpan.Zero), asked, _clock.GetTimestamp());
        return _schema is null || _schema == begun.Schema
            ? begun
            : throw RefusalException.Conflict(
                $"Skema basis data kini nomor {begun.Schema}, program ini memerlukan {_schema}: program yang lebih baru telah memigrasinya. Simpul ini tidak menulis lagi; pasang program itu di sini.",
                $"The database schema is now at number {begun.Schema}, this program needs {_schema}: a newer program has migrated it. This node writes no more; install that program here."
            );
    }

    // What became of a transaction whose commit was not answered. The server may still be at it.
    private Task<bool> WasKeptAsync(string number) =>
        TryAsync(
            async _ =>
            {
                while (true)
                {
                    await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
                    string? state;
                    try
                    {
                        state = await connection.ExecuteScalarAsync<string>("SELECT pg_xact_status(@number::xid8)", new { number });
                    }
                    catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue)
                    {
                        // A number that the server has not reached: it lost the transaction together with the machine it was on.
                        return false;
                    }

                    if (state != "in progress")
                    {
                        return state == "committed";
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(50));
                }
            },
            CancellationToken.None
        );

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        try
        {
            return await _retry.ExecuteAsync(async attempt => await work(attempt.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool MayTryAgain(Exception exception, ResilienceContext context)
    {
        if (!PostgreSqlFaults.IsPassing(exception))
        {
            return false;
        }

        if (!context.Properties.TryGetValue(FirstFault, out var first))
        {
            first = Stopwatch.GetTimestamp();
            context.Properties.Set(FirstFault, first);
        }

        return Stopwatch.GetElapsedTime(first) < _retryFor;
    }

    private sealed class Server
    {
        public long Version { get; init; }
        public string Encoding { get; init; } = "";
        public string Collation { get; init; } = "";
    }

    private sealed record Begun(string Number, DateTime Time, int? Schema);
}

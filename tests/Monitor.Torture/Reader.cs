using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Monitor.Torture;

/// <summary>What a row of the audit record holds.</summary>
internal sealed record AuditLine(
    long Sequence,
    long At,
    string Actor,
    long? ActorUid,
    string Role,
    string Verb,
    string Subject,
    string? BeforeState,
    string? AfterState,
    string? BeforeDigest,
    string? AfterDigest,
    string PreviousHash,
    string Hash
);

/// <summary>All that the check looks at, as it stood in one moment.</summary>
internal sealed class Snapshot
{
    public required List<(long Source, string Native)> Items { get; init; }
    public required List<(string Native, string State, long NextTry, string Reason)> Setbacks { get; init; }
    public required List<(
        string Url,
        string State,
        long NextCheck,
        long? LeaseUntil,
        string? Outcome,
        string? Reason
    )> Sources { get; init; }
    public required List<(long Id, string Native, string State, long? ClaimUntil)> Flags { get; init; }
    public required List<(long Flag, string Sha256)> Evidence { get; init; }
    public required List<(long Flag, string Reviewer, string Verdict, long Round)> Decisions { get; init; }
    public required List<(string Name, string Manifest, bool Delivered, long Rows)> Batches { get; init; }
    public required List<(string Recipient, long Flag, long Revision)> Rows { get; init; }
    public required List<AuditLine> Audit { get; init; }
    public required (long Sequence, string Hash) Head { get; init; }
}

/// <summary>Reads the store with SQL of its own, past every method of the product.</summary>
internal sealed class Reader(Func<DbConnection> open)
{
    // SQLITE_CANTOPEN.
    private const int CannotOpen = 14;

    /// <summary>Of a SQLite file, while the daemon works on it.</summary>
    public static Reader OfSqlite(string file) => new(() => new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadWrite"));

    /// <summary>Of a server, over no wire.</summary>
    public static Reader OfPostgreSql(string connection) => new(() => new NpgsqlConnection(connection + ";Pooling=False"));

    /// <summary>Reads everything in one transaction.</summary>
    /// <param name="auditAfter">Rows of the record up to this one were read before.</param>
    public async Task<Snapshot> ReadAsync(long auditAfter)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ReadOnceAsync(auditAfter);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == CannotOpen && tries < 20)
            {
                // A daemon that ends takes the files beside the database away in the moment in which the reader comes.
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    private async Task<Snapshot> ReadOnceAsync(long auditAfter)
    {
        await using var connection = open();
        await connection.OpenAsync();
        if (connection is SqliteConnection)
        {
            await using var busy = connection.CreateCommand();
            busy.CommandText = "PRAGMA busy_timeout = 60000";
            await busy.ExecuteNonQueryAsync();
        }

        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        Task<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> read) => QueryAsync(connection, transaction, sql, read);
        return new Snapshot
        {
            Items = await ListAsync("SELECT source_id, native_id FROM item", row => (row.GetInt64(0), row.GetString(1))),
            Setbacks = await ListAsync(
                "SELECT native_id, state, next_try_at, reason_en FROM setback",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3))
            ),
            Sources = await ListAsync(
                "SELECT url, state, next_check_at, lease_until, last_outcome, last_reason_en FROM source WHERE kind = 'feed'",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2), Number(row, 3), Text(row, 4), Text(row, 5))
            ),
            Flags = await ListAsync(
                "SELECT flag.id, item.native_id, flag.state, flag.claim_until FROM flag JOIN item ON item.id = flag.item_id",
                row => (row.GetInt64(0), row.GetString(1), row.GetString(2), Number(row, 3))
            ),
            Evidence = await ListAsync(
                "SELECT flag_id, sha256 FROM flag_evidence JOIN evidence ON evidence.id = evidence_id",
                row => (row.GetInt64(0), row.GetString(1))
            ),
            Decisions = await ListAsync(
                "SELECT flag_id, reviewer_name, verdict, round FROM decision",
                row => (row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3))
            ),
            Batches = await ListAsync(
                "SELECT recipient, number, manifest_sha256, delivered_at, row_count FROM export_batch",
                row =>
                    (
                        $"{row.GetString(0)}-{row.GetInt64(1).ToString("D6", CultureInfo.InvariantCulture)}",
                        row.GetString(2),
                        !row.IsDBNull(3),
                        row.GetInt64(4)
                    )
            ),
            Rows = await ListAsync(
                "SELECT recipient, flag_id, revision FROM export_row",
                row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2))
            ),
            Audit = await ListAsync(
                $"""
                SELECT sequence, at, actor, actor_uid, role, verb, subject, before_state, after_state, before_digest, after_digest, previous_hash, hash
                FROM audit WHERE sequence >= {auditAfter.ToString(CultureInfo.InvariantCulture)} ORDER BY sequence
                """,
                row => new AuditLine(
                    row.GetInt64(0),
                    row.GetInt64(1),
                    row.GetString(2),
                    Number(row, 3),
                    row.GetString(4),
                    row.GetString(5),
                    row.GetString(6),
                    Text(row, 7),
                    Text(row, 8),
                    Text(row, 9),
                    Text(row, 10),
                    row.GetString(11),
                    row.GetString(12)
                )
            ),
            Head = (await ListAsync("SELECT sequence, hash FROM audit_head", row => (row.GetInt64(0), row.GetString(1)))).SingleOrDefault(
                (0, "")
            ),
        };
    }

    private static async Task<List<T>> QueryAsync<T>(
        DbConnection connection,
        DbTransaction transaction,
        string sql,
        Func<DbDataReader, T> read
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
        {
            all.Add(read(rows));
        }

        return all;
    }

    private static long? Number(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Monitor.Worker.Language;
using Npgsql;
using NpgsqlTypes;

namespace Monitor.Worker.Storage;

/// <summary>One table that was carried over.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows, the same on both sides.</param>
/// <param name="Sha256">Over every value of every row in the order of the key, the same on both sides.</param>
internal sealed record MovedTable(string Table, long Rows, string Sha256);

/// <summary>Carries an SQLite database over to an empty PostgreSQL one.</summary>
/// <remarks>
/// A piece of a table is one transaction, together with the note how far it is: a move that was broken off goes on there. Nothing is changed in the
/// SQLite file. At the end every table is read on both sides and compared by count and hash.
/// </remarks>
internal sealed class StoreMove(SqliteStore source, Database target)
{
    private const int Piece = 5000;

    private const string CreateNotes =
        "CREATE TABLE IF NOT EXISTS moved (name TEXT PRIMARY KEY, source TEXT NOT NULL, done BIGINT NOT NULL, finished BIGINT NOT NULL)";

    // What the schema itself puts into the target, and what the target makes for itself.
    private static readonly string[] Apart = ["schema_migration", "flag_text"];

    /// <summary>Carries everything over and compares it.</summary>
    /// <param name="progress">Is told of each piece: the table, and rows so far.</param>
    /// <param name="ct">Stops between two pieces; the next call goes on there.</param>
    /// <exception cref="RefusalException">The target holds something else, a value does not fit, or the two sides differ in the end.</exception>
    public async Task<List<MovedTable>> RunAsync(Action<string, long> progress, CancellationToken ct)
    {
        var server = target.PostgreSql ?? throw RefusalException.Wrong("Tujuannya PostgreSQL.", "The target is PostgreSQL.");
        await using var file = await source.OpenAsync(ct);
        // One snapshot: whoever writes to the file meanwhile is not in it.
        await using var snapshot = file.BeginTransaction(deferred: true);
        var identity = await IdentityAsync(file, ct);
        var tables = await TablesAsync(file, server, ct);
        await RequireOursAsync(identity, tables, ct);
        foreach (var table in tables)
        {
            await CarryAsync(file, server, table, identity, progress, ct);
        }

        var moved = new List<MovedTable>();
        foreach (var table in tables)
        {
            moved.Add(await CompareAsync(file, server, table, ct));
        }

        await target.WriteAsync(session => session.ExecuteAsync("DROP TABLE moved"), ct);
        return moved;
    }

    private sealed record Column(string Name, NpgsqlDbType Type);

    private sealed record Table(string Name, IReadOnlyList<Column> Columns, string Key, bool HasIdentity)
    {
        public string List => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));
    }

    private sealed class Shape
    {
        public string Table { get; init; } = "";
        public string Name { get; init; } = "";
        public string Type { get; init; } = "";
        public bool Identity { get; init; }
    }

    private sealed class KeyColumn
    {
        public string Table { get; init; } = "";
        public string Name { get; init; } = "";
    }

    // When each step was applied, to the millisecond: no two databases have that in common.
    private static async Task<string> IdentityAsync(SqliteConnection file, CancellationToken ct)
    {
        await using var command = file.CreateCommand();
        command.CommandText = "SELECT GROUP_CONCAT(applied_at) FROM (SELECT applied_at FROM schema_migration ORDER BY number)";
        var said = (string)(await command.ExecuteScalarAsync(ct))!;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(said)));
    }

    // In an order in which every row finds what it points to.
    private static async Task<List<Table>> TablesAsync(SqliteConnection file, PostgreSqlStore server, CancellationToken ct)
    {
        var (shapes, keys, references) = await server.ReadAsync(
            async session =>
                (
                    await session.ListAsync<Shape>(
                        """
                        SELECT table_name AS "table", column_name AS name, data_type AS type, CASE is_identity WHEN 'YES' THEN 1 ELSE 0 END AS identity
                        FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
                        """
                    ),
                    await session.ListAsync<KeyColumn>(
                        """
                        SELECT conrelid::regclass::TEXT AS "table", attname::TEXT AS name
                        FROM pg_constraint, unnest(conkey) WITH ORDINALITY AS key (number, place), pg_attribute
                        WHERE contype = 'p' AND connamespace = current_schema()::regnamespace AND attrelid = conrelid AND attnum = key.number
                        ORDER BY conrelid, key.place
                        """
                    ),
                    await session.ListAsync<KeyColumn>(
                        """
                        SELECT conrelid::regclass::TEXT AS "table", confrelid::regclass::TEXT AS name FROM pg_constraint
                        WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conrelid <> confrelid
                        """
                    )
                ),
            ct
        );
        var key = keys.ToLookup(column => column.Table, column => $"\"{column.Name}\"", StringComparer.Ordinal);
        var waiting = shapes
            .GroupBy(shape => shape.Table, StringComparer.Ordinal)
            .Where(group => !Apart.Contains(group.Key, StringComparer.Ordinal) && group.Key != "moved")
            // The schedule that nodes share is made by the first that starts.
            .Where(group => !group.Key.StartsWith("quartz_", StringComparison.Ordinal))
            .Select(group => new Table(
                group.Key,
                group.Select(shape => new Column(shape.Name, TypeOf(shape.Type))).ToList(),
                string.Join(", ", key[group.Key]),
                group.Any(shape => shape.Identity)
            ))
            .ToList();
        var present = await NamesAsync(file, ct);
        if (waiting.Find(table => !present.Contains(table.Name)) is { } unknown)
        {
            throw RefusalException.Broken(
                $"Tabel {unknown.Name} ada di tujuan dan tidak di sumber.",
                $"The table {unknown.Name} is in the target and not in the source."
            );
        }

        var ordered = new List<Table>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(table =>
                references.TrueForAll(reference => reference.Table != table.Name || !waiting.Exists(other => other.Name == reference.Name))
            );
            ordered.Add(next);
            waiting.Remove(next);
        }

        return ordered;
    }

    private static NpgsqlDbType TypeOf(string type) =>
        type switch
        {
            "bigint" => NpgsqlDbType.Bigint,
            "double precision" => NpgsqlDbType.Double,
            "text" => NpgsqlDbType.Text,
            "bytea" => NpgsqlDbType.Bytea,
            _ => throw new InvalidOperationException($"A column of the type {type} cannot be carried over."),
        };

    private static async Task<HashSet<string>> NamesAsync(SqliteConnection file, CancellationToken ct)
    {
        await using var command = file.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using var row = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            names.Add(row.GetString(0));
        }

        return names;
    }

    private async Task RequireOursAsync(string identity, List<Table> tables, CancellationToken ct)
    {
        await target.WriteAsync(
            async session =>
            {
                if (await session.ScalarAsync<bool>("SELECT to_regclass('moved') IS NOT NULL"))
                {
                    if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM moved WHERE source <> @identity", new { identity }) > 0)
                    {
                        throw RefusalException.Conflict(
                            $"{target.Place}: pemindahan basis data lain belum selesai di sana.",
                            $"{target.Place}: the move of another database was begun there."
                        );
                    }

                    return;
                }

                foreach (var table in tables)
                {
                    // What the steps themselves put in is of these tables alone, one row each.
                    var own = table.Name.EndsWith("_state", StringComparison.Ordinal) ? 1 : 0;
                    if (await session.ScalarAsync<long>($"SELECT COUNT(*) FROM (SELECT 1 FROM {table.Name} LIMIT 2) AS few") > own)
                    {
                        throw RefusalException.Conflict(
                            $"{target.Place}: tabel {table.Name} sudah berisi; tujuan harus kosong.",
                            $"{target.Place}: the table {table.Name} holds rows already; the target must be empty."
                        );
                    }
                }

                await session.ExecuteAsync(CreateNotes);
                await session.ExecuteAsync(
                    "INSERT INTO moved (name, source, done, finished) VALUES ('', @identity, 0, 0)",
                    new { identity }
                );
            },
            ct
        );
    }

    private async Task CarryAsync(
        SqliteConnection file,
        PostgreSqlStore server,
        Table table,
        string identity,
        Action<string, long> progress,
        CancellationToken ct
    )
    {
        while (true)
        {
            var (rows, finished) = await server.CopyAsync(
                async (session, connection) =>
                {
                    var note = await session.FirstOrDefaultAsync<Note>(
                        "SELECT done, finished FROM moved WHERE name = @Name",
                        new { table.Name }
                    );
                    if (note?.Finished == true)
                    {
                        return (note.Done, true);
                    }

                    if (note is null && table.Name != "audit" && table.Name != "audit_head")
                    {
                        await session.ExecuteAsync($"DELETE FROM {table.Name}");
                    }

                    var before = note?.Done ?? 0;
                    var copied = await CopyAsync(file, connection, table, before, ct);
                    var end = copied < Piece;
                    if (end && table.HasIdentity)
                    {
                        await session.ExecuteAsync(
                            $"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM {table.Name}"
                        );
                    }

                    await session.ExecuteAsync(
                        """
                        INSERT INTO moved (name, source, done, finished) VALUES (@Name, @identity, @done, @end)
                        ON CONFLICT (name) DO UPDATE SET done = excluded.done, finished = excluded.finished
                        """,
                        new
                        {
                            table.Name,
                            identity,
                            done = before + copied,
                            end,
                        }
                    );
                    return (before + copied, end);
                },
                ct
            );
            progress(table.Name, rows);
            if (finished)
            {
                return;
            }
        }
    }

    private sealed class Note
    {
        public long Done { get; init; }
        public bool Finished { get; init; }
    }

    private static async Task<long> CopyAsync(
        SqliteConnection file,
        NpgsqlConnection connection,
        Table table,
        long from,
        CancellationToken ct
    )
    {
        await using var command = Select(file, table);
        command.CommandText += $" LIMIT {Piece} OFFSET {from.ToString(CultureInfo.InvariantCulture)}";
        await using var row = await command.ExecuteReaderAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({table.List}) FROM STDIN (FORMAT BINARY)", ct);
        var rows = 0L;
        while (await row.ReadAsync(ct))
        {
            await copy.StartRowAsync(ct);
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var column = table.Columns[i];
                switch (row.GetValue(i), column.Type)
                {
                    case (DBNull, _):
                        await copy.WriteNullAsync(ct);
                        break;
                    case (long number, NpgsqlDbType.Bigint):
                        await copy.WriteAsync(number, column.Type, ct);
                        break;
                    case (byte[] bytes, NpgsqlDbType.Bytea):
                        await copy.WriteAsync(bytes, column.Type, ct);
                        break;
                    case (double number, NpgsqlDbType.Double):
                        await copy.WriteAsync(number, column.Type, ct);
                        break;
                    case (long number, NpgsqlDbType.Double):
                        await copy.WriteAsync((double)number, column.Type, ct);
                        break;
                    case (string text, NpgsqlDbType.Text) when !text.Contains('\0', StringComparison.Ordinal):
                        await copy.WriteAsync(text, column.Type, ct);
                        break;
                    default:
                        throw RefusalException.Broken(
                            $"{table.Name}.{column.Name}, baris ke-{from + rows + 1}: nilainya tidak dapat disimpan PostgreSQL ({row.GetDataTypeName(i)}).",
                            $"{table.Name}.{column.Name}, row {from + rows + 1}: the value cannot be kept by PostgreSQL ({row.GetDataTypeName(i)})."
                        );
                }
            }

            rows++;
        }

        await copy.CompleteAsync(ct);
        return rows;
    }

    private static SqliteCommand Select(SqliteConnection file, Table table)
    {
        var command = file.CreateCommand();
        command.CommandText = $"SELECT {table.List} FROM {table.Name} ORDER BY {table.Key}";
        return command;
    }

    private async Task<MovedTable> CompareAsync(SqliteConnection file, PostgreSqlStore server, Table table, CancellationToken ct)
    {
        await using var here = Select(file, table);
        await using var row = await here.ExecuteReaderAsync(ct);
        var mine = await HashAsync(row, table, ct);
        var theirs = await server.CopyAsync(
            async (_, connection) =>
            {
                await using var there = connection.CreateCommand();
                there.CommandText = $"SELECT {table.List} FROM {table.Name} ORDER BY {table.Key}";
                await using var kept = await there.ExecuteReaderAsync(ct);
                return await HashAsync(kept, table, ct);
            },
            ct
        );
        return mine == theirs
            ? new MovedTable(table.Name, mine.Rows, mine.Sha256)
            : throw RefusalException.Broken(
                $"Tabel {table.Name} berbeda sesudah dipindahkan: {mine.Rows} baris di sumber, {theirs.Rows} di tujuan.",
                $"The table {table.Name} differs after the move: {mine.Rows} rows in the source, {theirs.Rows} in the target."
            );
    }

    private static async Task<(long Rows, string Sha256)> HashAsync(System.Data.Common.DbDataReader row, Table table, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var value = new ArrayBufferWriter<byte>(1024);
        var rows = 0L;
        while (await row.ReadAsync(ct))
        {
            value.ResetWrittenCount();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var bytes = row.GetValue(i) switch
                {
                    DBNull => null,
                    string text => Encoding.UTF8.GetBytes(text),
                    byte[] stored => stored,
                    var number when table.Columns[i].Type == NpgsqlDbType.Double => BitConverter.GetBytes(
                        Convert.ToDouble(number, CultureInfo.InvariantCulture)
                    ),
                    var number => BitConverter.GetBytes((long)number),
                };
                BinaryPrimitives.WriteInt32BigEndian(value.GetSpan(4), bytes?.Length ?? -1);
                value.Advance(4);
                value.Write(bytes ?? []);
            }

            hash.AppendData(value.WrittenSpan);
            rows++;
        }

        return (rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

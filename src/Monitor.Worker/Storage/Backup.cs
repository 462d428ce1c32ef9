using Microsoft.Data.Sqlite;
using Monitor.Worker.Language;

namespace Monitor.Worker.Storage;

/// <summary>Copies of the database that are whole: taken through SQLite's backup API, checked before they replace anything.</summary>
/// <remarks>Copying the file of a WAL database while it is in use gives half a database; the backup API does not.</remarks>
internal static class Backup
{
    /// <summary>Writes a copy beside its final name and moves it there; the daemon may go on writing.</summary>
    /// <returns>Bytes of the copy.</returns>
    /// <exception cref="RefusalException">The target exists already.</exception>
    public static async Task<long> TakeAsync(Database database, string target, CancellationToken ct)
    {
        var sqlite = database.Sqlite ?? throw NotHere();
        target = Path.GetFullPath(target);
        if (File.Exists(target))
        {
            throw RefusalException.Wrong(
                $"'{target}' sudah ada; cadangan tidak menimpa berkas.",
                $"'{target}' exists already; a backup overwrites nothing."
            );
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var aside = target + ".tmp";
        File.Delete(aside);
        await using (var source = await sqlite.OpenAsync(ct))
        await using (var copy = new SqliteConnection(ConnectionTo(aside, SqliteOpenMode.ReadWriteCreate)))
        {
            await copy.OpenAsync(ct);
            source.BackupDatabase(copy);
            // The copy says of itself that it has a journal beside it, as the original does; whoever opened it would make one.
            await using var command = copy.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            await command.ExecuteNonQueryAsync(ct);
        }

        var problems = await CheckFileAsync(aside, ct);
        if (problems.Count > 0)
        {
            File.Delete(aside);
            throw RefusalException.Broken($"Salinan tidak lolos pemeriksaan: {problems[0]}", $"The copy does not check: {problems[0]}");
        }

        Protect(aside);
        File.Move(aside, target);
        return new FileInfo(target).Length;
    }

    /// <summary>Puts a copy in the place of the database; the daemon must not be running. The database replaced is kept beside it.</summary>
    /// <returns>Where the replaced database was kept; null when there was none.</returns>
    /// <exception cref="RefusalException">The copy does not check, or the database is in use.</exception>
    public static async Task<string?> RestoreAsync(DataFolder folder, string copy, TimeProvider time, CancellationToken ct)
    {
        if (!File.Exists(copy))
        {
            throw RefusalException.Wrong($"Cadangan '{copy}' tidak ada.", $"The backup '{copy}' does not exist.");
        }

        var problems = await CheckFileAsync(copy, ct);
        if (problems.Count > 0)
        {
            throw RefusalException.Broken(
                $"'{copy}' tidak dipulihkan: {string.Join("; ", problems.Take(3))}",
                $"'{copy}' is not restored: {string.Join("; ", problems.Take(3))}"
            );
        }

        folder.Create();
        if (folder.Exists)
        {
            await RequireUnusedAsync(folder.DatabaseFile, ct);
        }

        var aside = folder.DatabaseFile + ".restore";
        File.Copy(copy, aside, overwrite: true);
        Protect(aside);
        string? kept = null;
        if (folder.Exists)
        {
            kept = $"{folder.DatabaseFile}.before-restore-{time.GetUtcNow():yyyyMMddHHmmssfff}";
            File.Move(folder.DatabaseFile, kept);
            // The journal belongs to the database that was replaced; beside the restored one it would be replayed into it.
            foreach (var ending in (string[])["-wal", "-shm"])
            {
                if (File.Exists(folder.DatabaseFile + ending))
                {
                    File.Move(folder.DatabaseFile + ending, kept + ending);
                }
            }
        }

        File.Move(aside, folder.DatabaseFile);
        return kept;
    }

    /// <summary>SQLite's own integrity and foreign key checks; empty when the file is sound.</summary>
    public static async Task<IReadOnlyList<string>> CheckFileAsync(string file, CancellationToken ct)
    {
        var problems = new List<string>();
        try
        {
            await using var connection = new SqliteConnection(ConnectionTo(file, SqliteOpenMode.ReadOnly));
            await connection.OpenAsync(ct);
            await ReadAsync(connection, "PRAGMA integrity_check", row => row.GetString(0) == "ok" ? null : row.GetString(0));
            await ReadAsync(
                connection,
                "PRAGMA foreign_key_check",
                row => $"{row.GetValue(0)} row {row.GetValue(1)} points to a row of {row.GetValue(2)} that does not exist"
            );
            await ReadAsync(
                connection,
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('schema_migration', 'audit')",
                row => row.GetInt64(0) == 2 ? null : "it is not a database of Monitor (no schema_migration or no audit table)"
            );
        }
        catch (SqliteException exception)
        {
            problems.Add(exception.Message);
        }

        return problems;

        async Task ReadAsync(SqliteConnection connection, string sql, Func<SqliteDataReader, string?> problem)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                if (problem(row) is { } text)
                {
                    problems.Add(text);
                }
            }
        }
    }

    // Leaving WAL mode is possible only while nobody else has the database open; it also folds the journal into the file that is kept.
    private static async Task RequireUnusedAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var connection = new SqliteConnection(ConnectionTo(file, SqliteOpenMode.ReadWrite));
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 1;
            command.CommandText = "PRAGMA journal_mode = DELETE";
            if (await command.ExecuteScalarAsync(ct) is not "delete")
            {
                throw InUse();
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 5 or 6)
        {
            throw InUse();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 11 or 26)
        {
            // What is to be replaced is damaged; that is what a restore is for, and nobody can have it open.
        }
    }

    /// <summary>A server is copied by its own tools, which know what it is writing.</summary>
    public static RefusalException NotHere() =>
        RefusalException.Wrong(
            "Basis data ini ada di PostgreSQL: cadangkan dengan pg_dump atau pg_basebackup, pulihkan dengan pg_restore (docs/postgresql.md).",
            "This database is on PostgreSQL: back it up with pg_dump or pg_basebackup, restore it with pg_restore (docs/postgresql.md)."
        );

    private static RefusalException InUse() =>
        RefusalException.Conflict(
            "Basis data sedang dipakai; hentikan daemon sebelum memulihkan.",
            "The database is in use; stop the daemon before a restore."
        );

    private static string ConnectionTo(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
        }.ToString();

    private static void Protect(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}

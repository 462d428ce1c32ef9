using System.Text;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>Looks for a person's name and number in every table and in every file of the data folder: what an erasure promises, checked.</summary>
internal sealed class Traces(Database database, DataFolder folder)
{
    private const int Chunk = 1 << 20;

    // Opened once and never closed: closing a file that SQLite has open elsewhere in this process would drop SQLite's locks on it, for that is
    // how POSIX locks are.
    private FileStream? _database;

    private sealed class TextColumn
    {
        public string Table { get; init; } = "";
        public string Column { get; init; } = "";
    }

    /// <summary>Every place that still holds a trace: <c>table.column (rows)</c>, or a file's path within the data folder.</summary>
    public async Task<List<string>> FindAsync(Person person, CancellationToken ct)
    {
        var places = await database.ReadAsync(session => InTablesAsync(session, person), ct);
        foreach (var file in Files())
        {
            if (await HoldsAsync(file, person, ct))
            {
                places.Add(Path.GetRelativePath(folder.Root, file));
            }
        }

        return places;
    }

    /// <summary>Copies on this disk that an erasure removes: databases that a restore replaced, and our own files of these batches.</summary>
    public List<string> Copies(IReadOnlyList<string> batches) =>
        [.. In(folder.DatabaseDirectory, "monitor.db.before-restore-*"), .. batches.SelectMany(batch => Places($"{batch}.*"))];

    /// <summary>Databases that a restore replaced, older than a moment.</summary>
    public List<string> ReplacedBefore(DateTimeOffset moment) =>
        [.. In(folder.DatabaseDirectory, "monitor.db.before-restore-*").Where(file => File.GetLastWriteTimeUtc(file) < moment.UtcDateTime)];

    /// <summary>Deletes files; returns them by their path within the data folder.</summary>
    public List<string> Remove(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            File.Delete(file);
        }

        return [.. files.Select(file => Path.GetRelativePath(folder.Root, file))];
    }

    // Evidence is compressed and keys are ciphers: nothing can be found in them this way. A socket, a lock and the index of the journal
    // hold no words.
    private IEnumerable<string> Files() => Places("*");

    // The data folder, and what several nodes share of it when that lies elsewhere.
    private IEnumerable<string> Places(string pattern) =>
        In(folder.Root, pattern).Concat(folder.Shared == folder.Root ? [] : In(folder.Exports, pattern)).Where(IsReadable);

    private bool IsReadable(string path) =>
        !Array.Exists(
            [folder.Evidence, folder.Keys, folder.Run],
            apart => path.StartsWith(apart + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        ) && !Array.Exists([".lock", ".sock", "-shm"], end => path.EndsWith(end, StringComparison.Ordinal));

    private static IEnumerable<string> In(string directory, string pattern) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [];

    private static async Task<List<string>> InTablesAsync(Session session, Person person)
    {
        var places = new List<string>();
        var columns = await session.ListAsync<TextColumn>(
            session.In(
                """
                SELECT tables.name AS "table", columns.name AS "column" FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' AND columns.type = 'TEXT'
                ORDER BY tables.name, columns.cid
                """,
                """
                SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
                WHERE table_schema = current_schema() AND data_type = 'text' ORDER BY table_name, ordinal_position
                """
            )
        );
        foreach (var column in columns)
        {
            var rows = 0L;
            foreach (var trace in person.WrittenTraces)
            {
                rows += await session.ScalarAsync<long>(
                    $"SELECT COUNT(*) FROM \"{column.Table}\" WHERE \"{column.Column}\" {session.In("LIKE", "ILIKE")} @like",
                    new { like = $"%{trace}%" }
                );
            }

            if (rows > 0)
            {
                places.Add($"{column.Table}.{column.Column} ({rows})");
            }
        }

        return places;
    }

    // The bytes as they lie on the disk, free pages and journal too.
    private async Task<bool> HoldsAsync(string path, Person person, CancellationToken ct)
    {
        if (path == folder.DatabaseFile)
        {
            _database ??= Open(path);
            _database.Position = 0;
            return await HoldsAsync(_database, person, ct);
        }

        await using var file = Open(path);
        return await HoldsAsync(file, person, ct);
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static async Task<bool> HoldsAsync(FileStream file, Person person, CancellationToken ct)
    {
        var needles = person
            .WrittenTraces.SelectMany(trace => new[] { trace, trace.ToUpperInvariant(), trace.ToLowerInvariant() })
            .Distinct(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes)
            .ToList();
        var longest = needles.Max(needle => needle.Length);
        var buffer = new byte[Chunk + longest];
        var kept = 0;
        while (await file.ReadAsync(buffer.AsMemory(kept, buffer.Length - kept), ct) is var read and > 0)
        {
            var filled = kept + read;
            if (needles.Exists(needle => buffer.AsSpan(0, filled).IndexOf(needle) >= 0))
            {
                return true;
            }

            // A trace may lie across two reads.
            kept = Math.Min(longest - 1, filled);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return false;
    }
}

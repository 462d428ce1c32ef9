using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Monitor.Worker.Language;

namespace Monitor.Worker.Storage;

/// <summary>Brings the schema up to this program's version by numbered SQL files that are part of the program.</summary>
/// <remarks>
/// A file that was applied is history: its SHA-256 is kept, and a program that carries another text under the same number is refused,
/// as is a database that is newer than the program. Each file is one transaction.
/// </remarks>
internal sealed partial class Migrations(Database database, DataFolder folder, TimeProvider time)
{
    private const string CreateHistory = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        )
        """;

    private const string SelectHistory = "SELECT number, name, sha256, applied_at FROM schema_migration ORDER BY number";

    private const string InsertHistory =
        "INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @AppliedAt)";

    /// <summary>One numbered file.</summary>
    /// <param name="Number">From 1, without gaps.</param>
    /// <param name="Name">What it is about.</param>
    /// <param name="Sql">The text for this store.</param>
    /// <param name="Sha256">Of the text, lower-case hex.</param>
    internal sealed record Step(int Number, string Name, string Sql, string Sha256);

    /// <summary>A file that was applied.</summary>
    internal sealed class Applied
    {
        public int Number { get; init; }
        public string Name { get; init; } = "";
        public string Sha256 { get; init; } = "";
        public DateTimeOffset AppliedAt { get; init; }
    }

    /// <summary>The steps this program carries, by number.</summary>
    public static IReadOnlyList<Step> Known { get; } = Read(typeof(Migrations).Assembly);

    /// <summary>Creates the data folder where needed and applies what is missing; returns what was applied now.</summary>
    /// <exception cref="RefusalException">The history of the database does not fit this program.</exception>
    public Task<IReadOnlyList<Step>> ApplyAsync(CancellationToken ct) => ApplyAsync(Known, ct);

    internal async Task<IReadOnlyList<Step>> ApplyAsync(IReadOnlyList<Step> steps, CancellationToken ct)
    {
        folder.Create();
        // Before SQLite opens it: the journal beside it is born with the mode that the database file has then.
        RestrictFile(database.File);
        await using (var connection = await database.OpenAsync(ct))
        {
            // WAL lets readers go on while one writes; the mode is a property of the file.
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
            await connection.ExecuteAsync(CreateHistory);
        }

        var done = new List<Step>();
        foreach (var step in steps)
        {
            var fresh = await database.WriteAsync(
                async session =>
                {
                    // The history is read inside the write lock: two processes that start together apply each step once.
                    var history = await session.ListAsync<Applied>(SelectHistory);
                    Check(history, steps);
                    if (history.Exists(applied => applied.Number == step.Number))
                    {
                        return false;
                    }

                    await session.ExecuteAsync(step.Sql);
                    await session.ExecuteAsync(
                        InsertHistory,
                        new
                        {
                            step.Number,
                            step.Name,
                            step.Sha256,
                            AppliedAt = time.GetUtcNow(),
                        }
                    );
                    return true;
                },
                ct
            );
            if (fresh)
            {
                done.Add(step);
            }
        }

        return done;
    }

    /// <summary>Refuses a database whose history does not fit; says nothing when it does and is complete.</summary>
    /// <exception cref="RefusalException">Not migrated, changed, or newer than the program.</exception>
    public async Task RequireCurrentAsync(CancellationToken ct)
    {
        if (!folder.Exists)
        {
            throw RefusalException.NotFound(
                $"Tidak ada basis data di {folder.DatabaseDirectory}; jalankan 'monitor db migrate' atau 'monitor run' dahulu.",
                $"There is no database in {folder.DatabaseDirectory}; run 'monitor db migrate' or 'monitor run' first."
            );
        }

        var history = await database.ReadAsync(
            async session =>
                await session.ScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_migration'") == 0
                    ? []
                    : await session.ListAsync<Applied>(SelectHistory),
            ct
        );
        Check(history, Known);
        if (history.Count < Known.Count)
        {
            throw RefusalException.Conflict(
                $"Skema basis data ada di nomor {history.Count}, program ini memerlukan {Known.Count}; jalankan 'monitor db migrate'.",
                $"The database schema is at number {history.Count}, this program needs {Known.Count}; run 'monitor db migrate'."
            );
        }
    }

    private static void Check(List<Applied> history, IReadOnlyList<Step> steps)
    {
        foreach (var applied in history)
        {
            var step = steps.FirstOrDefault(step => step.Number == applied.Number);
            if (step is null)
            {
                throw RefusalException.Broken(
                    $"Basis data lebih baru daripada program ini: migrasi {applied.Number} ({applied.Name}) tidak dikenal. Pasang versi program yang lebih baru.",
                    $"The database is newer than this program: migration {applied.Number} ({applied.Name}) is not known. Install a newer program."
                );
            }

            if (step.Sha256 != applied.Sha256)
            {
                throw RefusalException.Broken(
                    $"Migrasi {applied.Number} ({applied.Name}) berubah sejak diterapkan: tercatat {applied.Sha256}, program membawa {step.Sha256}.",
                    $"Migration {applied.Number} ({applied.Name}) has changed since it was applied: recorded {applied.Sha256}, this program carries {step.Sha256}."
                );
            }
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

    private static List<Step> Read(Assembly assembly)
    {
        var steps = new List<Step>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (FileName().Match(resource) is not { Success: true } match)
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            steps.Add(new Step(number, match.Groups["name"].Value, sql, hash));
        }

        steps.Sort((a, b) => a.Number.CompareTo(b.Number));
        return steps;
    }

    [GeneratedRegex(@"Migrations\.(?<number>\d{4})_(?<name>[a-z_]+)\.sql$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}

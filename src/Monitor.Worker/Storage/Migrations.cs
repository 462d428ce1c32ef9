using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Monitor.Worker.Language;
using Npgsql;

namespace Monitor.Worker.Storage;

/// <summary>Brings the schema up to this program's version by numbered SQL files that are part of the program.</summary>
/// <remarks>
/// A file that was applied is history: its SHA-256 is kept, and a program that carries another text under the same number is refused,
/// as is a database that is newer than the program. Each file is one transaction. <c>0042_noun.sql</c> is for both stores, unless
/// <c>0042_noun.postgresql.sql</c> stands beside it and says the same for PostgreSQL.
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

    private static readonly Dictionary<StorageProvider, IReadOnlyList<Step>> Carried = Read(typeof(Migrations).Assembly);

    /// <summary>The steps this program carries for SQLite, by number.</summary>
    public static IReadOnlyList<Step> Known => Of(StorageProvider.Sqlite);

    /// <summary>The steps this program carries for a store, by number.</summary>
    public static IReadOnlyList<Step> Of(StorageProvider provider) => Carried[provider];

    /// <summary>Creates the data folder where needed and applies what is missing; returns what was applied now.</summary>
    /// <exception cref="RefusalException">The history of the database does not fit this program.</exception>
    public Task<IReadOnlyList<Step>> ApplyAsync(CancellationToken ct) => ApplyAsync(Of(database.Provider), ct);

    internal async Task<IReadOnlyList<Step>> ApplyAsync(IReadOnlyList<Step> steps, CancellationToken ct)
    {
        folder.Create();
        try
        {
            await database.PrepareAsync(CreateHistory, ct);
            return await ApplyMissingAsync(steps, ct);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw RefusalException.NotAllowed(
                $"{database.Place}: peran basis data ini tidak boleh mengubah skema; jalankan 'monitor db migrate' sebagai pemiliknya ({exception.MessageText}).",
                $"{database.Place}: this database role may not change the schema; run 'monitor db migrate' as its owner ({exception.MessageText})."
            );
        }
    }

    private async Task<IReadOnlyList<Step>> ApplyMissingAsync(IReadOnlyList<Step> steps, CancellationToken ct)
    {
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

                    await session.ExecuteAsync(session.In("", "SET LOCAL statement_timeout = 0;\n") + step.Sql);
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
        if (database.Provider == StorageProvider.Sqlite && !folder.Exists)
        {
            throw RefusalException.NotFound(
                $"Tidak ada basis data di {folder.DatabaseDirectory}; jalankan 'monitor db migrate' atau 'monitor run' dahulu.",
                $"There is no database in {folder.DatabaseDirectory}; run 'monitor db migrate' or 'monitor run' first."
            );
        }

        var known = Of(database.Provider);
        var history = await database.HasHistoryAsync(ct)
            ? await database.ReadAsync(session => session.ListAsync<Applied>(SelectHistory), ct)
            : [];
        Check(history, known);
        if (history.Count < known.Count)
        {
            throw RefusalException.Conflict(
                $"Skema basis data ada di nomor {history.Count}, program ini memerlukan {known.Count}; jalankan 'monitor db migrate'.",
                $"The database schema is at number {history.Count}, this program needs {known.Count}; run 'monitor db migrate'."
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

    private static Dictionary<StorageProvider, IReadOnlyList<Step>> Read(Assembly assembly)
    {
        var files = assembly
            .GetManifestResourceNames()
            .Select(resource => (Resource: resource, Match: FileName().Match(resource)))
            .Where(file => file.Match.Success)
            .ToLookup(file => int.Parse(file.Match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture));
        var steps = Enum.GetValues<StorageProvider>().ToDictionary(provider => provider, _ => new List<Step>());
        foreach (var number in files.OrderBy(number => number.Key))
        {
            // A number twice would be applied once, and nobody could say which.
            var shared = number.Single(file => !file.Match.Groups["own"].Success);
            var own = number.SingleOrDefault(file => file.Match.Groups["own"].Success);
            var name = shared.Match.Groups["name"].Value;
            var (text, hash) = Text(assembly, shared.Resource);
            var (ownText, ownHash) = own.Resource is null ? (PostgreSqlText.OfMigration(text), hash) : Text(assembly, own.Resource);
            steps[StorageProvider.Sqlite].Add(new Step(number.Key, name, text, hash));
            steps[StorageProvider.PostgreSql].Add(new Step(number.Key, name, ownText, ownHash));
        }

        return steps.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<Step>)entry.Value);
    }

    private static (string Text, string Sha256) Text(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return (sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    [GeneratedRegex(
        @"Migrations\.(?<number>\d{4})_(?<name>[a-z_]+)(?<own>\.postgresql)?\.sql$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex FileName();
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Monitor.Classifier;
using Monitor.Classifier.Model;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Npgsql;

namespace Monitor.Worker.Doctor;

/// <summary>The database, the rules and the model, as a start of the daemon would find them.</summary>
internal static class StoreChecks
{
    /// <summary>The file, its schema and the audit chain.</summary>
    public static async Task<List<Diagnosis>> DatabaseAsync(Database database, DataFolder folder, TimeProvider time, CancellationToken ct)
    {
        const string name = "database";
        try
        {
            await new Migrations(database, folder, time).RequireCurrentAsync(ct);
        }
        catch (RefusalException refusal)
        {
            return
            [
                refusal.Kind == RefusalKind.NotFound
                    ? Diagnosis.Attention(name, refusal.Sentence, new Sentence("Jalankan 'monitor run'.", "Run 'monitor run'."))
                    : Diagnosis.Bad(
                        name,
                        refusal.Sentence,
                        new Sentence(
                            "Pasang program yang sesuai dengan basis data; program lama tidak membuka skema baru (docs/operations.md, Upgrade).",
                            "Install the program that fits the database; an old program does not open a new schema (docs/operations.md, Upgrade)."
                        )
                    ),
            ];
        }

        var found = new List<Diagnosis>();
        foreach (var problem in (await database.CheckAsync(ct)).Take(5))
        {
            found.Add(Diagnosis.Bad(name, new Sentence(problem, problem), Restore));
        }

        var verdict = await database.ReadAsync(AuditLog.VerifyAsync, ct);
        if (verdict.Fault is not null)
        {
            found.Add(
                Diagnosis.Bad(
                    "audit",
                    verdict.Describe(),
                    new Sentence(
                        "Hentikan ekspor, simpan salinan folder data, dan bandingkan dengan cadangan: 'monitor audit verify --against FILE'.",
                        "Stop exporting, keep a copy of the data folder, and compare it with a backup: 'monitor audit verify --against FILE'."
                    )
                )
            );
        }
        else
        {
            found.Add(new Diagnosis("audit", Condition.Good, verdict.Describe()));
        }

        if (found.TrueForAll(one => one.Condition == Condition.Good))
        {
            found.Insert(
                0,
                Diagnosis.Good(
                    name,
                    $"Utuh, skema {Migrations.Of(database.Provider).Count}; setiap berkas bukti diperiksa oleh 'monitor db check'.",
                    $"Sound, schema {Migrations.Of(database.Provider).Count}; 'monitor db check' looks at every file of evidence as well."
                )
            );
        }

        return found;
    }

    /// <summary>The rules, and the model with its hash.</summary>
    /// <param name="running">The model that a running daemon uses; null when none answers.</param>
    public static IEnumerable<Diagnosis> Models(string? running)
    {
        Diagnosis rules;
        try
        {
            _ = Rules.Load(MonitorHost.RulesDirectory);
            _ = SiteSelectors.Load(MonitorHost.RulesDirectory);
            rules = Diagnosis.Good("rules", "Aturan terbaca seluruhnya.", "The rules are read to the last.");
        }
        catch (RulesRefusedException refused)
        {
            rules = Diagnosis.Bad("rules", refused.Problems[0].Describe(), Reinstall);
        }

        yield return rules;
        yield return Model(running);
    }

    private static Diagnosis Model(string? running)
    {
        const string name = "model";
        var file = Path.Combine(MonitorHost.Models, NetralitasClassifier.Folder, ModelFile.FileName);
        try
        {
            var info = NetralitasClassifier.Load(MonitorHost.Models).Info;
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            return running is not null && running != info.Version
                ? Diagnosis.Attention(
                    name,
                    new Sentence(
                        $"Daemon memakai model {running}, di disk ada {info.Version}.",
                        $"The daemon uses the model {running}; on the disk is {info.Version}."
                    ),
                    new Sentence("Hidupkan ulang daemon: systemctl restart monitor.", "Restart the daemon: systemctl restart monitor.")
                )
                : Diagnosis.Good(
                    name,
                    $"Model {info.Version} terbaca; SHA-256 berkasnya {hash}.",
                    $"The model {info.Version} is read; its file's SHA-256 is {hash}."
                );
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Diagnosis.Bad(
                name,
                new Sentence($"Model tidak terbaca: {exception.Message}", $"The model cannot be read: {exception.Message}"),
                Reinstall
            );
        }
    }

    /// <summary>The copies that the daemon takes.</summary>
    public static Diagnosis Copies(BackupHealth health, StorageProvider provider)
    {
        const string name = "backup";
        if (provider != StorageProvider.Sqlite)
        {
            return Diagnosis.Skipped(
                name,
                new Sentence("Basis data ini dicadangkan oleh servernya.", "This database is backed up by its server."),
                Backup.NotHere().Sentence
            );
        }

        if (!health.On)
        {
            return Diagnosis.Attention(
                name,
                new Sentence(
                    "Tidak ada cadangan terjadwal: Backup:Directory kosong.",
                    "No backup is scheduled: Backup:Directory is empty."
                ),
                new Sentence(
                    "Isi Backup:Directory dengan folder di disk lain, dan Backup:KeyFile dengan kunci.",
                    "Set Backup:Directory to a folder on another disk, and Backup:KeyFile to a key."
                )
            );
        }

        var look = new Sentence("'monitor db verify' membuka cadangan terbaru.", "'monitor db verify' opens the newest backup.");
        return health.Fault is { } fault ? Diagnosis.Bad(name, fault, look)
            : health.Setback is { } setback
                ? new Diagnosis(
                    name,
                    health.Red ? Condition.Bad : Condition.Attention,
                    new Sentence(setback.ReasonId, setback.ReasonEn),
                    new Sentence("Perbaiki itu, lalu 'monitor db backup'.", "Mend that, then 'monitor db backup'.")
                )
            : health.Late
                ? Diagnosis.Bad(
                    name,
                    new Sentence(
                        $"Cadangan terakhir {health.TakenAt:yyyy-MM-dd HH:mm}Z.",
                        $"The last backup is of {health.TakenAt:yyyy-MM-dd HH:mm}Z."
                    ),
                    new Sentence("Jalankan daemon, atau 'monitor db backup'.", "Start the daemon, or run 'monitor db backup'.")
                )
            : health.TakenAt is null
                ? Diagnosis.Attention(
                    name,
                    new Sentence("Belum ada cadangan.", "There is no backup yet."),
                    new Sentence("Jalankan daemon, atau 'monitor db backup'.", "Start the daemon, or run 'monitor db backup'.")
                )
            : Diagnosis.Good(
                name,
                $"Cadangan terakhir {health.TakenAt:yyyy-MM-dd HH:mm}Z, dibuka {health.CheckedAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "belum"}.",
                $"The last backup is of {health.TakenAt:yyyy-MM-dd HH:mm}Z, opened {health.CheckedAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "not yet"}."
            );
    }

    /// <summary>What a database that may not be opened is told as.</summary>
    public static Diagnosis? Unreadable(Exception exception, DataFolder folder) =>
        exception switch
        {
            UnauthorizedAccessException => Diagnosis.NotReadable("database", folder.DatabaseFile, exception.Message),
            // SQLITE_PERM, SQLITE_CANTOPEN and SQLITE_READONLY: the folder is another user's.
            SqliteException { SqliteErrorCode: 3 or 14 or 8 } => Diagnosis.NotReadable("database", folder.DatabaseFile, exception.Message),
            SqliteException damaged => Diagnosis.Bad(
                "database",
                new Sentence(
                    string.Create(CultureInfo.InvariantCulture, $"Tidak terbaca: {damaged.Message}"),
                    string.Create(CultureInfo.InvariantCulture, $"Cannot be read: {damaged.Message}")
                ),
                Restore
            ),
            NpgsqlException away => Diagnosis.Bad(
                "database",
                new Sentence($"PostgreSQL tidak terbuka: {away.Message}", $"PostgreSQL cannot be opened: {away.Message}"),
                new Sentence(
                    "Periksa server, jaringan, dan Storage:ConnectionString (docs/postgresql.md).",
                    "Look at the server, the network and Storage:ConnectionString (docs/postgresql.md)."
                )
            ),
            _ => null,
        };

    private static Sentence Restore { get; } =
        new(
            "Hentikan daemon dan pulihkan cadangan terbaru yang lolos pemeriksaan: 'monitor db restore FILE'.",
            "Stop the daemon and restore the newest backup that checks: 'monitor db restore FILE'."
        );

    private static Sentence Reinstall { get; } =
        new(
            "Pasang ulang program: folder models/ di sampingnya tidak utuh.",
            "Install the program again: the folder models/ beside it is not whole."
        );
}

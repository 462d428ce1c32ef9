using System.CommandLine;
using Monitor.Worker.Audit;
using Monitor.Worker.Evidence;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor db</c>: care of the database file, in the caller's own process.</summary>
internal static class DbVerbs
{
    public static Command Build(Verbs verbs)
    {
        return verbs.Group(
            "db",
            "Merawat basis data.",
            "Takes care of the database.",
            verbs.Of(
                "migrate",
                "Membuat basis data atau menaikkan skemanya ke versi program ini.",
                "Creates the database or brings its schema up to this program's version.",
                "monitor db migrate --data /var/lib/monitor",
                MigrateAsync
            ),
            verbs.Of(
                "check",
                "Memeriksa keutuhan berkas, kunci asing, riwayat skema, rantai audit, dan setiap berkas bukti; keluar 1 bila ada yang salah.",
                "Checks the file, its foreign keys, the schema's history, the audit chain and every file of evidence; exit 1 when something is wrong.",
                "monitor db check",
                CheckAsync
            ),
            BackupVerbs.Take(verbs),
            BackupVerbs.Verify(verbs),
            BackupVerbs.Restore(verbs),
            BackupVerbs.Key(verbs),
            MoveVerb(verbs),
            verbs.Of(
                "wipe",
                "Menulis ulang basis data sehingga yang dihapus tidak tersisa di halaman bebasnya; di PostgreSQL sebagai pemilik tabel, pada jam sepi.",
                "Writes the database anew, so that nothing that was deleted is left in its free pages; on PostgreSQL as the owner of the tables, at a quiet hour.",
                "monitor db wipe",
                WipeAsync
            )
        );
    }

    private static Command MoveVerb(Verbs verbs)
    {
        var to = verbs.Option<string?>(
            "--to",
            "Alamat PostgreSQL, tanpa kata sandi: postgres://monitor_owner@host/monitor.",
            "PostgreSQL's address, without a password: postgres://monitor_owner@host/monitor."
        );
        var file = verbs.Option<string?>(
            "--to-file",
            "Berkas yang berisi alamat itu, bila memuat kata sandi.",
            "A file that holds the address, when there is a password in it."
        );
        return verbs.Of(
            "move",
            "Memindahkan basis data SQLite ke PostgreSQL yang kosong; daemon harus berhenti. Yang terputus dilanjutkan; akhirnya dibandingkan dengan hitungan dan hash.",
            "Carries the SQLite database over to an empty PostgreSQL; the daemon must be stopped. What was broken off goes on; in the end counts and hashes are compared.",
            "monitor db move --to postgres://monitor_owner@db.example/monitor",
            (call, ct) => MoveAsync(call, call.Value(to), call.Value(file), ct),
            to,
            file
        );
    }

    private static async Task<int> WipeAsync(Invocation call, CancellationToken ct)
    {
        var folder = call.Folder;
        using var database = new Database(folder, call.Settings.Get<StorageOptions>());
        await new Migrations(database, folder, Clock.Machine).RequireCurrentAsync(ct);
        if (!await new Wiping(database).WipeNowAsync(ct))
        {
            throw RefusalException.Conflict(
                "Masih ada yang membaca basis data; ulangi bila daemon berhenti atau sepi.",
                "Somebody still reads the database; do it again when the daemon is stopped or idle."
            );
        }

        if (call.Json)
        {
            call.PrintJson(new { wiped = database.Place });
        }
        else
        {
            call.Say($"{database.Place} ditulis ulang.", $"{database.Place} was written anew.");
        }

        return ExitCode.Done;
    }

    private static async Task<int> MoveAsync(Invocation call, string? to, string? file, CancellationToken ct)
    {
        if (to is null == file is null)
        {
            throw RefusalException.Wrong("Sebut --to atau --to-file.", "Give --to or --to-file.");
        }

        var options = call.Settings.Get<StorageOptions>();
        if (options.Provider != StorageProvider.Sqlite)
        {
            throw RefusalException.Wrong(
                "Sumbernya folder SQLite, tetapi Storage:Provider adalah PostgreSql.",
                "The source is an SQLite folder, but Storage:Provider is PostgreSql."
            );
        }

        var address = to ?? (await File.ReadAllTextAsync(file!, ct)).Trim();
        if (PostgreSqlAddress.Problem(address) is { } problem)
        {
            throw RefusalException.Wrong($"{(to is null ? file : "--to")}: {problem}", $"{(to is null ? file : "--to")}: {problem}");
        }

        var folder = call.Folder;
        // Nothing may be written to the file that is left behind.
        using var alone = DaemonLock.Take(folder);
        using var source = new Database(folder, options, readOnly: true);
        await new Migrations(source, folder, Clock.Machine).RequireCurrentAsync(ct);
        using var target = new Database(
            folder,
            new StorageOptions
            {
                Directory = options.Directory,
                Provider = StorageProvider.PostgreSql,
                ConnectionString = address,
                StatementTimeout = TimeSpan.FromHours(1),
            }
        );
        await new Migrations(target, folder, Clock.Machine).ApplyAsync(ct);
        var last = "";
        var moved = await new StoreMove(source.Sqlite!, target).RunAsync(
            (table, rows) =>
            {
                if (!call.Json && (table != last || rows > 0))
                {
                    last = table;
                    call.Say($"{table}: {rows}", $"{table}: {rows}");
                }
            },
            ct
        );
        if (call.Json)
        {
            call.PrintJson(new { target = target.Place, tables = moved });
        }
        else
        {
            call.Say(
                $"{moved.Sum(table => table.Rows)} baris dalam {moved.Count} tabel ada di {target.Place}, sama menurut hitungan dan hash. Atur Storage:Provider=PostgreSql; hapus {folder.DatabaseFile} bila daemon sudah berjalan di sana.",
                $"{moved.Sum(table => table.Rows)} rows in {moved.Count} tables are in {target.Place}, equal by count and hash. Set Storage:Provider=PostgreSql; remove {folder.DatabaseFile} once the daemon runs there."
            );
        }

        return ExitCode.Done;
    }

    private static async Task<int> MigrateAsync(Invocation call, CancellationToken ct)
    {
        var folder = call.Folder;
        using var database = new Database(folder, call.Settings.Get<StorageOptions>());
        var applied = await new Migrations(database, folder, Clock.Machine).ApplyAsync(ct);
        if (call.Json)
        {
            call.PrintJson(new { directory = folder.Root, applied = applied.Select(step => step.Number) });
            return ExitCode.Done;
        }

        foreach (var step in applied)
        {
            call.Print($"{step.Number:0000} {step.Name}");
        }

        call.Say($"{database.Place}: {applied.Count} migrasi diterapkan.", $"{database.Place}: {applied.Count} migrations applied.");
        return ExitCode.Done;
    }

    private static async Task<int> CheckAsync(Invocation call, CancellationToken ct)
    {
        var folder = call.Folder;
        using var database = new Database(folder, call.Settings.Get<StorageOptions>(), readOnly: true);
        await new Migrations(database, folder, Clock.Machine).RequireCurrentAsync(ct);
        var problems = (await database.CheckAsync(ct)).ToList();
        var verdict = await database.ReadAsync(AuditLog.VerifyAsync, ct);
        if (verdict.Fault is not null)
        {
            problems.Add(verdict.Describe().In(call.Tongue));
        }

        problems.AddRange(
            (
                await EvidenceCheck.AllAsync(
                    database,
                    new EvidenceStore(folder, database, call.Settings.Get<EvidenceOptions>(), Clock.Machine),
                    ct
                )
            ).Select(fault => call.Text($"Bukti {fault.Sha256}: {fault.Sentence.Id}.", $"Evidence {fault.Sha256}: {fault.Sentence.En}."))
        );

        if (call.Json)
        {
            call.PrintJson(new { sound = problems.Count == 0, problems });
        }
        else
        {
            problems.ForEach(call.Print);
            call.Say(
                problems.Count == 0 ? $"{database.Place} utuh." : $"{problems.Count} masalah.",
                problems.Count == 0 ? $"{database.Place} is sound." : $"{problems.Count} problems."
            );
        }

        return problems.Count == 0 ? ExitCode.Done : ExitCode.Finding;
    }
}

using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cli;

/// <summary>The verbs of <c>monitor db</c> that are about copies, in the caller's own process.</summary>
internal static class BackupVerbs
{
    public static Command Take(Verbs verbs)
    {
        var file = verbs.Argument<string?>("FILE", "Berkas cadangan yang akan dibuat.", "The backup file to make.");
        file.Arity = ArgumentArity.ZeroOrOne;
        var to = verbs.Option<string?>(
            "--to",
            "Folder untuk cadangan yang diberi nama menurut waktunya; tanpa FILE dan tanpa ini: Backup:Directory.",
            "Folder for a backup that is named by its time; without FILE and without this: Backup:Directory."
        );
        var keep = verbs.Option<int?>(
            "--keep",
            "Berapa cadangan yang tetap disimpan di folder itu (Backup:Keep).",
            "How many backups stay in that folder (Backup:Keep)."
        );
        return verbs.Of(
            "backup",
            "Menyalin basis data secara utuh, juga ketika daemon berjalan; terenkripsi bila Backup:KeyFile diisi.",
            "Copies the database whole, also while the daemon runs; encrypted when Backup:KeyFile is set.",
            "monitor db backup --to /srv/cadangan --keep 14",
            (call, ct) => TakeAsync(call, call.Optional(file), call.Value(to), call.Value(keep), ct),
            file,
            to,
            keep
        );
    }

    public static Command Restore(Verbs verbs)
    {
        var from = verbs.Argument<string>("FILE", "Berkas cadangan yang dipulihkan.", "The backup file to restore.");
        var key = KeyOption(verbs);
        return verbs.Of(
            "restore",
            "Memulihkan salinan setelah membuka dan memeriksanya; daemon harus berhenti. Yang digantikan tetap disimpan.",
            "Restores a copy after opening and checking it; the daemon must be stopped. What it replaces is kept.",
            "monitor db restore cadangan.db",
            (call, ct) => RestoreAsync(call, call.Value(from), call.Value(key), ct),
            from,
            key
        );
    }

    public static Command Verify(Verbs verbs)
    {
        var file = verbs.Argument<string?>(
            "FILE",
            "Cadangan yang diperiksa; tanpa ini yang terbaru di Backup:Directory.",
            "The backup to look at; without it the newest of Backup:Directory."
        );
        file.Arity = ArgumentArity.ZeroOrOne;
        var key = KeyOption(verbs);
        return verbs.Of(
            "verify",
            "Membuka cadangan di tempat tersendiri dan memeriksa keutuhan, skema, jumlah baris, dan rantai auditnya; keluar 1 bila ada yang salah.",
            "Opens a backup in a place of its own and checks integrity, schema, row counts and audit chain; exit 1 when something is wrong.",
            "monitor db verify cadangan.db",
            (call, ct) => VerifyAsync(call, call.Optional(file), call.Value(key), ct),
            file,
            key
        );
    }

    public static Command Key(Verbs verbs)
    {
        var file = verbs.Argument<string>("FILE", "Berkas kunci yang akan dibuat.", "The key file to make.");
        return verbs.Of(
            "backup-key",
            "Membuat kunci untuk mengenkripsi cadangan; simpan salinannya di tempat lain.",
            "Makes a key for encrypting backups; keep a copy of it elsewhere.",
            "monitor db backup-key /etc/monitor/backup.key",
            (call, _) =>
            {
                BackupKey.Create(call.Value(file));
                call.Say(
                    $"{call.Value(file)} dibuat, hanya terbaca oleh Anda. Simpan salinannya terpisah dari cadangan: tanpa kunci ini cadangan tidak dapat dibuka.",
                    $"{call.Value(file)} made, readable by you alone. Keep a copy apart from the backups: without this key they cannot be opened."
                );
                return Task.FromResult(ExitCode.Done);
            },
            file
        );
    }

    private static Option<string?> KeyOption(Verbs verbs) =>
        verbs.Option<string?>(
            "--key",
            "Berkas kunci cadangan terenkripsi (Backup:KeyFile).",
            "Key file of an encrypted backup (Backup:KeyFile)."
        );

    private static async Task<int> TakeAsync(Invocation call, string? file, string? to, int? keep, CancellationToken ct)
    {
        var options = call.Settings.Get<BackupOptions>();
        if (file is not null && (to is not null || keep is not null))
        {
            throw RefusalException.Wrong(
                "Sebut FILE atau --to, bukan keduanya; --keep berlaku untuk folder.",
                "Give FILE or --to, not both; --keep is for a folder."
            );
        }

        if (file is null && to is null && !options.IsOn)
        {
            throw RefusalException.Wrong("Sebut FILE atau --to, atau isi Backup:Directory.", "Give FILE or --to, or set Backup:Directory.");
        }

        if (keep is < 1)
        {
            throw RefusalException.Wrong($"--keep sekurang-kurangnya 1, bukan {keep}.", $"--keep is at least 1, was {keep}.");
        }

        var folder = call.Folder;
        using var database = new Database(folder, call.Settings.Get<StorageOptions>());
        await new Migrations(database, folder, Clock.Machine).RequireCurrentAsync(ct);
        var copies = new Copies(database, folder, options, new AuditLog(Clock.Machine), Clock.Machine, NullLogger<Copies>.Instance);
        var row = file is null
            ? await copies.TakeAsync(to ?? options.Directory, keep ?? options.Keep, Caller, ct)
            : await copies.TakeFileAsync(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(file), Caller, ct);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    file = row.Path,
                    bytes = row.Bytes,
                    sha256 = row.Sha256,
                    encrypted = row.Encrypted != 0,
                }
            );
        }
        else
        {
            call.Say(
                $"{row.Path}: {row.Bytes} bita{(row.Encrypted != 0 ? ", terenkripsi" : "")}, lolos pemeriksaan. Kunci di {folder.Keys} dan bukti di {folder.Evidence} tidak ada di dalamnya.",
                $"{row.Path}: {row.Bytes} bytes{(row.Encrypted != 0 ? ", encrypted" : "")}, checked. The keys in {folder.Keys} and the evidence in {folder.Evidence} are not in it."
            );
        }

        return ExitCode.Done;
    }

    private static async Task<int> RestoreAsync(Invocation call, string copy, string? key, CancellationToken ct)
    {
        var folder = call.Folder;
        if (call.Settings.Get<StorageOptions>().Provider != StorageProvider.Sqlite)
        {
            throw Backup.NotHere();
        }

        // An idle daemon may have no connection open that a lock on the file would meet.
        using var alone = DaemonLock.Take(folder);
        using var opened = await OpenedCopy.OpenAsync(folder, copy, key ?? call.Settings.Get<BackupOptions>().KeyFile, ct);
        var kept = await Backup.RestoreAsync(folder, opened.Folder.DatabaseFile, Clock.Machine, ct);
        if (call.Json)
        {
            call.PrintJson(new { restored = folder.DatabaseFile, kept });
        }
        else
        {
            call.Say(
                $"{folder.DatabaseFile} dipulihkan dari {copy}." + (kept is null ? "" : $" Yang lama disimpan di {kept}."),
                $"{folder.DatabaseFile} restored from {copy}." + (kept is null ? "" : $" The old one is kept as {kept}.")
            );
        }

        return ExitCode.Done;
    }

    private static async Task<int> VerifyAsync(Invocation call, string? file, string? key, CancellationToken ct)
    {
        var folder = call.Folder;
        var options = call.Settings.Get<BackupOptions>();
        if (file is null && !options.IsOn)
        {
            throw RefusalException.Wrong("Sebut FILE, atau isi Backup:Directory.", "Give FILE, or set Backup:Directory.");
        }

        using var database = new Database(folder, call.Settings.Get<StorageOptions>(), readOnly: true);
        var directory = file is null ? options.Directory : Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (folder.Exists)
        {
            await new Migrations(database, folder, Clock.Machine).RequireCurrentAsync(ct);
        }

        var known = folder.Exists
            ? await database.ReadAsync(
                session => file is null ? Copies.NewestAsync(session, Path.GetFullPath(directory)) : Copies.FindAsync(session, file),
                ct
            )
            : null;
        var path =
            file
            ?? known?.Path
            ?? throw RefusalException.NotFound(
                $"Belum ada cadangan di {options.Directory}.",
                $"There is no backup in {options.Directory} yet."
            );
        var check = new CopyCheck(database, folder, options, new AuditLog(Clock.Machine), Clock.Machine, NullLogger<CopyCheck>.Instance);
        var report = await check.LookAsync(path, key ?? options.KeyFile, known, ct);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    report.File,
                    report.Encrypted,
                    report.Schema,
                    report.Rows,
                    report.AuditRows,
                    fault = report.Fault?.In(call.Tongue),
                }
            );
        }
        else if (report.Fault is { } fault)
        {
            call.Print($"{path}: {fault.In(call.Tongue)}");
        }
        else
        {
            call.Print(
                call.Text(
                    $"{path}: utuh, skema {report.Schema}, {report.Rows} baris, rantai audit {report.AuditRows} baris.",
                    $"{path}: sound, schema {report.Schema}, {report.Rows} rows, an audit chain of {report.AuditRows} rows."
                )
            );
        }

        return report.Fault is null ? ExitCode.Done : ExitCode.Finding;
    }

    private static Actor Caller => new(UserAccounts.NameOf(UserAccounts.OwnUid), UserAccounts.OwnUid, Roles.Admin);
}

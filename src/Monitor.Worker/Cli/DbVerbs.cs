using System.CommandLine;
using Monitor.Worker.Audit;
using Monitor.Worker.Evidence;
using Monitor.Worker.Hosting;
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
            BackupVerbs.Key(verbs)
        );
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
            (await EvidenceCheck.AllAsync(database, new EvidenceStore(folder), ct)).Select(fault =>
                call.Text($"Bukti {fault.Sha256}: {fault.Sentence.Id}.", $"Evidence {fault.Sha256}: {fault.Sentence.En}.")
            )
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

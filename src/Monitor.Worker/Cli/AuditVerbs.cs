using System.CommandLine;
using Monitor.Worker.Audit;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor audit</c>: reads the record in the caller's own process, so that it can be checked when no daemon runs.</summary>
internal static class AuditVerbs
{
    public static Command Build(Verbs verbs)
    {
        var subject = verbs.Option<string?>("--subject", "Hanya hal ini, mis. flag:12.", "Only this subject, for example flag:12.");
        var last = verbs.Option("--last", "Paling banyak sekian baris terakhir.", "At most so many of the newest rows.", 50);
        return verbs.Group(
            "audit",
            "Catatan siapa melakukan apa: hanya ditambah, berantai hash.",
            "The record of who did what: append-only, hash-chained.",
            verbs.Of(
                "verify",
                "Memeriksa seluruh rantai dan menyebut baris pertama yang tidak cocok; keluar 1 bila rusak.",
                "Checks the whole chain and names the first row that does not fit; exit 1 when it is broken.",
                "monitor audit verify --data /var/lib/monitor",
                VerifyAsync
            ),
            verbs.Of(
                "log",
                "Menampilkan baris terakhir catatan.",
                "Shows the newest rows of the record.",
                "monitor audit log --subject flag:12",
                (call, ct) => LogAsync(call, call.Value(subject), call.Value(last), ct),
                subject,
                last
            )
        );
    }

    private static async Task<int> VerifyAsync(Invocation call, CancellationToken ct)
    {
        using var database = await OpenAsync(call, ct);
        var verdict = await database.ReadAsync(AuditLog.VerifyAsync, ct);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    verified = verdict.Fault is null,
                    rows = verdict.Rows,
                    brokenAt = verdict.BrokenAt,
                    fault = verdict.Fault?.ToString(),
                    head = verdict.Head,
                    erased = verdict.Erased,
                }
            );
        }
        else
        {
            call.Print(Describe(verdict).In(call.Tongue));
        }

        return verdict.Fault is null ? ExitCode.Done : ExitCode.Finding;
    }

    /// <summary>The verdict as a sentence that names the row.</summary>
    internal static Sentence Describe(AuditVerdict verdict) =>
        verdict.Fault switch
        {
            null when verdict.Erased > 0 => new(
                $"Rantai audit utuh: {verdict.Rows} baris, rincian {verdict.Erased} di antaranya dihapus menurut hukum dan tercatat, kepala {verdict.Head.Hash}.",
                $"The audit chain holds: {verdict.Rows} rows, the details of {verdict.Erased} of them erased by law and on record, head {verdict.Head.Hash}."
            ),
            null => new(
                $"Rantai audit utuh: {verdict.Rows} baris, kepala {verdict.Head.Hash}.",
                $"The audit chain holds: {verdict.Rows} rows, head {verdict.Head.Hash}."
            ),
            AuditFault.Changed => new(
                $"Rantai audit RUSAK di baris {verdict.BrokenAt}: isinya tidak cocok dengan hash-nya.",
                $"The audit chain is BROKEN at row {verdict.BrokenAt}: its content does not give its hash."
            ),
            AuditFault.Unchained => new(
                $"Rantai audit RUSAK di baris {verdict.BrokenAt}: tidak menyebut hash baris sebelumnya.",
                $"The audit chain is BROKEN at row {verdict.BrokenAt}: it does not name the hash of the row before it."
            ),
            AuditFault.Missing => new(
                $"Rantai audit RUSAK: baris {verdict.BrokenAt} hilang.",
                $"The audit chain is BROKEN: row {verdict.BrokenAt} is missing."
            ),
            AuditFault.Withheld => new(
                $"Rantai audit RUSAK di baris {verdict.BrokenAt}: rinciannya dihapus dan tidak ada baris yang mencatat penghapusannya.",
                $"The audit chain is BROKEN at row {verdict.BrokenAt}: its details were erased and no row says so."
            ),
            _ => new(
                $"Rantai audit RUSAK: mulai baris {verdict.BrokenAt} dipotong dari ujungnya, atau kepalanya diubah.",
                $"The audit chain is BROKEN: rows from {verdict.BrokenAt} on were cut off its end, or its head was changed."
            ),
        };

    private static async Task<int> LogAsync(Invocation call, string? subject, int last, CancellationToken ct)
    {
        using var database = await OpenAsync(call, ct);
        var rows = await database.ReadAsync(session => AuditLog.NewestAsync(session, subject, last), ct);
        foreach (var row in rows)
        {
            if (call.Json)
            {
                call.PrintJson(row);
            }
            else
            {
                call.Print(
                    $"{row.Sequence}\t{row.At:yyyy-MM-dd HH:mm:ss}Z\t{row.Actor}\t{row.Role}\t{row.Verb}\t{row.Subject}\t{row.AfterState}"
                );
            }
        }

        return ExitCode.Done;
    }

    private static async Task<Database> OpenAsync(Invocation call, CancellationToken ct)
    {
        var folder = call.Folder;
        var options = call.Settings.Get<StorageOptions>();
        var database = new Database(folder, options, readOnly: true);
        await new Migrations(database, folder, Clock.Machine).RequireCurrentAsync(ct);
        return database;
    }
}

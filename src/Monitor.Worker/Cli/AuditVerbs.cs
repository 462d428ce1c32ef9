using System.CommandLine;
using Monitor.Worker.Audit;
using Monitor.Worker.Client;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor audit</c>: reads the record in the caller's own process, so that it can be checked when no daemon runs.</summary>
internal static class AuditVerbs
{
    public static Command Build(Verbs verbs)
    {
        var against = verbs.Option<string[]>(
            "--against",
            "Berkas yang pernah mencatat kepala rantai: Audit:HeadFile, manifes ekspor, atau manifes folder perkara. Boleh berulang.",
            "A file that once noted the head of the chain: Audit:HeadFile, the manifest of an export or of a case folder. May be repeated."
        );
        return verbs.Group(
            "audit",
            "Catatan siapa melakukan apa: hanya ditambah, berantai hash.",
            "The record of who did what: append-only, hash-chained.",
            verbs.Of(
                "verify",
                "Memeriksa seluruh rantai, juga terhadap Audit:HeadFile, dan menyebut baris pertama yang tidak cocok; keluar 1 bila rusak.",
                "Checks the whole chain, against Audit:HeadFile too, and names the first row that does not fit; exit 1 when it is broken.",
                "monitor audit verify --data /var/lib/monitor",
                (call, ct) => VerifyAsync(call, call.Value(against) ?? [], ct),
                against
            ),
            Log(verbs)
        );
    }

    private static Command Log(Verbs verbs)
    {
        var actor = verbs.Option<string?>("--actor", "Hanya pelaku ini: nama atau uid.", "Only this actor: name or uid.");
        var verb = verbs.Option<string?>(
            "--verb",
            "Hanya tindakan ini, mis. flag.decide atau case.*.",
            "Only this verb, for example flag.decide or case.*."
        );
        var subject = verbs.Option<string?>(
            "--subject",
            "Hanya hal ini, mis. flag:12 atau flag:*.",
            "Only this subject, for example flag:12 or flag:*."
        );
        var since = verbs.Option<string?>("--since", "Sejak hari atau waktu ini.", "From this day or time on.");
        var until = verbs.Option<string?>(
            "--until",
            "Sampai hari ini (termasuk) atau sebelum waktu ini.",
            "Up to and including this day, or before this time."
        );
        var limit = verbs.Option("--limit", "Paling banyak sekian baris terakhir.", "At most so many of the newest rows.", 50);
        limit.Aliases.Add("--last");
        return verbs.Of(
            "log",
            "Menampilkan baris terakhir catatan; lewat daemon bila ada, selain itu dari basis datanya sendiri.",
            "Shows the newest rows of the record; through the daemon where there is one, from the database itself otherwise.",
            "monitor audit log --verb case.* --since 2026-11-01",
            (call, ct) =>
                LogAsync(
                    call,
                    [
                        ("actor", call.Value(actor)),
                        ("verb", call.Value(verb)),
                        ("subject", call.Value(subject)),
                        ("since", call.Value(since)),
                        ("until", call.Value(until)),
                    ],
                    call.Value(limit),
                    ct
                ),
            actor,
            verb,
            subject,
            since,
            until,
            limit
        );
    }

    private static async Task<int> VerifyAsync(Invocation call, IReadOnlyList<string> against, CancellationToken ct)
    {
        using var database = await OpenAsync(call, ct);
        var witnesses = await WitnessesAsync(call, against, ct);
        var verdict = await database.ReadAsync(session => AuditLog.VerifyAsync(session, witnesses), ct);
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
                    witnesses = witnesses.Count,
                    contradicted = verdict.Contradicted,
                }
            );
        }
        else
        {
            call.Print(verdict.Describe().In(call.Tongue));
            if (verdict.Fault is null && witnesses.Count > 0)
            {
                call.Print(
                    call.Text(
                        $"Cocok dengan {witnesses.Count} catatan di luar basis data.",
                        $"It passes through {witnesses.Count} points that were noted outside the database."
                    )
                );
            }
        }

        return verdict.Fault is null ? ExitCode.Done : ExitCode.Finding;
    }

    /// <summary>What was noted outside the database: the configured file, where it is there, and what the caller names.</summary>
    private static async Task<List<Witness>> WitnessesAsync(Invocation call, IReadOnlyList<string> against, CancellationToken ct)
    {
        var witnesses = new List<Witness>();
        var configured = call.Settings.Get<AuditOptions>().HeadFile;
        if (configured.Length > 0 && !File.Exists(configured))
        {
            throw RefusalException.Broken(
                $"Audit:HeadFile '{configured}' tidak ada; tanpa itu tidak dapat dikatakan bahwa catatan tidak ditulis ulang.",
                $"Audit:HeadFile '{configured}' is not there; without it nobody can say that the record was not rewritten."
            );
        }

        foreach (var path in configured.Length > 0 ? against.Prepend(configured) : against)
        {
            witnesses.AddRange(await Witness.ReadAsync(path, ct));
        }

        return witnesses;
    }

    private static async Task<int> LogAsync(Invocation call, (string Name, string? Value)[] asked, int limit, CancellationToken ct)
    {
        foreach (var row in await RowsAsync(call, asked, limit, ct))
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

    private static async Task<List<AuditRow>> RowsAsync(
        Invocation call,
        (string Name, string? Value)[] asked,
        int limit,
        CancellationToken ct
    )
    {
        string? Value(string name) => Array.Find(asked, one => one.Name == name).Value;
        // Refused here as it would be there: what cannot be read is said before anybody is asked.
        var filter = AuditFilter.Of(Value("actor"), Value("verb"), Value("subject"), Value("since"), Value("until"), limit);
        var query = string.Concat(
            asked.Where(one => one.Value is not null).Select(one => $"&{one.Name}={Uri.EscapeDataString(one.Value!)}")
        );
        try
        {
            return await call.Daemon.GetAsync<List<AuditRow>>($"/audit?limit={filter.Limit}{query}", ct);
        }
        catch (DaemonAbsentException)
        {
            // Nobody to ask: whoever may read the database reads it.
            using var database = await OpenAsync(call, ct);
            return await database.ReadAsync(session => AuditLog.NewestAsync(session, filter), ct);
        }
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

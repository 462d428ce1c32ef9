using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Signing;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor export</c>: confirmed findings leave, and what left can be checked by anybody.</summary>
internal static class ExportVerbs
{
    public static Command Build(Verbs verbs)
    {
        var output = verbs.Option<string?>(
            "--out",
            "Folder Anda untuk berkasnya; bawaan: daemon menulis ke folder penerima (Export:Folder).",
            "A folder of yours for the files; default: the daemon writes into the recipient's (Export:Folder)."
        );
        var recipient = verbs.Option<string?>(
            "--recipient",
            "Penerima dari konfigurasi; bawaan: Export:Recipient.",
            "A recipient of the configuration; default: Export:Recipient."
        );
        var period = verbs.Option<string?>(
            "--period",
            "Hanya temuan baru yang dikonfirmasi dalam bulan ini, tttt-bb.",
            "Only new findings confirmed in this month, yyyy-mm."
        );
        var since = verbs.Option<string?>(
            "--since",
            "Hanya temuan baru yang dikonfirmasi sejak tanggal ini, tttt-bb-hh.",
            "Only new findings confirmed since this date, yyyy-mm-dd."
        );
        var keys = verbs.Option<string[]>(
            "--key",
            "Berkas kunci publik yang boleh menandatangani (PEM, atau keluaran 'export key list --json'); dapat diulang.",
            "A file of public keys that may sign (PEM, or the output of 'export key list --json'); may be repeated."
        );
        var path = verbs.Argument<string>("PATH", "Folder ekspor, atau satu manifes.", "A folder of exports, or one manifest.");
        return verbs.Group(
            "export",
            "Temuan terkonfirmasi keluar sebagai CSV untuk BKN.",
            "Confirmed findings leave as CSV for BKN.",
            verbs.Of(
                "bkn",
                "Menulis satu batch: temuan terkonfirmasi yang belum pernah keluar, masing-masing tepat sekali, beserta koreksi dan pencabutan.",
                "Writes one batch: confirmed findings that have not left yet, each exactly once, with corrections and withdrawals.",
                "monitor export bkn --out /var/lib/monitor-export",
                async (call, ct) =>
                {
                    var request = new ExportRequest(call.Value(recipient), call.Value(period), call.Value(since));
                    Tell(
                        call,
                        call.Value(output) is { } own
                            ? await ExportDelivery.RunAsync(call.Daemon, request, new DeliveryFolder(own), ct)
                            : await call.Daemon.PostAsync<DeliveryReport>("/export/deliver", request, ct)
                    );
                    return ExitCode.Done;
                },
                output,
                recipient,
                period,
                since
            ),
            verbs.Of(
                "list",
                "Semua batch, yang terbaru dahulu, dan apakah berkasnya sudah sampai.",
                "Every batch, newest first, and whether its files arrived.",
                "monitor export list",
                ListAsync
            ),
            verbs.Of(
                "verify",
                "Memeriksa berkas terhadap manifes dan tanda tangannya, tanpa daemon dan basis data; keluar 1 bila ada yang berbeda.",
                "Checks files against manifest and signature, without daemon or database; exit 1 when anything differs.",
                "monitor export verify /var/lib/monitor-export --key bawaslu.pem",
                (call, ct) => VerifyAsync(call, call.Value(path), call.Value(keys) ?? [], ct),
                path,
                keys
            ),
            ExportAgainVerb.Build(verbs, output),
            ExportAckVerb.Build(verbs, recipient),
            ExportKeyVerbs.Build(verbs)
        );
    }

    private static void Tell(Invocation call, DeliveryReport report)
    {
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    exported = report.Exported,
                    folder = report.Folder,
                    batches = report.Batches.Select(one => new
                    {
                        batch = one.Batch.Batch,
                        recipient = one.Batch.Recipient,
                        rows = one.Batch.Rows,
                        corrections = one.Batch.Corrections,
                        withdrawals = one.Batch.Withdrawals,
                        isNew = one.New,
                        testUsers = one.Batch.TestUsers,
                        files = one.Files,
                    }),
                    held = report.Held,
                }
            );
        }

        foreach (var held in report.Held)
        {
            var missing = string.Join(", ", held.Missing);
            call.Say(
                $"Temuan T-{held.Flag:000000} belum keluar: kolom wajib masih kosong ({missing}).",
                $"Finding T-{held.Flag:000000} did not leave: columns that must be filled are blank ({missing})."
            );
        }

        if (report.Batches.Any(one => one.Batch.TestUsers))
        {
            call.Say(
                "PERHATIAN: pengguna uji terdaftar atau ikut memutus; berkas ini hanya untuk percobaan.",
                "NOTE: test users are configured or took part in decisions; these files are for a trial only."
            );
        }

        if (call.Json)
        {
            return;
        }

        if (report.Batches.Count == 0)
        {
            call.Say(
                "Tidak ada temuan baru untuk diekspor; tidak ada berkas yang ditulis.",
                "There is nothing new to export; no file was written."
            );
        }

        foreach (var (batch, isNew, files) in report.Batches)
        {
            call.Print(
                isNew
                    ? $"Batch {batch.Batch}: {Rows(call, batch)}."
                    : call.Text(
                        $"Batch {batch.Batch}: {Rows(call, batch)}; dibuat sebelumnya, pengirimannya belum pernah dilaporkan.",
                        $"Batch {batch.Batch}: {Rows(call, batch)}; made earlier, its delivery was never reported."
                    )
            );
            PrintFiles(call, files);
        }

        if (report.Batches.Count > 0)
        {
            call.Say($"Folder: {report.Folder}", $"Folder: {report.Folder}");
        }
    }

    /// <summary>One line a file.</summary>
    internal static void PrintFiles(Invocation call, IReadOnlyList<DeliveredFile> files)
    {
        foreach (var file in files)
        {
            call.Print(
                $"  {file.Name}\t{file.Bytes}\t{file.Sha256}\t{(file.Written ? call.Text("ditulis", "written") : call.Text("sudah ada", "already there"))}"
            );
        }
    }

    private static string Rows(Invocation call, BatchView batch)
    {
        var findings = batch.Rows - batch.Corrections - batch.Withdrawals;
        return batch.Rows == findings
            ? call.Text($"{findings} temuan", $"{findings} findings")
            : call.Text(
                $"{findings} temuan, {batch.Corrections} koreksi, {batch.Withdrawals} pencabutan",
                $"{findings} findings, {batch.Corrections} corrections, {batch.Withdrawals} withdrawals"
            );
    }

    private static async Task<int> ListAsync(Invocation call, CancellationToken ct)
    {
        var batches = await call.Daemon.GetAsync<List<BatchView>>("/export", ct);
        if (call.Json)
        {
            batches.ForEach(call.PrintJson);
        }
        else if (batches.Count == 0)
        {
            call.Say("Belum ada batch.", "There is no batch yet.");
        }
        else
        {
            var table = new Table()
                .Border(TableBorder.Simple)
                .AddColumns(
                    "batch",
                    call.Text("baris", "rows"),
                    call.Text("dibuat (UTC)", "made (UTC)"),
                    call.Text("oleh", "by"),
                    call.Text("sampai (UTC)", "arrived (UTC)"),
                    ""
                );
            foreach (var batch in batches)
            {
                table.AddRow(
                    Markup.Escape(batch.Batch),
                    $"{batch.Rows}",
                    $"{batch.CreatedAt:yyyy-MM-dd HH:mm:ss}",
                    Markup.Escape(batch.CreatedBy),
                    batch.DeliveredAt is { } at ? $"{at:yyyy-MM-dd HH:mm:ss}" : call.Text("belum", "not yet"),
                    batch.TestUsers ? call.Text("percobaan", "trial") : ""
                );
            }

            call.Terminal.Console.Write(table);
        }

        return ExitCode.Done;
    }

    private static async Task<int> VerifyAsync(Invocation call, string path, string[] keys, CancellationToken ct)
    {
        var trusted = keys.SelectMany(PublicKeys.Read).ToList();
        var verdict = await FolderCheck.CheckAsync(path, trusted, ct);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    verified = verdict.Faults.Count == 0,
                    keysGiven = trusted.Count > 0,
                    batches = verdict.Batches,
                    faults = verdict.Faults.Select(fault => new { file = fault.File, differs = fault.Sentence.In(call.Tongue) }),
                }
            );
        }
        else
        {
            foreach (var fault in verdict.Faults)
            {
                call.Print($"{fault.File}: {fault.Sentence.In(call.Tongue)}");
            }

            if (verdict.Faults.Count == 0)
            {
                var names = string.Join(", ", verdict.Batches.Select(batch => batch.Batch));
                call.Print(call.Text($"Utuh: {names}.", $"All as the manifest says: {names}."));
            }

            TellWhoSigned(call, verdict.Batches, trusted.Count > 0);
        }

        return verdict.Faults.Count == 0 ? ExitCode.Done : ExitCode.Finding;
    }

    private static void TellWhoSigned(Invocation call, IReadOnlyList<Manifest> batches, bool trusted)
    {
        foreach (var key in batches.GroupBy(batch => batch.Key))
        {
            call.Print(
                key.Key is null
                    ? call.Text($"Tidak ditandatangani: {key.Count()} batch.", $"Not signed: {key.Count()} batches.")
                    : call.Text($"Kunci {key.Key}: {key.Count()} batch.", $"Key {key.Key}: {key.Count()} batches.")
            );
        }

        if (!trusted && batches.Any(batch => batch.Key is not null))
        {
            call.Say(
                "Kunci publiknya dibaca dari folder itu sendiri: bandingkan sidik jarinya dengan yang diserahkan kepada Anda, atau sebut berkasnya dengan --key.",
                "The public key was read from the folder itself: compare its fingerprint with the one that was handed to you, or name its file with --key."
            );
        }
    }
}

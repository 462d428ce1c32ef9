using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Demo;
using Monitor.Worker.Hosting;
using Monitor.Worker.Review;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor demo</c>: one whole cycle on bundled sample sites, nothing to configure.</summary>
internal static class DemoVerb
{
    private const int FlagsShown = 20;

    public static Command Build(Verbs verbs)
    {
        var keep = verbs.Option<string?>(
            "--keep",
            "Folder baru untuk hasil demo; tanpa ini folder sementara.",
            "A new folder for what the demo leaves; without it a temporary one."
        );
        return verbs.Of(
            "demo",
            "Satu putaran penuh pada situs contoh: kumpulkan, nilai, tinjau, ekspor, periksa audit. Tanpa konfigurasi.",
            "One whole cycle on sample sites: collect, score, review, export, verify the audit. Nothing to configure.",
            "monitor demo --keep demo-folder",
            (call, ct) => RunAsync(call, call.Value(keep), ct),
            keep
        );
    }

    private static async Task<int> RunAsync(Invocation call, string? keep, CancellationToken ct)
    {
        var directory = keep is null ? Directory.CreateTempSubdirectory("monitor-demo-").FullName : Path.GetFullPath(keep);
        call.Say(
            "Situs contoh dan daemon dijalankan di mesin ini; semua nama, akun, dan calon adalah rekaan.",
            "Sample sites and the daemon start on this machine; every name, account and candidate is invented."
        );
        await using var demo = await DemoRun.StartAsync(directory, Clock.Machine, ct);
        await demo.RegisterAsync(ct);
        await WatchAsync(call, demo, ct);
        var queue = await demo.QueueAsync(ct);
        if (!call.Json)
        {
            Show(call, queue);
        }

        var answers = await demo.DecideAsync(queue, ct);
        foreach (var answer in answers)
        {
            call.Say(
                $"Putusan atas flag {answer.Flag}: sekarang {answer.State}.",
                $"A verdict on flag {answer.Flag}: it is now {answer.State}."
            );
        }

        foreach (var opened in await demo.OpenCasesAsync(answers, ct))
        {
            call.Say(
                $"Perkara {opened.Number} dibuka dan diberi nomor kajian contoh.",
                $"Case {opened.Number} is opened and given a sample kajian number."
            );
        }

        var delivery = await demo.ExportAsync(Path.Combine(directory, "bkn"), ct);
        var status = await demo.StatusAsync(ct);
        var audit = await demo.CloseAsync(ct);
        var whole = audit.Fault is null && Count(status, FlagState.Confirmed) > 0 && delivery.Exported > 0;
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    collected = status.Items,
                    duplicates = status.Duplicates,
                    quarantined = status.Quarantined,
                    flagged = status.Flags.Values.Sum(),
                    confirmed = Count(status, FlagState.Confirmed),
                    dismissed = Count(status, FlagState.Dismissed),
                    exported = delivery.Exported,
                    auditVerified = audit.Fault is null,
                    directory,
                }
            );
        }
        else
        {
            Sum(call, status, delivery, audit, directory);
        }

        return whole ? ExitCode.Done : ExitCode.Finding;
    }

    private static async Task WatchAsync(Invocation call, DemoRun demo, CancellationToken ct)
    {
        if (!call.Terminal.Interactive || call.Json)
        {
            await demo.CollectAsync(_ => { }, ct);
            return;
        }

        await call
            .Terminal.Console.Progress()
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(call.Text("Sumber dikumpulkan", "Sources collected"), maxValue: demo.Sources);
                await demo.CollectAsync(done => task.Value = done, ct);
            });
    }

    private static void Show(Invocation call, List<FlagView> queue)
    {
        call.Print(
            call.Text(
                $"Antrean: {queue.Count} teks perlu dilihat manusia. Mesin hanya mengurutkan bacaan.",
                $"Queue: {queue.Count} texts for a human to see. The machine only orders the reading."
            )
        );
        foreach (var flag in queue.Take(FlagsShown))
        {
            call.Print("");
            call.Print(
                $"  #{flag.Id}  {flag.Label} {flag.Score:0.00}  {FlagScreen.Who(call, flag.Attribution, flag.Person?.Name)}  "
                    + call.Text("tenggat ", "due ")
                    + FlagScreen.Local(flag.DueAt, flag.Zone, "yyyy-MM-dd")
            );
            call.Print($"     {FlagScreen.Clip(flag.Text, 160)}");
            call.Print(
                call.Text("     mengapa: ", "     why: ")
                    + string.Join(
                        "; ",
                        flag.Reasons.Take(3).Select(reason => $"“{FlagScreen.Clip(reason.Text, 60)}” {reason.Weight:+0.0;-0.0}")
                    )
            );
        }

        call.Print("");
    }

    private static void Sum(Invocation call, StatusView status, DeliveryReport delivery, AuditVerdict audit, string directory)
    {
        call.Print(
            call.Text(
                $"Diterima {status.Items} teks ({status.Duplicates} duplikat), {status.Quarantined} dikarantina, {status.Flags.Values.Sum()} ditandai, "
                    + $"{Count(status, FlagState.Confirmed)} terkonfirmasi, {Count(status, FlagState.Dismissed)} ditolak, {delivery.Exported} diekspor.",
                $"Taken in {status.Items} texts ({status.Duplicates} duplicates), {status.Quarantined} in quarantine, {status.Flags.Values.Sum()} flagged, "
                    + $"{Count(status, FlagState.Confirmed)} confirmed, {Count(status, FlagState.Dismissed)} dismissed, {delivery.Exported} exported."
            )
        );
        foreach (var file in delivery.Batches.SelectMany(batch => batch.Files))
        {
            call.Print($"  {Path.Combine(directory, "bkn", file.Name)}  {file.Bytes} {call.Text("bita", "bytes")}  sha256 {file.Sha256}");
        }

        call.Print(audit.Describe().In(call.Tongue));
        call.Print("");
        call.Print(
            call.Text($"Coba selanjutnya (monitor = {Environment.ProcessPath}):", $"Try next (monitor = {Environment.ProcessPath}):")
        );
        var config = Path.Combine(directory, DemoSettings.FileName);
        call.Print($"  monitor audit verify --config {config}");
        call.Print($"  monitor export verify {Path.Combine(directory, "bkn")}");
        call.Print($"  monitor run --config {config} &");
        call.Print($"  monitor status --config {config}");
        call.Print($"  monitor queue list --config {config} --as {DemoSettings.FirstAnalyst}");
        call.Print($"  monitor case show 1 --config {config} --as {DemoSettings.Lead}");
        call.Print($"  monitor review --config {config} --as {DemoSettings.SecondAnalyst}");
    }

    private static long Count(StatusView status, string state) => status.Flags.GetValueOrDefault(state);
}

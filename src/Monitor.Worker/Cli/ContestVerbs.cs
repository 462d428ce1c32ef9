using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Ballots;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor contest</c>: who stands where, so that the classifier does not see whom a text is for.</summary>
internal static class ContestVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "contest",
            "Kontes dan pasangan calon yang namanya tidak dilihat pengklasifikasi.",
            "Contests and candidates whose names the classifier does not see.",
            Import(verbs),
            List(verbs),
            Show(verbs),
            Remove(verbs)
        );

    private static Command Import(Verbs verbs)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas CSV pasangan calon, atau '-' untuk masukan standar.",
            "The CSV file of pairs, or '-' for standard input."
        );
        var calendar = verbs.Option<string?>(
            "--calendar",
            "Kode kalender pemilihan yang memberi hari pertama dan terakhir.",
            "Code of the election calendar that gives the first and the last day."
        );
        var from = verbs.Option<string?>("--from", "Hari pertama nama berlaku (tttt-bb-hh).", "First day of the names (yyyy-mm-dd).");
        var until = verbs.Option<string?>("--until", "Hari terakhir nama berlaku (tttt-bb-hh).", "Last day of the names (yyyy-mm-dd).");
        var source = verbs.Option<string?>("--source", "Sumber daftar, mis. nomor keputusan KPU.", "Where the list is from.");
        var dryRun = verbs.Option<bool>("--dry-run", "Hanya periksa; tidak ada yang disimpan.", "Only check; nothing is kept.");
        return verbs.Of(
            "import",
            "Mengimpor pasangan calon dari CSV; satu baris salah menolak seluruh berkas, keluar 1.",
            "Imports pairs of candidates from a CSV; one bad row refuses the whole file, exit 1.",
            "monitor contest import paslon.csv --calendar pilkada-2024 --source \"Keputusan KPU Kabupaten Contoh 12/2024\"",
            async (call, ct) =>
            {
                await using var input = call.OpenInput(call.Value(file));
                var query = AsnVerbs.Query(
                    ("calendar", call.Value(calendar)),
                    ("from", call.Value(from)),
                    ("until", call.Value(until)),
                    ("source", call.Value(source)),
                    ("dryRun", call.Value(dryRun) ? "true" : null)
                );
                var report = await call.Daemon.PostFileAsync<BallotReport>($"/contest/import{query}", input, ct);
                Say(call, report, call.Value(dryRun));
                return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.Finding;
            },
            file,
            calendar,
            from,
            until,
            source,
            dryRun
        );
    }

    private static void Say(Invocation call, BallotReport report, bool dryRun)
    {
        if (call.Json)
        {
            call.PrintJson(report);
            return;
        }

        ImportVerb.ShowProblems(call, report.Problems);
        if (report.Problems.Count > 0)
        {
            call.Say(
                $"Tidak ada yang diimpor: {report.Refused} baris salah dari {report.Rows}.",
                $"Nothing was imported: {report.Refused} bad rows of {report.Rows}."
            );
            return;
        }

        call.Print(
            call.Text(
                $"{report.Rows} pasangan dalam {report.Contests} kontes: {report.Added} baru, {report.Replaced} diganti, {report.Unchanged} tetap.",
                $"{report.Rows} pairs in {report.Contests} contests: {report.Added} new, {report.Replaced} replaced, {report.Unchanged} unchanged."
            )
        );
        if (dryRun)
        {
            call.Say("Hanya diperiksa; tidak ada yang disimpan.", "Only checked; nothing was kept.");
        }
    }

    private static Command List(Verbs verbs)
    {
        var region = verbs.Option<string?>("--region", "Kode wilayah.", "Region code.");
        return verbs.Of(
            "list",
            "Kontes yang namanya dikenal, bawaan dan impor.",
            "The contests whose names are known, shipped and imported.",
            "monitor contest list --region 33.26",
            async (call, ct) =>
            {
                var wanted = call.Value(region);
                var contests = (await call.Daemon.GetAsync<List<BallotSummary>>("/contest", ct)).FindAll(contest =>
                    string.IsNullOrEmpty(wanted) || contest.Region == wanted
                );
                if (call.Json)
                {
                    call.PrintJson(contests);
                    return ExitCode.Done;
                }

                var table = new Table().Border(TableBorder.Simple);
                foreach (
                    var title in (string[])
                        [
                            call.Text("kode", "code"),
                            call.Text("mulai", "from"),
                            call.Text("selesai", "until"),
                            call.Text("pasangan", "pairs"),
                            call.Text("asal", "origin"),
                        ]
                )
                {
                    table.AddColumn(title);
                }

                foreach (var contest in contests)
                {
                    table.AddRow(
                        Markup.Escape(contest.Code),
                        $"{contest.From:yyyy-MM-dd}",
                        $"{contest.Until:yyyy-MM-dd}",
                        $"{contest.Pairs}",
                        contest.Imported ? call.Text("impor", "imported") : call.Text("bawaan", "shipped")
                    );
                }

                call.Terminal.Console.Write(table);
                return ExitCode.Done;
            },
            region
        );
    }

    private static Command Show(Verbs verbs)
    {
        var code = verbs.Argument<string>("CODE", "Kode kontes.", "Code of the contest.");
        return verbs.Of(
            "show",
            "Pasangan satu kontes dan kata-kata yang disamarkan untuk mereka.",
            "The pairs of one contest and the words that are masked for them.",
            "monitor contest show pilpres-2024",
            async (call, ct) =>
            {
                var view = await call.Daemon.GetAsync<BallotView>($"/contest/{Uri.EscapeDataString(call.Value(code))}", ct);
                if (call.Json)
                {
                    call.PrintJson(view);
                    return ExitCode.Done;
                }

                var contest = view.Contest;
                call.Print($"{contest.Code}\t{contest.From:yyyy-MM-dd} – {contest.Until:yyyy-MM-dd}\t{contest.Source}");
                foreach (var pair in view.Pairs)
                {
                    call.Print($"{pair.Number}\t{string.Join(" / ", pair.Names)}");
                    foreach (var strength in pair.Words.GroupBy(word => word.Strength))
                    {
                        call.Print($"\t{strength.Key}: {string.Join(", ", strength.Select(word => word.Text).Distinct())}");
                    }
                }

                return ExitCode.Done;
            },
            code
        );
    }

    private static Command Remove(Verbs verbs)
    {
        var code = verbs.Argument<string>("CODE", "Kode kontes.", "Code of the contest.");
        var reason = verbs.Option<string?>("--reason", "Alasan, dicatat.", "The reason, which is recorded.");
        return verbs.Of(
            "remove",
            "Mengeluarkan satu kontes impor.",
            "Takes an imported contest out.",
            "monitor contest remove bupati-walikota-33.26-2024 --reason \"berkas salah\"",
            async (call, ct) =>
            {
                await call.Daemon.PostAsync<object>(
                    $"/contest/{Uri.EscapeDataString(call.Value(code))}/remove",
                    new ContestRemoveRequest(call.Value(reason) ?? ""),
                    ct
                );
                call.Say($"Kontes {call.Value(code)} dikeluarkan.", $"The contest {call.Value(code)} is out.");
                return ExitCode.Done;
            },
            code,
            reason
        );
    }
}

using System.CommandLine;
using Monitor.Worker.Export.Answering;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor export ack</c>: a recipient's answers go into the cases, the whole file or nothing of it.</summary>
internal static class ExportAckVerb
{
    public static Command Build(Verbs verbs, Option<string?> recipient)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas CSV jawaban, atau '-' untuk masukan standar.",
            "The CSV file of answers, or '-' for standard input."
        );
        return verbs.Of(
            "ack",
            "Mencatat jawaban penerima pada perkara; satu baris salah menolak seluruh berkas, keluar 1.",
            "Records a recipient's answers in the cases; one bad row refuses the whole file, exit 1.",
            "monitor export ack jawaban-bkn.csv",
            async (call, ct) =>
            {
                await using var input = call.OpenInput(call.Value(file));
                var query = call.Value(recipient) is { Length: > 0 } name ? $"?recipient={Uri.EscapeDataString(name)}" : "";
                var report = await call.Daemon.PostFileAsync<AnswerReport>($"/export/ack{query}", input, ct);
                Show(call, report);
                return report.Applied ? ExitCode.Done : ExitCode.Finding;
            },
            file,
            recipient
        );
    }

    private static void Show(Invocation call, AnswerReport report)
    {
        if (call.Json)
        {
            call.PrintJson(report);
            return;
        }

        ImportVerb.ShowProblems(call, report.Problems);
        if (!report.Applied)
        {
            var bad = report.Problems.Select(problem => problem.Line).Distinct().Count();
            call.Say(
                $"Tidak ada yang dicatat: {bad} baris salah dari {report.Rows}.",
                $"Nothing was recorded: {bad} bad rows of {report.Rows}."
            );
            return;
        }

        call.Print(
            call.Text(
                $"{report.Recorded} jawaban {report.Recipient} dicatat, {report.Unchanged} sudah tercatat.",
                $"{report.Recorded} answers of {report.Recipient} recorded, {report.Unchanged} were known."
            )
        );
        foreach (var (status, count) in report.Statuses.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            call.Print($"  {status}\t{count}");
        }
    }
}

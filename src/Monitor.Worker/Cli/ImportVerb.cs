using System.CommandLine;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Cli;

/// <summary><c>import</c> of people and of accounts: the file goes to the daemon as it is; what is wrong comes back by line.</summary>
internal static class ImportVerb
{
    /// <summary>Builds it for one noun.</summary>
    /// <param name="verbs">The factory.</param>
    /// <param name="noun">The noun's word, which is its path too.</param>
    /// <param name="id">What is imported, in Indonesian.</param>
    /// <param name="en">In English.</param>
    public static Command Build(Verbs verbs, string noun, string id, string en) =>
        Build(verbs, noun, $"{noun} import {noun}.csv", id, en, mayKeepGood: true);

    /// <summary>Builds one whose path and example are its own.</summary>
    public static Command Build(Verbs verbs, string path, string example, string id, string en, bool mayKeepGood = false)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas CSV, atau '-' untuk masukan standar.",
            "The CSV file, or '-' for standard input."
        );
        var keepGood = verbs.Option<bool>(
            "--keep-good",
            "Impor baris yang benar walaupun ada yang salah.",
            "Import the good rows although others are bad."
        );
        return verbs.Of(
            "import",
            $"Mengimpor {id} dari CSV; satu baris salah menolak seluruh berkas, keluar 1.",
            $"Imports {en} from a CSV; one bad row refuses the whole file, exit 1.",
            $"monitor {example}",
            async (call, ct) =>
            {
                await using var input = call.OpenInput(call.Value(file));
                var query = call.Value(keepGood) ? "?keepGood=true" : "";
                var report = await call.Daemon.PostFileAsync<ImportReport>($"/{path}/import{query}", input, ct);
                Show(call, report);
                return report.Imported ? ExitCode.Done : ExitCode.Finding;
            },
            mayKeepGood ? [file, keepGood] : [file]
        );
    }

    private static void Show(Invocation call, ImportReport report)
    {
        if (call.Json)
        {
            call.PrintJson(report);
            return;
        }

        ShowProblems(call, report.Problems);
        if (report.Imported)
        {
            call.Print(
                call.Text(
                    $"{report.Added} ditambahkan, {report.Changed} diubah, {report.Unchanged} tetap, {report.Refused} ditolak.",
                    $"{report.Added} added, {report.Changed} changed, {report.Unchanged} unchanged, {report.Refused} refused."
                )
            );
        }
        else
        {
            call.Say(
                $"Tidak ada yang diimpor: {report.Refused} baris salah dari {report.Rows}.",
                $"Nothing was imported: {report.Refused} bad rows of {report.Rows}."
            );
        }
    }

    /// <summary>What is wrong with a file, one line a problem, on standard error.</summary>
    internal static void ShowProblems(Invocation call, IReadOnlyList<RowProblem> problems)
    {
        foreach (var problem in problems)
        {
            var column = problem.Column is null ? "" : $", {problem.Column}";
            var value = problem.Value.Length == 0 ? "" : call.Text($" (nilai: '{problem.Value}')", $" (value: '{problem.Value}')");
            call.Terminal.Error.WriteLine(call.Text("baris ", "line ") + $"{problem.Line}{column}: {problem.Rule.In(call.Tongue)}{value}");
        }
    }
}

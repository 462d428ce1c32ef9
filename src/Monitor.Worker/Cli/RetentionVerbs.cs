using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Privacy;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor retention</c>: how long what is kept, and what is over its time.</summary>
internal static class RetentionVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "retention",
            "Masa simpan menurut jenis data, dan apa yang sudah melewatinya.",
            "How long each kind of data is kept, and what is over its time.",
            verbs.Of(
                "plan",
                "Menampilkan masa simpan, sumbernya, dan berapa yang akan dihapus.",
                "Shows the periods, where they come from, and how much would be removed.",
                "monitor retention plan",
                async (call, ct) =>
                {
                    Print(call, await call.Daemon.GetAsync<RetentionReport>("/retention", ct));
                    return ExitCode.Done;
                }
            ),
            Run(verbs)
        );

    private static Command Run(Verbs verbs)
    {
        var dry = verbs.Option<bool>("--dry-run", "Hanya menampilkan.", "Only show.");
        return verbs.Of(
            "run",
            "Menghapus yang melewati masa simpan sekarang, tanpa menunggu jadwal harian.",
            "Removes what is over its time now, without waiting for the daily run.",
            "monitor retention run --dry-run",
            async (call, ct) =>
            {
                Print(call, await call.Daemon.PostAsync<RetentionReport>("/retention/run", new RetentionAsk(call.Value(dry)), ct));
                return ExitCode.Done;
            },
            dry
        );
    }

    private static void Print(Invocation call, RetentionReport report)
    {
        if (call.Json)
        {
            call.PrintJson(report);
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (
            var title in (string[])
                [
                    call.Text("jenis", "kind"),
                    call.Text("hari", "days"),
                    call.Text("lewat", "over"),
                    call.Text("dihapus", "removed"),
                    call.Text("apa", "what"),
                    call.Text("sumber", "source"),
                ]
        )
        {
            table.AddColumn(title);
        }

        foreach (var line in report.Lines)
        {
            table.AddRow(
                line.Kind,
                $"{line.Days:0}",
                $"{line.Over}",
                report.DryRun ? "-" : $"{line.Removed}",
                Markup.Escape(line.What.In(call.Tongue)),
                Markup.Escape(report.Policy.Length > 0 ? report.Policy : line.Source.In(call.Tongue))
            );
        }

        call.Terminal.Console.Write(table);
        if (report.Policy.Length == 0)
        {
            call.Say(
                "Privacy:Policy kosong: masa simpan masih bawaan program, belum ditetapkan lembaga.",
                "Privacy:Policy is empty: the periods are the program's defaults, nobody has decided on them yet."
            );
        }
    }
}

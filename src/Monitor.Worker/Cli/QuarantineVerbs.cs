using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor source quarantine</c> and <c>retry</c>: what could not be taken in, and its way back.</summary>
internal static class QuarantineVerbs
{
    public static Command List(Verbs verbs)
    {
        var id = new Argument<long?>("ID")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = verbs.Pick("Nomor sumber; tanpa itu semua.", "Number of the source; without it all."),
        };
        return verbs.Of(
            "quarantine",
            "Menampilkan entri yang disisihkan karena tidak dapat diambil, dengan alasannya.",
            "Lists the entries that were set aside because they could not be taken in, with the reason.",
            "monitor source quarantine 3",
            async (call, ct) =>
            {
                var source = call.Value(id);
                var entries = await call.Daemon.GetAsync<List<QuarantineView>>(
                    source is null ? "/source/quarantine" : $"/source/quarantine?source={source}",
                    ct
                );
                Show(call, entries);
                return ExitCode.Done;
            },
            id
        );
    }

    public static Command Retry(Verbs verbs)
    {
        var entry = new Argument<long?>("ENTRY_ID")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = verbs.Pick("Nomor entri dari 'source quarantine'.", "Number of the entry, from 'source quarantine'."),
        };
        var source = verbs.Option<long?>(
            "--source",
            "Mengembalikan semua entri yang disisihkan dari sumber ini.",
            "Puts back everything that this source has set aside."
        );
        return verbs.Of(
            "retry",
            "Mengembalikan entri dari karantina; langsung dicoba lagi pada putaran berikutnya.",
            "Puts entries back from quarantine; they are tried again in the next round.",
            "monitor source retry 12",
            async (call, ct) =>
            {
                if (call.Value(entry) is null == call.Value(source) is null)
                {
                    throw RefusalException.Wrong("Sebutkan satu: ENTRY_ID atau --source ID.", "Name one of them: ENTRY_ID or --source ID.");
                }

                var answer = await call.Daemon.PostAsync<RetryAnswer>(
                    "/source/quarantine/retry",
                    new RetryRequest(call.Value(entry), call.Value(source)),
                    ct
                );
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Print(call.Text($"{answer.Entries} entri dicoba lagi.", $"{answer.Entries} entries are tried again."));
                }

                return ExitCode.Done;
            },
            entry,
            source
        );
    }

    private static void Show(Invocation call, List<QuarantineView> entries)
    {
        if (call.Json)
        {
            entries.ForEach(call.PrintJson);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(
            "#",
            call.Text("sumber", "source"),
            call.Text("entri", "entry"),
            call.Text("percobaan", "attempts"),
            call.Text("pertama", "first"),
            call.Text("terakhir", "last"),
            call.Text("alasan", "reason")
        );
        foreach (var entry in entries)
        {
            string[] lines = [entry.Title, entry.Url ?? "", entry.NativeId == entry.Url ? "" : entry.NativeId];
            table.AddRow(
                new Markup($"{entry.Id}"),
                new Markup($"{entry.Source}"),
                new Markup(Markup.Escape(string.Join('\n', lines.Where(line => line.Length > 0)))),
                new Markup($"{entry.Attempts}"),
                new Markup($"{entry.FirstAt:MM-dd HH:mm}"),
                new Markup($"{entry.LastAt:MM-dd HH:mm}"),
                new Markup(Markup.Escape(call.Text(entry.ReasonId, entry.ReasonEn)))
            );
        }

        call.Terminal.Console.Write(table);
    }
}

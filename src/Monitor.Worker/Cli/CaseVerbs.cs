using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Cases;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor case</c>: confirmed findings about one person and one event, and what became of them.</summary>
internal static class CaseVerbs
{
    public static Command Build(Verbs verbs)
    {
        var id = verbs.Argument<string>("CASE", "Nomor perkara, mis. 7 atau K-000007.", "Number of the case, for example 7 or K-000007.");
        var flag = verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");
        var flags = verbs.Argument<long[]>("FLAG", "Nomor flag yang terkonfirmasi.", "Numbers of confirmed flags.");
        flags.Arity = ArgumentArity.OneOrMore;
        var text = verbs.Option<string>("--text", "Isinya.", "What it says.");
        text.Required = true;
        var reason = verbs.Option<string>("--reason", "Alasannya.", "Why.");
        reason.Required = true;
        var day = verbs.Option<string?>("--date", "Tanggalnya, tttt-bb-hh; bawaan: hari ini.", "Its date, yyyy-mm-dd; default: today.");
        return verbs.Group(
            "case",
            "Perkara: temuan tentang satu orang dan satu peristiwa, dan apa yang terjadi dengannya.",
            "Cases: findings about one person and one event, and what became of them.",
            List(verbs),
            verbs.Of(
                "show",
                "Satu perkara: orang, temuan, kajian, jawaban, batas waktu, garis waktu.",
                "One case: person, findings, kajian, answers, time limits, timeline.",
                "monitor case show K-000007",
                async (call, ct) =>
                {
                    var view = await call.Daemon.GetAsync<CaseView>($"/case/{IdOf(call.Value(id))}", ct);
                    if (call.Json)
                    {
                        call.PrintJson(view);
                    }
                    else
                    {
                        CaseScreen.Show(call, view);
                    }

                    return ExitCode.Done;
                },
                id
            ),
            verbs.Of(
                "nip",
                "Menampilkan NIP utuh; bahwa Anda melihatnya dicatat.",
                "Shows the whole NIP; that you looked at it is recorded.",
                "monitor case nip K-000007",
                async (call, ct) =>
                {
                    var answer = await call.Daemon.PostAsync<CaseNipAnswer>($"/case/{IdOf(call.Value(id))}/nip", null, ct);
                    if (call.Json)
                    {
                        call.PrintJson(answer);
                    }
                    else
                    {
                        call.Print(answer.Nip);
                    }

                    return ExitCode.Done;
                },
                id
            ),
            Open(verbs, flags),
            verbs.Of(
                "join",
                "Menggabungkan temuan tentang orang yang sama ke sebuah perkara.",
                "Joins findings about the same person to a case.",
                "monitor case join K-000007 19 23",
                async (call, ct) =>
                    Tell(
                        call,
                        await call.Daemon.PostAsync<CaseAnswer>(
                            $"/case/{IdOf(call.Value(id))}/join",
                            new CaseJoinRequest(call.Value(flags)),
                            ct
                        )
                    ),
                id,
                flags
            ),
            verbs.Of(
                "split",
                "Memisahkan satu temuan menjadi perkara sendiri: ternyata peristiwa lain.",
                "Takes one finding out into a case of its own: it was another event.",
                "monitor case split K-000007 19 --reason \"peristiwa lain, tanggal lain\"",
                async (call, ct) =>
                    Tell(
                        call,
                        await call.Daemon.PostAsync<CaseAnswer>(
                            $"/case/{IdOf(call.Value(id))}/split",
                            new CaseSplitRequest(call.Value(flag), call.Value(reason)!),
                            ct
                        )
                    ),
                id,
                flag,
                reason
            ),
            Kajian(verbs, id),
            Entry(
                verbs,
                "note",
                new(
                    "Mencatat klarifikasi: siapa didengar, apa yang diperiksa.",
                    "Notes a clarification: who was heard, what was looked into."
                ),
                "monitor case note K-000007 --text \"Terlapor didengar dan membenarkan akunnya\" --date 2026-11-20",
                call => (call.Value(id), null, call.Value(day), call.Value(text)),
                id,
                text,
                day
            ),
            Entry(
                verbs,
                "recommend",
                new("Mencatat rekomendasi Bawaslu.", "Records what Bawaslu recommends."),
                "monitor case recommend K-000007 --text \"Diteruskan kepada BKN\"",
                call => (call.Value(id), null, call.Value(day), call.Value(text)),
                id,
                text,
                day
            ),
            Answer(verbs, id, day),
            CaseFolderVerbs.Evidence(verbs, id),
            CaseFolderVerbs.Verify(verbs)
        );
    }

    /// <summary>A case's number as people write it: <c>7</c>, <c>K-7</c> or <c>K-000007</c>.</summary>
    /// <exception cref="RefusalException">It is none of these.</exception>
    internal static long IdOf(string written)
    {
        var digits = written.StartsWith("K-", StringComparison.OrdinalIgnoreCase) ? written[2..] : written;
        return
            long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
            && id > 0
            ? id
            : throw RefusalException.Wrong(
                $"'{written}' bukan nomor perkara; tulislah seperti 7 atau K-000007.",
                $"'{written}' is not the number of a case; write it like 7 or K-000007."
            );
    }

    private static Command List(Verbs verbs)
    {
        var state = verbs.Option<string?>(
            "--state",
            $"Hanya keadaan ini ({string.Join(", ", CaseState.All)}).",
            $"Only this state ({string.Join(", ", CaseState.All)})."
        );
        var limit = verbs.Option("--limit", "Paling banyak sekian.", "At most so many.", 50);
        return verbs.Of(
            "list",
            "Perkara, yang terbaru dahulu.",
            "Cases, newest first.",
            "monitor case list --state studied",
            async (call, ct) =>
            {
                var query = call.Value(state) is { Length: > 0 } only ? $"&state={Uri.EscapeDataString(only)}" : "";
                var lines = await call.Daemon.GetAsync<List<CaseLine>>($"/case?limit={call.Value(limit)}{query}", ct);
                if (call.Json)
                {
                    lines.ForEach(call.PrintJson);
                }
                else if (lines.Count == 0)
                {
                    call.Say("Belum ada perkara.", "There is no case.");
                }
                else
                {
                    CaseScreen.List(call, lines);
                }

                return ExitCode.Done;
            },
            state,
            limit
        );
    }

    private static Command Open(Verbs verbs, Argument<long[]> flags)
    {
        var title = verbs.Option<string?>("--title", "Peristiwanya dalam beberapa kata.", "What happened, in a few words.");
        return verbs.Of(
            "open",
            "Membuka perkara dari temuan terkonfirmasi tentang satu orang dan satu peristiwa.",
            "Opens a case of confirmed findings about one person and one event.",
            "monitor case open 12 15 --title \"Unggahan dukungan 1 Oktober\"",
            async (call, ct) =>
                Tell(call, await call.Daemon.PostAsync<CaseAnswer>("/case", new CaseOpenRequest(call.Value(flags), call.Value(title)), ct)),
            flags,
            title
        );
    }

    private static Command Kajian(Verbs verbs, Argument<string> id)
    {
        var number = verbs.Option<string>("--number", "Nomor kajian.", "Number of the kajian.");
        var date = verbs.Option<string>("--date", "Tanggal kajian, tttt-bb-hh.", "Date of the kajian, yyyy-mm-dd.");
        number.Required = true;
        date.Required = true;
        return Entry(
            verbs,
            "kajian",
            new("Mencatat nomor dan tanggal kajian sebuah perkara.", "Records the number and date of a case's kajian."),
            "monitor case kajian K-000007 --number 001/TM/PL/2026 --date 2026-11-20",
            call => (call.Value(id), call.Value(number), call.Value(date), null),
            id,
            number,
            date
        );
    }

    private static Command Answer(Verbs verbs, Argument<string> id, Option<string?> day)
    {
        var status = verbs.Option<string>(
            "--status",
            $"Jawaban: {string.Join(", ", AnswerStatus.All)}.",
            $"The answer: {string.Join(", ", AnswerStatus.All)}."
        );
        status.Required = true;
        var note = verbs.Option<string?>("--text", "Keterangan.", "A remark.");
        return Entry(
            verbs,
            "answer",
            new("Mencatat jawaban BKN.", "Records what BKN answered."),
            "monitor case answer K-000007 --status menunggu_ppk --date 2026-11-20",
            call => (call.Value(id), call.Value(status), call.Value(day), call.Value(note)),
            id,
            status,
            day,
            note
        );
    }

    private static Command Entry(
        Verbs verbs,
        string name,
        Sentence what,
        string example,
        Func<Invocation, (string Case, string? Code, string? Day, string? Text)> read,
        params ReadOnlySpan<Symbol> symbols
    ) =>
        verbs.Of(
            name,
            what.Id,
            what.En,
            example,
            async (call, ct) =>
            {
                var (written, code, day, text) = read(call);
                var id = IdOf(written);
                var answer = await call.Daemon.PostAsync<DoneAnswer>($"/case/{id}/{name}", new CaseEntryRequest(code, day, text), ct);
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Say($"Dicatat pada perkara {CaseRow.NumberOf(id)}.", $"Recorded in case {CaseRow.NumberOf(id)}.");
                }

                return ExitCode.Done;
            },
            symbols
        );

    private static int Tell(Invocation call, CaseAnswer answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
            return ExitCode.Done;
        }

        call.Print(answer.Number);
        if (answer.Loose.Count > 0)
        {
            var others = string.Join(", ", answer.Loose);
            call.Say(
                $"Temuan lain tentang orang ini yang belum menjadi perkara: {others}. Bila peristiwanya sama: monitor case join {answer.Number} …",
                $"Other findings about this person that belong to no case: {others}. If it is the same event: monitor case join {answer.Number} …"
            );
        }

        return ExitCode.Done;
    }
}

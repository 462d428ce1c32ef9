using System.CommandLine;
using Monitor.Worker.Api;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor source</c>: what is watched.</summary>
internal static class SourceVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "source",
            "Sumber yang dipantau.",
            "The sources that are watched.",
            Add(verbs),
            List(verbs),
            Test(verbs),
            SourceIntervalVerb.Build(verbs),
            Switch(verbs, "pause"),
            Switch(verbs, "resume"),
            Status(verbs),
            QuarantineVerbs.List(verbs),
            QuarantineVerbs.Retry(verbs)
        );

    private static Command Add(Verbs verbs)
    {
        var kind = verbs.Argument<string>(
            "KIND",
            "Jenis sumber: feed (RSS, Atom, JSON Feed), telegram, youtube, bluesky, mastodon, sitemap, x.",
            "Kind of source: feed (RSS, Atom, JSON Feed), telegram, youtube, bluesky, mastodon, sitemap, x."
        );
        var url = verbs.Argument<string>(
            "ADDRESS",
            "Alamat sumber, atau nama akun di platform itu.",
            "Address of the source, or name of the account on that platform."
        );
        var account = verbs.Option<long?>(
            "--account",
            "Nomor akun terdaftar yang unggahannya ada di sumber ini.",
            "Number of the registered account whose posts the source holds."
        );
        var region = verbs.Option<string?>(
            "--region",
            "Kode wilayah Kemendagri yang diberitakan, mis. 33.26.",
            "Kemendagri code of the region it writes about, for example 33.26."
        );
        var every = SourceIntervalVerb.Every(verbs);
        var phases = SourceIntervalVerb.Phases(verbs);
        var reads = verbs.Option<string?>(
            "--reads",
            "page: teks ada di halaman di balik entri; entry: entri itulah teksnya. Bawaan: entry bila ada --account.",
            "page: the text is on the page behind an entry; entry: the entry is the text. Default: entry when there is an --account."
        );
        return verbs.Of(
            "add",
            "Mendaftarkan sumber; langsung diperiksa pada putaran berikutnya.",
            "Registers a source; it is checked in the next round.",
            "monitor source add feed https://kabar.example/rss --region 33.26 --every 15m",
            async (call, ct) =>
            {
                var request = new SourceAddRequest(
                    call.Value(kind),
                    call.Value(url),
                    call.Value(account),
                    call.Value(region),
                    call.Value(every),
                    call.Value(reads),
                    call.Value(phases)
                );
                var answer = await call.Daemon.PostAsync<SourceAddAnswer>("/source", request, ct);
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Print(call.Text($"Sumber {answer.Id} didaftarkan.", $"Source {answer.Id} registered."));
                }

                return ExitCode.Done;
            },
            kind,
            url,
            account,
            region,
            every,
            reads,
            phases
        );
    }

    private static Command List(Verbs verbs) =>
        verbs.Of(
            "list",
            "Menampilkan semua sumber.",
            "Lists all sources.",
            "monitor source list",
            async (call, ct) =>
            {
                Show(call, await call.Daemon.GetAsync<List<SourceView>>("/source", ct));
                return ExitCode.Done;
            }
        );

    private static Command Status(Verbs verbs)
    {
        var id = new Argument<long?>("ID")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = verbs.Pick("Nomor sumber; tanpa itu semua.", "Number of the source; without it all."),
        };
        return verbs.Of(
            "status",
            "Kesehatan sumber dengan alasannya; keluar 1 bila ada yang merah.",
            "Health of the sources with the reason; exit 1 when one is red.",
            "monitor source status",
            async (call, ct) =>
            {
                var wanted = call.Value(id);
                var all = await call.Daemon.GetAsync<List<SourceView>>("/source", ct);
                var sources = all.FindAll(source => wanted is null || source.Id == wanted);
                if (wanted is not null && sources.Count == 0)
                {
                    call.Say($"Sumber {wanted} tidak ada.", $"There is no source {wanted}.");
                    return ExitCode.Finding;
                }

                Show(call, sources);
                if (!call.Json)
                {
                    SourceIntervalVerb.Explain(call, sources);
                }

                return sources.Exists(source => source.Health == "red") ? ExitCode.Finding : ExitCode.Done;
            },
            id
        );
    }

    private static Command Switch(Verbs verbs, string word)
    {
        var id = verbs.Argument<long>("ID", "Nomor sumber.", "Number of the source.");
        var pause = word == "pause";
        return verbs.Of(
            word,
            pause ? "Menghentikan sementara pemeriksaan sumber." : "Melanjutkan pemeriksaan sumber.",
            pause ? "Pauses the checks of a source." : "Resumes the checks of a source.",
            $"monitor source {word} 3",
            async (call, ct) =>
            {
                var answer = await call.Daemon.PostAsync<DoneAnswer>($"/source/{call.Value(id)}/{word}", null, ct);
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Say(pause ? "Dijeda." : "Dilanjutkan.", pause ? "Paused." : "Resumed.");
                }

                return ExitCode.Done;
            },
            id
        );
    }

    private static Command Test(Verbs verbs)
    {
        var what = verbs.Argument<string>(
            "ID|ADDRESS",
            "Nomor sumber, atau alamat yang belum didaftarkan.",
            "Number of a source, or an address that is not registered."
        );
        var kind = verbs.Option(
            "--kind",
            "Jenis sumber yang belum didaftarkan, seperti pada 'source add'.",
            "Kind of a source that is not registered, as for 'source add'.",
            "feed"
        );
        var account = verbs.Option<long?>("--account", "Seperti pada 'source add'.", "As for 'source add'.");
        var reads = verbs.Option<string?>("--reads", "Seperti pada 'source add'.", "As for 'source add'.");
        return verbs.Of(
            "test",
            "Mengambil sekali dan menunjukkan apa yang akan disimpan; tidak menyimpan apa pun.",
            "Fetches once and shows what would be stored; stores nothing.",
            "monitor source test 3",
            async (call, ct) =>
            {
                // A bare number is a source's, unless a kind is named whose accounts have numbers themselves.
                var answer =
                    call.Value(kind) == "feed" && long.TryParse(call.Value(what), out var number)
                        ? await call.Daemon.PostAsync<SourceTestAnswer>($"/source/{number}/test", null, ct)
                        : await call.Daemon.PostAsync<SourceTestAnswer>(
                            "/source/try",
                            new SourceAddRequest(call.Value(kind), call.Value(what), call.Value(account), null, null, call.Value(reads)),
                            ct
                        );
                Show(call, answer);
                return answer.Outcome == "Ok" ? ExitCode.Done : ExitCode.Finding;
            },
            what,
            kind,
            account,
            reads
        );
    }

    private static void Show(Invocation call, SourceTestAnswer answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
            return;
        }

        call.Print(call.Text($"Hasil: {answer.Outcome}. {answer.ReasonId}", $"Outcome: {answer.Outcome}. {answer.ReasonEn}"));
        foreach (var note in answer.Notes)
        {
            call.Print(call.Text(note.Id, note.En));
        }

        call.Print(call.Text($"Judul: {answer.Title}; {answer.Entries} entri", $"Title: {answer.Title}; {answer.Entries} entries"));
        call.Print(
            call.Text(
                $"Akan diperiksa tiap {answer.Pace.Interval:c}: {answer.Pace.WhyId}.",
                $"Would be checked every {answer.Pace.Interval:c}: {answer.Pace.WhyEn}."
            )
        );
        foreach (var item in answer.Items)
        {
            call.Print("");
            call.Print($"- {item.Title}");
            call.Print($"  {item.Url ?? item.NativeId}  {item.Published?.ToUniversalTime():yyyy-MM-dd HH:mm'Z'}");
            if (item.ProblemEn is not null)
            {
                call.Print(call.Text($"  MASALAH: {item.ProblemId}", $"  PROBLEM: {item.ProblemEn}"));
                continue;
            }

            if (item.Shares is { } shares)
            {
                call.Print(
                    call.Text(
                        shares == "repost"
                            ? "  Unggahan ulang: kata-katanya milik orang lain."
                            : "  Kutipan: kata-kata yang dikutip tidak dinilai.",
                        shares == "repost" ? "  A repost: the words are another's." : "  A quote: the quoted words are not judged."
                    )
                );
            }

            call.Print($"  {item.Text.ReplaceLineEndings(" ")}");
            call.Print(
                call.Text(
                    $"  {item.Label} {item.Score:0.000}, identitas: {item.Attribution}, {(item.WouldBeFlagged ? "akan ditandai" : "tidak ditandai")}",
                    $"  {item.Label} {item.Score:0.000}, identity: {item.Attribution}, {(item.WouldBeFlagged ? "would be flagged" : "not flagged")}"
                )
            );
        }
    }

    private static void Show(Invocation call, List<SourceView> sources)
    {
        if (call.Json)
        {
            sources.ForEach(call.PrintJson);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(
            "#",
            call.Text("kesehatan", "health"),
            call.Text("alamat", "address"),
            call.Text("akun", "account"),
            call.Text("tiap", "every"),
            call.Text("terakhir", "last"),
            call.Text("berikutnya", "next"),
            call.Text("karantina", "quarantine"),
            call.Text("alasan", "reason")
        );
        foreach (var source in sources)
        {
            var colour = source.Health switch
            {
                "green" => "green",
                "red" => "red",
                "yellow" => "yellow",
                _ => "grey",
            };
            table.AddRow(
                new Markup($"{source.Id}"),
                new Markup($"[{colour}]{source.Health}[/]"),
                new Markup(Markup.Escape(source.Url)),
                new Markup(source.Account?.ToString() ?? ""),
                new Markup($"{source.Pace.Interval:c}"),
                new Markup($"{source.LastCheckedAt:MM-dd HH:mm}"),
                new Markup($"{source.NextCheckAt:MM-dd HH:mm}"),
                new Markup($"{source.Quarantined}"),
                new Markup(
                    Markup.Escape(
                        source.Outcome is null or "ok" or "not-modified"
                            ? source.Outcome ?? ""
                            : call.Text(
                                source.ReasonId + (source.FirstFailureAt is { } dari ? $" (sejak {dari:yyyy-MM-dd HH:mm}Z)" : ""),
                                source.ReasonEn + (source.FirstFailureAt is { } since ? $" (since {since:yyyy-MM-dd HH:mm}Z)" : "")
                            )
                    )
                )
            );
        }

        call.Terminal.Console.Write(table);
    }
}

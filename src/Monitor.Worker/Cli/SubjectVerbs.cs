using System.CommandLine;
using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor subject</c>: the rights of a person whose data are held.</summary>
internal static class SubjectVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "subject",
            "Hak orang atas datanya: melihat, memperbaiki, menghapus; setiap permintaan dicatat.",
            "A person's rights over the data: to see, to correct, to erase; every request is registered.",
            Report(verbs),
            Correct(verbs),
            Erase(verbs),
            Register(verbs),
            Refuse(verbs),
            List(verbs)
        );

    private static Command Report(Verbs verbs)
    {
        var who = new SubjectOptions(verbs);
        var copy = verbs.Option<bool>(
            "--for-subject",
            "Salinan untuk orangnya: tanpa nama petugas (UU 27/2022 Ps 33 b).",
            "The copy for the person: without the names of those who work here (UU 27/2022 Ps 33 b)."
        );
        return verbs.Of(
            "report",
            "Menampilkan segala yang disimpan tentang satu orang dan siapa yang melihatnya.",
            "Shows everything held about one person, and who looked at it.",
            "monitor subject report --nip-file nip.txt --from subject --proof \"KTP shown, letter 12/2026\"",
            async (call, ct) =>
            {
                var ask = await who.AskAsync(call, ct);
                var report = await call.Daemon.PostAsync<SubjectReport>("/subject/report", ask with { ForSubject = call.Value(copy) }, ct);
                if (call.Json)
                {
                    call.PrintJson(report);
                }
                else
                {
                    SubjectScreen.Print(call, report);
                }

                return ExitCode.Done;
            },
            [.. who.All, copy]
        );
    }

    private static Command Correct(Verbs verbs)
    {
        var who = new SubjectOptions(verbs);
        var value = verbs.Option<string[]>(
            "--value",
            $"Nilai baru: kolom=nilai; kolom: {string.Join(", ", Corrections.Columns)}.",
            $"A new value: column=value; columns: {string.Join(", ", Corrections.Columns)}."
        );
        return verbs.Of(
            "correct",
            "Memperbaiki data terdaftar seseorang menurut aturan impor.",
            "Corrects what the registry says of a person, by the rules of an import.",
            "monitor subject correct --id 12 --value jabatan=Camat --from subject --proof \"SK 5/2026\"",
            async (call, ct) =>
            {
                var values = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var given in call.Value(value) ?? [])
                {
                    var at = given.IndexOf('=', StringComparison.Ordinal);
                    if (at <= 0)
                    {
                        throw RefusalException.Wrong(
                            $"--value harus berbentuk kolom=nilai, bukan '{given}'.",
                            $"--value takes column=value, was '{given}'."
                        );
                    }

                    values[given[..at]] = given[(at + 1)..];
                }

                var ask = await who.AskAsync(call, ct);
                var done = await call.Daemon.PostAsync<CorrectionResult>("/subject/correct", ask with { Set = values }, ct);
                if (call.Json)
                {
                    call.PrintJson(done);
                    return ExitCode.Done;
                }

                call.Print(
                    call.Text(
                        $"ASN {done.Person}: {string.Join(", ", done.Changed)} diperbaiki; permintaan {done.Request} selesai.",
                        $"Civil servant {done.Person}: {string.Join(", ", done.Changed)} corrected; request {done.Request} is done."
                    )
                );
                if (done.Batches.Count > 0)
                {
                    call.Say(
                        $"Nilai lama sudah dikirim dalam {string.Join(", ", done.Batches)}; beri tahu penerimanya.",
                        $"The old values have left in {string.Join(", ", done.Batches)}; tell the recipient."
                    );
                }

                return ExitCode.Done;
            },
            [.. who.All, value]
        );
    }

    private static Command Erase(Verbs verbs)
    {
        var who = new SubjectOptions(verbs);
        var dry = verbs.Option<bool>("--dry-run", "Hanya menampilkan apa yang akan dihapus.", "Only show what would be erased.");
        var yes = verbs.Option<bool>("--yes", "Tanpa bertanya.", "Without asking.");
        return verbs.Of(
            "erase",
            "Menghapus seseorang dari semua tabel, bukti dan salinan, kecuali ada penahanan hukum; keluar 1 bila masih ada jejak.",
            "Erases a person from every table, evidence and copy, unless a legal hold is in force; exit 1 when a trace remains.",
            "monitor subject erase --nip-file nip.txt --request 7",
            async (call, ct) =>
            {
                var ask = await who.AskAsync(call, ct);
                var plan = await call.Daemon.PostAsync<ErasureResult>("/subject/erase", ask with { DryRun = true }, ct);
                if (call.Value(dry))
                {
                    SubjectScreen.Print(call, plan);
                    return ExitCode.Done;
                }

                if (!call.Value(yes) && !Confirm(call, plan))
                {
                    call.Say("Tidak ada yang dihapus.", "Nothing was erased.");
                    return ExitCode.Finding;
                }

                var done = await call.Daemon.PostAsync<ErasureResult>("/subject/erase", ask with { DryRun = false }, ct);
                SubjectScreen.Print(call, done);
                return done.Remains.Count == 0 && done.Wiped ? ExitCode.Done : ExitCode.Finding;
            },
            [.. who.All, dry, yes]
        );
    }

    // The number and not a "y": nobody types it by accident.
    private static bool Confirm(Invocation call, ErasureResult plan)
    {
        var rows = plan.Tables.Values.Sum();
        call.Say(
            $"{rows} baris tentang ASN {plan.Person} akan dihapus dan tidak dapat kembali. Ketik nomornya ({plan.Person}) untuk melanjutkan:",
            $"{rows} rows about civil servant {plan.Person} will be erased for ever. Type the number ({plan.Person}) to go on:"
        );
        return call.Terminal.In.ReadLine()?.Trim() == plan.Person.ToString(CultureInfo.InvariantCulture);
    }

    private static Command Register(Verbs verbs)
    {
        var kind = verbs.Argument<string>("KIND", "report, correct atau erase.", "report, correct or erase.");
        var who = new SubjectOptions(verbs);
        return verbs.Of(
            "request",
            "Mendaftarkan permintaan yang belum dijawab; tenggatnya 3 x 24 jam sejak diterima.",
            "Registers a request that is not answered yet; it is due 3 x 24 hours after receipt.",
            "monitor subject request erase --id 12 --from subject --proof \"letter 12/2026\"",
            async (call, ct) =>
            {
                var ask = await who.AskAsync(call, ct);
                Print(call, await call.Daemon.PostAsync<SubjectRequest>("/subject/request", ask with { Kind = call.Value(kind) }, ct));
                return ExitCode.Done;
            },
            [kind, .. who.All]
        );
    }

    private static Command Refuse(Verbs verbs)
    {
        var id = verbs.Argument<long>("REQUEST", "Nomor permintaan.", "Number of the request.");
        var reason = verbs.Option<string>("--reason", "Alasan dan dasar hukumnya.", "Why, with the legal basis.");
        reason.Required = true;
        return verbs.Of(
            "refuse",
            "Menolak permintaan dengan alasan dan dasar hukumnya.",
            "Refuses a request, with the reason and its legal basis.",
            "monitor subject refuse 7 --reason \"UU 27/2022 Ps 15 (1) b: perkara berjalan\"",
            async (call, ct) =>
            {
                Print(
                    call,
                    await call.Daemon.PostAsync<SubjectRequest>(
                        $"/subject/request/{call.Value(id)}/refuse",
                        new ReasonAsk(call.Value(reason)),
                        ct
                    )
                );
                return ExitCode.Done;
            },
            id,
            reason
        );
    }

    private static Command List(Verbs verbs)
    {
        var all = verbs.Option<bool>("--all", "Juga yang sudah dijawab.", "Those that were answered too.");
        return verbs.Of(
            "requests",
            "Menampilkan permintaan yang belum dijawab menurut tenggatnya; keluar 1 bila ada yang lewat.",
            "Lists the requests that are not answered by their due time; exit 1 when one is overdue.",
            "monitor subject requests --all",
            async (call, ct) =>
            {
                var requests = await call.Daemon.GetAsync<List<SubjectRequest>>(
                    call.Value(all) ? "/subject/request?all=true" : "/subject/request",
                    ct
                );
                foreach (var request in requests)
                {
                    Print(call, request);
                }

                var late = requests.Count(request => request.State == "open" && request.DueAt < Hosting.Clock.Machine.GetUtcNow());
                if (late > 0)
                {
                    call.Say($"{late} permintaan melewati tenggat.", $"{late} requests are overdue.");
                }

                return late > 0 ? ExitCode.Finding : ExitCode.Done;
            },
            all
        );
    }

    private static void Print(Invocation call, SubjectRequest request)
    {
        if (call.Json)
        {
            call.PrintJson(request);
        }
        else
        {
            call.Print(
                $"{request.Id}\t{request.Kind}\tasn:{request.AsnId}\t{request.AskedBy}\t{request.State}\t{request.ReceivedAt:yyyy-MM-dd HH:mm}Z\t{call.Text("tenggat", "due")} {request.DueAt:yyyy-MM-dd HH:mm}Z\t{request.Decision}"
            );
        }
    }
}

using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor asn status</c>: what holds of a person for a time and changes how an act is judged.</summary>
internal static class StatusVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "status",
            "Keadaan seseorang yang mengubah penilaian: bertugas di pemilu, CLTN, suami/istri calon, Pasal 71, ikrar.",
            "What changes how a person's act is judged: election duty, leave, candidate's spouse, Article 71, pledge.",
            Add(verbs),
            List(verbs),
            End(verbs),
            ImportVerb.Build(verbs, "asn/status", "asn status import keadaan.csv", "keadaan ASN", "what holds of civil servants")
        );

    /// <summary>One line of it.</summary>
    internal static string Line(PersonStatus status) =>
        $"{status.Id}\t{status.Kind}\t{status.ValidFrom} – {status.ValidTo ?? "…"}\t{status.Source}\t{status.Note}";

    private static Command Add(Verbs verbs)
    {
        var asn = verbs.Argument<long>("ASN", "Nomor ASN.", "Number of the civil servant.");
        var kind = verbs.Argument<string>(
            "STATUS",
            "petugas_pemilu, cltn, pasangan_calon, pasal_71, ikrar_netralitas, atau pakta_integritas.",
            "petugas_pemilu, cltn, pasangan_calon, pasal_71, ikrar_netralitas or pakta_integritas."
        );
        var from = verbs.Option<string>("--from", "Hari pertama, tttt-bb-hh.", "First day, yyyy-mm-dd.");
        var to = verbs.Option<string?>("--to", "Hari terakhir; kosong bila belum berakhir.", "Last day; left out while it is open.");
        var source = verbs.Option<string>("--source", "Dokumen yang menyatakannya.", "The document that says so.");
        var note = verbs.Option<string?>(
            "--note",
            "Keterangan, mis. kontes atau jabatannya.",
            "More, for example the contest or the position."
        );
        from.Required = true;
        source.Required = true;
        return verbs.Of(
            "add",
            "Mencatat keadaan seseorang dengan tanggal dan sumbernya.",
            "Records what holds of a person, with dates and source.",
            "monitor asn status add 12 cltn --from 2024-09-01 --to 2024-12-01 --source \"SK CLTN 800/123/2024\"",
            async (call, ct) =>
            {
                var request = new StatusAddRequest(
                    call.Value(kind),
                    call.Value(from) ?? "",
                    call.Value(to),
                    call.Value(source) ?? "",
                    call.Value(note)
                );
                Print(call, await call.Daemon.PostAsync<PersonStatus>($"/asn/{call.Value(asn)}/status", request, ct));
                return ExitCode.Done;
            },
            asn,
            kind,
            from,
            to,
            source,
            note
        );
    }

    private static Command List(Verbs verbs)
    {
        var asn = verbs.Argument<long>("ASN", "Nomor ASN.", "Number of the civil servant.");
        return verbs.Of(
            "list",
            "Menampilkan keadaan seseorang, yang terbaru dahulu.",
            "Lists what holds or held of a person, newest first.",
            "monitor asn status list 12",
            async (call, ct) =>
            {
                foreach (var status in await call.Daemon.GetAsync<List<PersonStatus>>($"/asn/{call.Value(asn)}/status", ct))
                {
                    Print(call, status);
                }

                return ExitCode.Done;
            },
            asn
        );
    }

    private static Command End(Verbs verbs)
    {
        var id = verbs.Argument<long>("ID", "Nomor keadaan.", "Number of the status.");
        var on = verbs.Option<string>("--on", "Hari terakhir, tttt-bb-hh.", "Last day, yyyy-mm-dd.");
        var source = verbs.Option<string>("--source", "Dokumen yang menyatakannya.", "The document that says so.");
        on.Required = true;
        source.Required = true;
        return verbs.Of(
            "end",
            "Mengakhiri keadaan yang masih berlaku.",
            "Says that a status holds no longer.",
            "monitor asn status end 7 --on 2024-12-01 --source \"SK 800/456/2024\"",
            async (call, ct) =>
            {
                var request = new StatusEndRequest(call.Value(on) ?? "", call.Value(source) ?? "");
                Print(call, await call.Daemon.PostAsync<PersonStatus>($"/asn/status/{call.Value(id)}/end", request, ct));
                return ExitCode.Done;
            },
            id,
            on,
            source
        );
    }

    private static void Print(Invocation call, PersonStatus status)
    {
        if (call.Json)
        {
            call.PrintJson(status);
        }
        else
        {
            call.Print(Line(status));
        }
    }
}

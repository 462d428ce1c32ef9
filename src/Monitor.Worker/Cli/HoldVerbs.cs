using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Privacy;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor hold</c>: what may not be erased, and on whose order.</summary>
internal static class HoldVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "hold",
            "Penahanan hukum: yang tidak boleh dihapus, dan atas perintah siapa.",
            "Legal holds: what may not be erased, and on whose order.",
            Add(verbs),
            List(verbs),
            Release(verbs)
        );

    private static Command Add(Verbs verbs)
    {
        var flag = verbs.Option<long?>("--flag", "Satu flag.", "One flag.");
        var asn = verbs.Option<long?>("--asn", "Segala tentang satu orang.", "Everything about one person.");
        var reference = verbs.Option<string>("--reference", "Surat atau perintahnya.", "The letter or the order.");
        var reason = verbs.Option<string>("--reason", "Mengapa.", "Why.");
        (reference.Required, reason.Required) = (true, true);
        return verbs.Of(
            "add",
            "Menahan satu flag atau segala tentang satu orang dari penghapusan.",
            "Keeps one flag, or everything about a person, from being erased.",
            "monitor hold add --flag 12 --reference \"PN Pekalongan 12/Pid.S/2026\" --reason \"bukti perkara\"",
            async (call, ct) =>
            {
                Print(
                    call,
                    await call.Daemon.PostAsync<LegalHold>(
                        "/hold",
                        new HoldAsk(call.Value(flag), call.Value(asn), call.Value(reference), call.Value(reason)),
                        ct
                    )
                );
                return ExitCode.Done;
            },
            flag,
            asn,
            reference,
            reason
        );
    }

    private static Command List(Verbs verbs)
    {
        var all = verbs.Option<bool>("--all", "Juga yang sudah dilepas.", "Those that were released too.");
        return verbs.Of(
            "list",
            "Menampilkan penahanan yang berlaku.",
            "Lists the holds in force.",
            "monitor hold list --all",
            async (call, ct) =>
            {
                foreach (var hold in await call.Daemon.GetAsync<List<LegalHold>>(call.Value(all) ? "/hold?all=true" : "/hold", ct))
                {
                    Print(call, hold);
                }

                return ExitCode.Done;
            },
            all
        );
    }

    private static Command Release(Verbs verbs)
    {
        var id = verbs.Argument<long>("HOLD", "Nomor penahanan.", "Number of the hold.");
        var reason = verbs.Option<string>("--reason", "Mengapa.", "Why.");
        reason.Required = true;
        return verbs.Of(
            "release",
            "Mengakhiri penahanan; catatannya tetap.",
            "Ends a hold; it stays on record.",
            "monitor hold release 3 --reason \"putusan berkekuatan hukum tetap\"",
            async (call, ct) =>
            {
                Print(
                    call,
                    await call.Daemon.PostAsync<LegalHold>($"/hold/{call.Value(id)}/release", new ReasonAsk(call.Value(reason)), ct)
                );
                return ExitCode.Done;
            },
            id,
            reason
        );
    }

    private static void Print(Invocation call, LegalHold hold)
    {
        if (call.Json)
        {
            call.PrintJson(hold);
            return;
        }

        var subject = hold.FlagId is { } flag ? $"flag:{flag}" : $"asn:{hold.AsnId}";
        var ended = hold.ReleasedAt is { } at ? $"\t{call.Text("dilepas", "released")} {at:yyyy-MM-dd}: {hold.ReleaseReason}" : "";
        call.Print($"{hold.Id}\t{subject}\t{hold.PlacedAt:yyyy-MM-dd}\t{hold.PlacedBy}\t{hold.Reference}\t{hold.Reason}{ended}");
    }
}

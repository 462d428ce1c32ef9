using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor queue</c>: what waits for a human.</summary>
internal static class QueueVerbs
{
    public static Command Build(Verbs verbs)
    {
        var state = verbs.Option<string?>(
            "--state",
            "Hanya status ini (flagged, proposed, disputed, needs-information, returned, reopened, confirmed, dismissed; dipisah koma). Bawaan: yang masih terbuka.",
            "Only these states (flagged, proposed, disputed, needs-information, returned, reopened, confirmed, dismissed; comma-separated). Default: those still open."
        );
        var limit = verbs.Option("--limit", "Paling banyak sekian.", "At most so many.", 50);
        var flag = verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");
        Command[] verbsOfQueue =
        [
            verbs.Of(
                "list",
                "Antrean menurut tenggat, lalu skor.",
                "The queue by deadline, then score.",
                "monitor queue list",
                async (call, ct) =>
                {
                    var query = call.Value(state) is { Length: > 0 } only ? $"&state={Uri.EscapeDataString(only)}" : "";
                    var lines = await call.Daemon.GetAsync<List<QueueLine>>($"/queue?limit={call.Value(limit)}{query}", ct);
                    if (call.Json)
                    {
                        lines.ForEach(call.PrintJson);
                    }
                    else if (lines.Count == 0)
                    {
                        call.Say("Antrean kosong.", "The queue is empty.");
                    }
                    else
                    {
                        FlagScreen.Queue(call, lines);
                    }

                    return ExitCode.Done;
                },
                state,
                limit
            ),
            verbs.Of(
                "show",
                "Satu flag: teks dengan alasannya, sumber, akun, hash bukti, tenggat.",
                "One flag: the text with its reasons, source, account, evidence hash, due time.",
                "monitor queue show 12",
                async (call, ct) =>
                {
                    var view = await call.Daemon.GetAsync<FlagView>($"/queue/{call.Value(flag)}", ct);
                    if (call.Json)
                    {
                        call.PrintJson(view);
                    }
                    else
                    {
                        FlagScreen.Flag(call, view);
                    }

                    return ExitCode.Done;
                },
                flag
            ),
            .. ClaimVerbs.Build(verbs),
            .. FlagMoveVerbs.Build(verbs),
        ];
        return verbs.Group(
            "queue",
            "Antrean teks yang perlu dilihat manusia.",
            "The queue of texts that a human should see.",
            verbsOfQueue
        );
    }
}

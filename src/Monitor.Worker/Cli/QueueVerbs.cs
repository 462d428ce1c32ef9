using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor queue</c>: what waits for a human.</summary>
internal static class QueueVerbs
{
    public static Command Build(Verbs verbs)
    {
        var flag = verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");
        Command[] verbsOfQueue =
        [
            .. QueueListVerbs.Build(verbs),
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

using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor queue claim | release | assign | break</c>: who works a flag.</summary>
internal static class ClaimVerbs
{
    public static Command[] Build(Verbs verbs) => [Claim(verbs), Release(verbs), Assign(verbs), Break(verbs)];

    private static Argument<long> Flag(Verbs verbs) => verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");

    private static Command Claim(Verbs verbs)
    {
        var flag = Flag(verbs);
        return verbs.Of(
            "claim",
            "Mengambil satu flag untuk dikerjakan sendiri; hangus bila tidak diperpanjang.",
            "Takes one flag to work on; it lapses when it is not kept alive.",
            "monitor queue claim 12",
            async (call, ct) =>
            {
                var view = await call.Daemon.PostAsync<FlagView>($"/queue/{call.Value(flag)}/claim", null, ct);
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
        );
    }

    private static Command Release(Verbs verbs)
    {
        var flag = Flag(verbs);
        return verbs.Of(
            "release",
            "Mengembalikan flag yang Anda ambil.",
            "Gives a flag that you took back.",
            "monitor queue release 12",
            async (call, ct) =>
            {
                Tell(call, await call.Daemon.PostAsync<DoneAnswer>($"/queue/{call.Value(flag)}/release", null, ct));
                return ExitCode.Done;
            },
            flag
        );
    }

    private static Command Assign(Verbs verbs)
    {
        var flag = Flag(verbs);
        var to = verbs.Option<string?>(
            "--to",
            "Nama pengguna yang ditugasi; tanpa ini penugasan dicabut.",
            "Name of the user it is given to; without it the assignment is taken back."
        );
        return verbs.Of(
            "assign",
            "Menugaskan satu flag kepada seseorang; hanya ketua.",
            "Gives one flag to a named person; ketua only.",
            "monitor queue assign 12 --to siti",
            async (call, ct) =>
            {
                Tell(
                    call,
                    await call.Daemon.PostAsync<DoneAnswer>($"/queue/{call.Value(flag)}/assign", new AssignRequest(call.Value(to)), ct)
                );
                return ExitCode.Done;
            },
            flag,
            to
        );
    }

    private static Command Break(Verbs verbs)
    {
        var flag = Flag(verbs);
        var reason = verbs.Option<string?>(
            "--reason",
            "Alasannya; wajib, dan dibaca pemegangnya.",
            "Why; required, and read by the holder."
        );
        return verbs.Of(
            "break",
            "Memutus klaim orang lain atas satu flag; hanya ketua.",
            "Breaks somebody's claim on a flag; ketua only.",
            "monitor queue break 12 --reason \"petugas sakit, tenggat besok\"",
            async (call, ct) =>
            {
                Tell(
                    call,
                    await call.Daemon.PostAsync<DoneAnswer>(
                        $"/queue/{call.Value(flag)}/break",
                        new MoveRequest(call.Value(reason) ?? ""),
                        ct
                    )
                );
                return ExitCode.Done;
            },
            flag,
            reason
        );
    }

    private static void Tell(Invocation call, DoneAnswer answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
        }
        else
        {
            call.Print(call.Text("Dicatat.", "Recorded."));
        }
    }
}

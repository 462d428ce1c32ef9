using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor decide</c>: one verdict, for scripts.</summary>
internal static class DecideVerb
{
    public static Command Build(Verbs verbs)
    {
        var flag = verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");
        var confirm = verbs.Option<bool>(
            "--confirm",
            "Ini pelanggaran; sebut bentuknya dengan --form.",
            "It is a violation; name its form with --form."
        );
        var dismiss = verbs.Option<bool>("--dismiss", "Ini bukan pelanggaran.", "It is no violation.");
        var form = verbs.Option<string?>("--form", "Kode bentuk pelanggaran, mis. D-6.", "Code of the form of violation, for example D-6.");
        var ground = verbs.Option<string?>("--ground", "Kode dasar penolakan.", "Code of the ground for a dismissal.");
        var reason = verbs.Option<string?>(
            "--reason",
            "Alasan dengan kata-kata sendiri; wajib.",
            "The reason in your own words; required."
        );
        return verbs.Of(
            "decide",
            "Memberi satu putusan. Konfirmasi memerlukan orang kedua, yang tidak melihat putusan pertama.",
            "Gives one verdict. A confirmation needs a second person, who does not see the first verdict.",
            "monitor decide 12 --confirm --form D-6 --reason \"mengajak memilih paslon, akun sudah diverifikasi\"",
            async (call, ct) =>
            {
                if (call.Value(confirm) == call.Value(dismiss))
                {
                    throw RefusalException.Wrong(
                        "Sebut tepat satu dari --confirm dan --dismiss.",
                        "Name exactly one of --confirm and --dismiss."
                    );
                }

                var answer = await call.Daemon.PostAsync<DecideAnswer>(
                    $"/queue/{call.Value(flag)}/decide",
                    new DecideRequest(
                        call.Value(confirm) ? Verdict.Confirm : Verdict.Dismiss,
                        call.Value(form),
                        call.Value(ground),
                        call.Value(reason) ?? ""
                    ),
                    ct
                );
                Tell(call, answer);
                return ExitCode.Done;
            },
            flag,
            confirm,
            dismiss,
            form,
            ground,
            reason
        );
    }

    /// <summary>Says what came of a verdict.</summary>
    internal static void Tell(Invocation call, DecideAnswer answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
            return;
        }

        call.Print(
            answer.State switch
            {
                FlagState.Proposed => call.Text(
                    $"Flag {answer.Flag}: dicatat; menunggu pembaca kedua.",
                    $"Flag {answer.Flag}: recorded; it waits for a second reader."
                ),
                FlagState.Disputed => call.Text(
                    $"Flag {answer.Flag}: dicatat; putusan berbeda, ketua yang memutus.",
                    $"Flag {answer.Flag}: recorded; the verdicts differ, the ketua decides."
                ),
                FlagState.Confirmed => call.Text($"Flag {answer.Flag}: temuan TERKONFIRMASI.", $"Flag {answer.Flag}: finding CONFIRMED."),
                _ => call.Text($"Flag {answer.Flag}: ditolak, bukan pelanggaran.", $"Flag {answer.Flag}: dismissed, no violation."),
            }
        );
    }
}

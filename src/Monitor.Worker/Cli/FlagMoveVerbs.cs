using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor queue ask | answer | return | reopen</c>: what moves a flag besides a verdict.</summary>
internal static class FlagMoveVerbs
{
    public static Command[] Build(Verbs verbs) =>
        [
            Of(
                verbs,
                "ask",
                "Meminta keterangan yang kurang; flag menunggu sampai dijawab.",
                "Asks for what is missing; the flag waits until it is answered.",
                "monitor queue ask 12 --text \"tangkapan layar komentar lengkap\""
            ),
            Of(
                verbs,
                "answer",
                "Menjawab permintaan keterangan; flag dilanjutkan dari tempatnya berhenti.",
                "Answers what was asked; the flag goes on where it stopped.",
                "monitor queue answer 12 --text \"dilampirkan lewat monitor report add\""
            ),
            Of(
                verbs,
                "return",
                "Mengembalikan sengketa untuk dibaca ulang dari awal oleh dua orang; hanya ketua.",
                "Sends a dispute back to be read from the beginning by two persons; ketua only.",
                "monitor queue return 12 --text \"periksa dahulu kepemilikan akun\""
            ),
            Of(
                verbs,
                "reopen",
                "Membuka kembali flag yang sudah selesai; hanya ketua.",
                "Opens a closed flag again; ketua only.",
                "monitor queue reopen 12 --text \"keberatan yang bersangkutan, bukti baru\""
            ),
        ];

    private static Command Of(Verbs verbs, string act, string id, string en, string example)
    {
        var flag = verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");
        var text = verbs.Option<string>("--text", "Apa dan mengapa; wajib.", "What and why; required.");
        text.Required = true;
        return verbs.Of(
            act,
            id,
            en,
            example,
            async (call, ct) =>
            {
                var answer = await call.Daemon.PostAsync<DecideAnswer>(
                    $"/queue/{call.Value(flag)}/{act}",
                    new MoveRequest(call.Value(text) ?? ""),
                    ct
                );
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Print(
                        call.Text(
                            $"Flag {answer.Flag}: dicatat; status {answer.State}.",
                            $"Flag {answer.Flag}: recorded; it is {answer.State}."
                        )
                    );
                }

                return ExitCode.Done;
            },
            flag,
            text
        );
    }
}

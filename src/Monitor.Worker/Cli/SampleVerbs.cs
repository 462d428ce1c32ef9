using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor sample next | answer | raise</c>: the blind reading of texts that the machine did not flag.</summary>
internal static class SampleVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "sample",
            "Membaca buta contoh teks yang tidak ditandai: apa yang terlewat oleh mesin?",
            "Reads a blind sample of texts that were not flagged: what does the machine miss?",
            Next(verbs),
            Answer(verbs),
            Raise(verbs)
        );

    private static Argument<long> Sample(Verbs verbs) => verbs.Argument<long>("SAMPLE", "Nomor contoh.", "Number of the sample.");

    private static Command Next(Verbs verbs) =>
        verbs.Of(
            "next",
            "Menampilkan contoh berikutnya, tanpa siapa, di mana, dan skornya.",
            "Shows the next sample, without who, where and score.",
            "monitor sample next",
            async (call, ct) =>
            {
                var answer = await call.Daemon.PostAsync<SampleShown>("/sample/next", null, ct);
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else if (answer.Sample is not { } sample)
                {
                    call.Print(call.Text("Tidak ada contoh yang menunggu.", "No sample waits."));
                }
                else
                {
                    call.Print(call.Text($"Contoh {sample.Id}", $"Sample {sample.Id}"));
                    call.Print(sample.Text);
                    if (sample.Shared is { } shared)
                    {
                        call.Print(call.Text("Meneruskan tulisan orang lain:", "It passes on somebody else's words:"));
                        call.Print(shared);
                    }

                    call.Print(
                        call.Text(
                            $"Andaikan ini perbuatan ASN: akan Anda konfirmasi sebagai dugaan pelanggaran? monitor sample answer {sample.Id} yes|no|unsure, sampai {sample.Until:HH:mm}Z; {sample.Waiting} lagi menunggu.",
                            $"Suppose a civil servant did this: would you confirm it as a possible violation? monitor sample answer {sample.Id} yes|no|unsure, until {sample.Until:HH:mm}Z; {sample.Waiting} more wait."
                        )
                    );
                }

                return ExitCode.Done;
            }
        );

    private static Command Answer(Verbs verbs)
    {
        var sample = Sample(verbs);
        var label = verbs.Argument<string>("ANSWER", "yes, no, atau unsure.", "yes, no or unsure.");
        return verbs.Of(
            "answer",
            "Menjawab contoh yang ditunjukkan; jawaban hanya menjadi angka, tidak menandai siapa pun.",
            "Answers the sample that was shown; the answer becomes a figure and flags nobody.",
            "monitor sample answer 12 no",
            async (call, ct) =>
            {
                var done = await call.Daemon.PostAsync<DoneAnswer>(
                    $"/sample/{call.Value(sample)}/answer",
                    new SampleAsk(call.Value(label)),
                    ct
                );
                if (call.Json)
                {
                    call.PrintJson(done);
                }
                else
                {
                    call.Print(call.Text("Dicatat.", "Recorded."));
                }

                return ExitCode.Done;
            },
            sample,
            label
        );
    }

    private static Command Raise(Verbs verbs)
    {
        var sample = Sample(verbs);
        var reason = verbs.Option<string>("--reason", "Mengapa; wajib.", "Why; required.");
        reason.Required = true;
        return verbs.Of(
            "raise",
            "Membuka flag dari contoh yang dijawab yes; hanya ketua, dan tercatat.",
            "Opens a flag of a sample that was answered with yes; ketua only, and on record.",
            "monitor sample raise 12 --reason \"ajakan terang memilih satu pasangan calon\"",
            async (call, ct) =>
            {
                var answer = await call.Daemon.PostAsync<RaisedAnswer>(
                    $"/sample/{call.Value(sample)}/raise",
                    new ReasonAsk(call.Value(reason)),
                    ct
                );
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Print(call.Text($"Flag {answer.Flag} dibuka.", $"Flag {answer.Flag} was opened."));
                }

                return ExitCode.Done;
            },
            sample,
            reason
        );
    }
}

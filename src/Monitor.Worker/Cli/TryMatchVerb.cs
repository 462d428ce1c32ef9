using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try match</c>: whom would the daemon lay this text or address to? Asks the daemon, for it holds the registry; keeps nothing.</summary>
internal static class TryMatchVerb
{
    public static Command Build(Verbs verbs)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas teks, atau '-' untuk masukan standar.",
            "The text file, or '-' for standard input."
        );
        file.DefaultValueFactory = _ => "-";
        var url = verbs.Option<string?>(
            "--url",
            "Alamat profil atau kiriman; bila disebut, tidak ada teks yang dibaca.",
            "Address of a profile or a post; when given, no text is read."
        );
        return verbs.Of(
            "match",
            "Menunjukkan siapa yang akan dikaitkan dengan satu teks atau alamat, beserta buktinya.",
            "Shows whom a text or an address would be attributed to, with the evidence.",
            "monitor try match berita.txt",
            async (call, ct) =>
            {
                var text = call.Value(url) is null ? await ReadAsync(call, call.Value(file), ct) : "";
                var request = new MatchRequest(text, call.Value(url), null);
                var answers = await call.Daemon.PostAsync<List<MatchAnswer>>("/match", request, ct);
                if (call.Json)
                {
                    call.PrintJson(answers);
                }
                else
                {
                    answers.ForEach(answer => Print(call, answer, text));
                    if (answers.Count == 0)
                    {
                        call.Say("Tidak ada nama terdaftar.", "No registered name.");
                    }
                }

                return ExitCode.Done;
            },
            file,
            url
        );
    }

    private static async Task<string> ReadAsync(Invocation call, string file, CancellationToken ct)
    {
        await using var input = call.OpenInput(file);
        using var reader = new StreamReader(input);
        return await reader.ReadToEndAsync(ct);
    }

    private static void Print(Invocation call, MatchAnswer answer, string text)
    {
        call.Print(
            answer.Kind switch
            {
                "account" => call.Text($"akun {answer.AccountId}", $"account {answer.AccountId}") + $"\t{answer.Name}\t{answer.Office}",
                "named_with_context" => $"asn {answer.AsnId}\t{answer.Confidence:0.00}\t{answer.Name}\t{answer.Office}",
                "name_only" => call.Text("identitas perlu diverifikasi", "identity to be verified")
                    + call.Text(
                        $"\tpembanding: {string.Join(", ", answer.Candidates)}",
                        $"\tto compare: {string.Join(", ", answer.Candidates)}"
                    ),
                _ => call.Text("tidak terdaftar", "not registered"),
            }
        );
        foreach (var evidence in answer.Evidence.Where(at => at.Start + at.Length <= text.Length))
        {
            call.Print(
                $"\t{evidence.What}\t{evidence.Start}+{evidence.Length}\t{text.Substring(evidence.Start, evidence.Length).ReplaceLineEndings(" ")}"
            );
        }
    }
}

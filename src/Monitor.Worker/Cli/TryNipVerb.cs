using System.CommandLine;
using Monitor.Worker.Hosting;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try nip</c>: would the registry take this number, and if not, by which rule?</summary>
internal static class TryNipVerb
{
    public static Command Build(Verbs verbs)
    {
        var number = verbs.Argument<string>(
            "NIP",
            "NIP, atau '-' untuk satu per baris dari masukan standar (tidak tersimpan di riwayat shell).",
            "The NIP, or '-' for one a line from standard input (which no shell history keeps)."
        );
        number.DefaultValueFactory = _ => "-";
        return verbs.Of(
            "nip",
            "Memeriksa NIP atau NI PPPK dan menyebut aturan yang dilanggar; keluar 1 bila ada yang salah.",
            "Checks a NIP or NI PPPK and names the rule that it breaks; exit 1 when one is wrong.",
            "monitor try nip - < nip.txt",
            async (call, ct) =>
            {
                if (call.Value(number) != "-")
                {
                    return Check(call, call.Value(number)) ? ExitCode.Done : ExitCode.Finding;
                }

                var sound = true;
                while (await call.Terminal.In.ReadLineAsync(ct) is { } line)
                {
                    sound &= string.IsNullOrWhiteSpace(line) || Check(call, line);
                }

                return sound ? ExitCode.Done : ExitCode.Finding;
            },
            number
        );
    }

    private static bool Check(Invocation call, string text)
    {
        var valid = Nip.TryParse(text, Clock.Machine, out var nip, out var problem);
        var kind = nip is null ? null : AsnImport.KindName(nip.Kind);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    valid,
                    kind,
                    masked = nip?.Masked ?? Nip.Mask(text),
                    problem = problem?.In(call.Tongue),
                }
            );
        }
        else
        {
            call.Print(valid ? $"{nip}\t{kind!.ToUpperInvariant()}" : $"{Nip.Mask(text)}\t{problem!.In(call.Tongue)}");
        }

        return valid;
    }
}

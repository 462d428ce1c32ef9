using System.CommandLine;
using Monitor.Worker.Privacy;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor takedown</c>: removes one text and keeps that it was there.</summary>
internal static class TakedownVerb
{
    public static Command Build(Verbs verbs)
    {
        var item = new Argument<long?>("ITEM")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = verbs.Pick("Nomor butir; atau --flag atau --url.", "Number of the item; or --flag or --url."),
        };
        var flag = verbs.Option<long?>("--flag", "Nomor flag.", "Number of the flag.");
        var url = verbs.Option<string?>("--url", "Alamat teksnya.", "Address of the text.");
        var by = verbs.Option<string>(
            "--by",
            "Siapa yang meminta: platform, person, court, dpo.",
            "Who asks: platform, person, court, dpo."
        );
        var reference = verbs.Option<string>("--reference", "Surat atau pemberitahuannya.", "The letter or the notice.");
        var reason = verbs.Option<string>("--reason", "Mengapa; tanpa nama.", "Why; without names.");
        (by.Required, reference.Required, reason.Required) = (true, true, true);
        return verbs.Of(
            "takedown",
            "Menghapus teks dan bukti satu butir; nomor, sidik jari, putusan dan alasannya tetap.",
            "Removes the text and the captures of an item; number, fingerprint, verdict and reason stay.",
            "monitor takedown --flag 12 --by platform --reference \"notice 77\" --reason \"deleted at its source\"",
            async (call, ct) =>
            {
                var done = await call.Daemon.PostAsync<TakedownResult>(
                    "/takedown",
                    new TakedownOrder(
                        call.Value(item),
                        call.Value(flag),
                        call.Value(url),
                        call.Value(by),
                        call.Value(reference),
                        call.Value(reason)
                    ),
                    ct
                );
                if (call.Json)
                {
                    call.PrintJson(done);
                }
                else
                {
                    call.Print(
                        call.Text(
                            $"Butir {done.Item}: teks flag {string.Join(", ", done.Flags)} dan {done.Files} berkas bukti dihapus.",
                            $"Item {done.Item}: the text of flag {string.Join(", ", done.Flags)} and {done.Files} evidence files were removed."
                        )
                    );
                }

                return ExitCode.Done;
            },
            item,
            flag,
            url,
            by,
            reference,
            reason
        );
    }
}

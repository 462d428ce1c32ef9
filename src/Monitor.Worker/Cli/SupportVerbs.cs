using System.CommandLine;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;
using Monitor.Worker.Support;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor support</c>: what somebody elsewhere needs to help.</summary>
internal static class SupportVerbs
{
    public static Command Build(Verbs verbs)
    {
        var output = verbs.Option<string>("--out", "Berkas ZIP yang dibuat.", "The ZIP file to make.");
        output.Required = true;
        return verbs.Group(
            "support",
            "Bahan untuk meminta bantuan.",
            "What is needed to ask for help.",
            verbs.Of(
                "bundle",
                "Mengumpulkan keadaan instalasi dalam satu ZIP: konfigurasi tanpa rahasia, versi, status, metrik, skema, hitungan, log terakhir; tanpa data pribadi.",
                "Gathers how the installation stands into one ZIP: configuration without secrets, versions, status, metrics, schema, counts, the last log lines; no personal data.",
                "monitor support bundle --out bantuan.zip",
                (call, ct) => BundleAsync(call, call.Value(output)!, ct),
                output
            )
        );
    }

    private static async Task<int> BundleAsync(Invocation call, string file, CancellationToken ct)
    {
        // A wrong configuration is one of the things that help is asked for.
        var settings = SettingsCatalogue.Check(call.Configuration());
        var parts = await new SupportBundle(settings, () => call.DaemonOf(settings), Clock.Machine).MakeAsync(ct);
        await SupportBundle.WriteAsync(file, parts, ct);
        if (call.Json)
        {
            call.PrintJson(new { file = Path.GetFullPath(file), parts = parts.Keys });
        }
        else
        {
            call.Say(
                $"{file}: {string.Join(", ", parts.Keys)}. Lihat isinya sebelum mengirimkannya.",
                $"{file}: {string.Join(", ", parts.Keys)}. Look through it before you send it."
            );
        }

        return ExitCode.Done;
    }
}

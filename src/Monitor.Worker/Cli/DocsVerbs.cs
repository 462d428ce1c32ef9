using System.CommandLine;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor docs</c>: writes the generated pages of docs/. For the build, so hidden from the help.</summary>
internal static class DocsVerbs
{
    public static Command Build(Verbs verbs, Terminal terminal)
    {
        var group = verbs.Group(
            "docs",
            "Menulis halaman dokumentasi yang dibuat dari program.",
            "Writes the pages of the documentation that are made from the program.",
            verbs.Of(
                "cli",
                "Rujukan baris perintah, sebagai Markdown.",
                "The command line reference, as Markdown.",
                "monitor docs cli > docs/cli.md",
                (call, _) =>
                {
                    var english = new Verbs(terminal, Tongue.English);
                    call.Terminal.Out.Write(new Help(Tongue.English, english.Global).Reference(App.Build(terminal, Tongue.English)));
                    return Task.FromResult(ExitCode.Done);
                }
            ),
            verbs.Of(
                "configuration",
                "Rujukan konfigurasi, sebagai Markdown.",
                "The configuration reference, as Markdown.",
                "monitor docs configuration > docs/configuration.md",
                (call, _) =>
                {
                    call.Terminal.Out.Write(Hosting.SettingsReference.Write());
                    return Task.FromResult(ExitCode.Done);
                }
            ),
            verbs.Of(
                "metrics",
                "Rujukan metrik, sebagai Markdown.",
                "The metrics reference, as Markdown.",
                "monitor docs metrics > docs/metrics.md",
                (call, _) =>
                {
                    call.Terminal.Out.Write(Api.MetricsReference.Write());
                    return Task.FromResult(ExitCode.Done);
                }
            ),
            verbs.Of(
                "held-data",
                "Apa yang disimpan tentang siapa, sebagai Markdown.",
                "What is held about whom, as Markdown.",
                "monitor docs held-data > docs/held-data.md",
                (call, _) =>
                {
                    call.Terminal.Out.Write(Privacy.HeldDataReference.Write());
                    return Task.FromResult(ExitCode.Done);
                }
            )
        );
        group.Hidden = true;
        return group;
    }
}

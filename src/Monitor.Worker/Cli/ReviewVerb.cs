using System.CommandLine;
using Monitor.Worker.Cli.Desk;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor review</c>: the analyst's desk. The next flag, one key per decision; the claim is kept alive while the desk is open.</summary>
internal static class ReviewVerb
{
    public static Command Build(Verbs verbs)
    {
        var plain = verbs.Option<bool>(
            "--plain",
            "Baris demi baris, tanpa layar penuh: untuk pembaca layar dan terminal sederhana.",
            "Line by line, without taking the screen over: for screen readers and simple terminals."
        );
        return verbs.Of(
            "review",
            "Meja analis: flag berikutnya, satu tombol per putusan.",
            "The analyst's desk: the next flag, one key per decision.",
            "monitor review",
            async (call, ct) =>
            {
                var rules = Rules.Load(MonitorHost.RulesDirectory);
                var drafts = new Drafts(call.Terminal.StateFolder, call.DeskName);
                if (call.Value(plain) || call.Terminal.OpenScreen is not { } open)
                {
                    await using var lines = new PlainDesk(call, drafts, rules);
                    await lines.RunAsync(ct);
                    call.Say(lines.Farewell);
                }
                else
                {
                    await OnScreenAsync(call, open, drafts, rules, ct);
                }

                return ExitCode.Done;
            },
            plain
        );
    }

    private static async Task OnScreenAsync(Invocation call, Func<IScreen> open, Drafts drafts, Rules rules, CancellationToken ct)
    {
        ScreenDesk? desk = null;
        // What the daemon tells beside its answers belongs on this screen; on standard error it would be written across it.
        using var daemon = call.DaemonTelling(words => desk?.Notify(words));
        using (var screen = open())
        {
            await using (desk = new ScreenDesk(call, daemon, screen, drafts, rules, Clock.Machine))
            {
                await desk.RunAsync(ct);
            }
        }

        call.Say(desk.Farewell);
    }
}

using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor source interval</c>, and what <c>source status</c> says of how often each source is checked.</summary>
internal static class SourceIntervalVerb
{
    public static Command Build(Verbs verbs)
    {
        var id = verbs.Argument<long>("ID", "Nomor sumber.", "Number of the source.");
        var every = Every(verbs);
        var phases = Phases(verbs);
        return verbs.Of(
            "interval",
            "Mengganti selang pemeriksaan sumber, juga untuk tahap pemilihan di wilayahnya; menggantikan semua yang ditetapkan sebelumnya.",
            "Changes how often a source is checked, also for phases of contests in its region; replaces all that was set before.",
            "monitor source interval 3 --every 15m --phase masa_tenang=5m --phase pemungutan=5m",
            async (call, ct) =>
            {
                var answer = await call.Daemon.PostAsync<DoneAnswer>(
                    $"/source/{call.Value(id)}/interval",
                    new SourceIntervalRequest(call.Value(every), call.Value(phases)),
                    ct
                );
                if (call.Json)
                {
                    call.PrintJson(answer);
                }
                else
                {
                    call.Say("Diganti.", "Changed.");
                }

                return ExitCode.Done;
            },
            id,
            every,
            phases
        );
    }

    public static Option<string?> Every(Verbs verbs) =>
        verbs.Option<string?>(
            "--every",
            "Selang pemeriksaan, mis. 15m; tanpa itu mengikuti irama sumber.",
            "Interval between checks, for example 15m; without it the source's rhythm is followed."
        );

    public static Option<string[]> Phases(Verbs verbs) =>
        verbs.Option<string[]>(
            "--phase",
            "Selang untuk tahap pemilihan di wilayah sumber, mis. kampanye=5m; boleh berulang.",
            "Interval for a phase of contests in the source's region, for example kampanye=5m; may be repeated.",
            []
        );

    /// <summary>One line for each source that is checked: how often, why, and which phase is in force.</summary>
    public static void Explain(Invocation call, List<SourceView> sources)
    {
        foreach (var source in sources.Where(source => source.State == "active"))
        {
            var pace = source.Pace;
            call.Print(
                call.Text(
                    $"#{source.Id} tiap {pace.Interval:c}: {pace.WhyId}. {(pace.Phase is null ? "Tidak ada tahap pemilihan yang berjalan." : $"Tahap: {pace.Phase} ({pace.Contest}).")}",
                    $"#{source.Id} every {pace.Interval:c}: {pace.WhyEn}. {(pace.Phase is null ? "No contest is running." : $"Phase: {pace.Phase} ({pace.Contest}).")}"
                )
            );
        }
    }
}

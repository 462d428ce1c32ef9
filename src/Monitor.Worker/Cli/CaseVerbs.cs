using System.CommandLine;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor case</c>: what Bawaslu's own procedure adds to a confirmed finding.</summary>
internal static class CaseVerbs
{
    public static Command Build(Verbs verbs)
    {
        var flag = verbs.Argument<long>("FLAG", "Nomor flag yang terkonfirmasi.", "Number of the confirmed flag.");
        var number = verbs.Option<string>("--number", "Nomor kajian.", "Number of the kajian.");
        var date = verbs.Option<string>("--date", "Tanggal kajian, tttt-bb-hh.", "Date of the kajian, yyyy-mm-dd.");
        number.Required = true;
        date.Required = true;
        return verbs.Group(
            "case",
            "Temuan sebagai perkara.",
            "Findings as cases.",
            verbs.Of(
                "kajian",
                "Mencatat nomor dan tanggal kajian sebuah temuan.",
                "Records the number and date of a finding's kajian.",
                "monitor case kajian 12 --number 001/TM/PL/2026 --date 2026-11-20",
                async (call, ct) =>
                {
                    var answer = await call.Daemon.PostAsync<DoneAnswer>(
                        $"/queue/{call.Value(flag)}/kajian",
                        new KajianRequest(call.Value(number) ?? "", call.Value(date) ?? ""),
                        ct
                    );
                    if (call.Json)
                    {
                        call.PrintJson(answer);
                    }
                    else
                    {
                        call.Say($"Kajian flag {call.Value(flag)} dicatat.", $"The kajian of flag {call.Value(flag)} is recorded.");
                    }

                    return ExitCode.Done;
                },
                flag,
                number,
                date
            )
        );
    }
}

using System.CommandLine;
using Monitor.Worker.Configuration;
using Monitor.Worker.Doctor;
using Monitor.Worker.Hosting;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor doctor</c>: what is wrong with this installation, and what to do about it.</summary>
internal static class DoctorVerb
{
    public static Command Build(Verbs verbs) =>
        verbs.Of(
            "doctor",
            "Memeriksa konfigurasi, jam, disk, izin berkas, basis data, model, soket, gerbang jaringan, dan zona waktu, dengan atau tanpa daemon; keluar 1 bila ada yang rusak.",
            "Checks configuration, clock, disk, file modes, database, model, socket, network gate and time zones, with or without a daemon; exit 1 when something is broken.",
            "monitor doctor",
            RunAsync
        );

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        // Not through call.Settings, which refuses a wrong configuration: here it is a finding among others.
        var settings = SettingsCatalogue.Check(call.Configuration());
        var found = await new Doctor.Doctor(settings, () => call.DaemonOf(settings), Clock.Machine).ExamineAsync(ct);
        var broken = found.Count(one => one.Condition == Condition.Bad);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    healthy = broken == 0,
                    checks = found.Select(one => new
                    {
                        check = one.Check,
                        result = one.Condition.ToString().ToLowerInvariant(),
                        said = one.Said.In(call.Tongue),
                        fix = one.Fix?.In(call.Tongue),
                    }),
                }
            );
        }
        else
        {
            found.ForEach(one => Show(call, one));
            call.Say(
                broken == 0 ? "Tidak ada yang rusak." : $"{broken} hal rusak.",
                broken == 0 ? "Nothing is broken." : $"{broken} things are broken."
            );
        }

        return broken == 0 ? ExitCode.Done : ExitCode.Finding;
    }

    private static void Show(Invocation call, Diagnosis one)
    {
        var word = one.Condition switch
        {
            Condition.Good => call.Text("baik", "good"),
            Condition.Attention => call.Text("PERHATIAN", "ATTENTION"),
            Condition.Bad => call.Text("RUSAK", "BROKEN"),
            _ => call.Text("dilewati", "skipped"),
        };
        call.Print($"{word, -10} {one.Check, -14} {one.Said.In(call.Tongue)}");
        if (one.Fix is { } fix)
        {
            call.Print($"{"", -25} -> {fix.In(call.Tongue)}");
        }
    }
}

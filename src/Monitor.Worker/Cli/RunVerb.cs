using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Monitor.Worker.Api;
using Monitor.Worker.Contests;
using Monitor.Worker.Doctor;
using Monitor.Worker.Hosting;
using Monitor.Worker.Logging;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor run</c>: the daemon.</summary>
internal static class RunVerb
{
    private static readonly JsonSerializerOptions Indented = new(Json.Format) { WriteIndented = true };

    public static Command Build(Verbs verbs)
    {
        var check = verbs.Option<bool>(
            "--check",
            "Hanya memeriksa konfigurasi, aturan, dan model, lalu menampilkan konfigurasi yang berlaku.",
            "Only check configuration, rules and model, and print the configuration in force."
        );
        return verbs.Of(
            "run",
            "Menjalankan daemon sampai SIGTERM atau SIGINT.",
            "Runs the daemon until SIGTERM or SIGINT.",
            "monitor run --data /var/lib/monitor",
            (call, ct) => call.Value(check) ? CheckAsync(call) : RunAsync(call, ct),
            check
        );
    }

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        if (SecretPlaces.Problems(call.Settings.Root) is { Count: > 0 } exposed)
        {
            exposed.ForEach(call.Say);
            return ExitCode.WrongUsage;
        }

        await using var host = await MonitorHost.StartAsync(
            call.Settings,
            Clock.Machine,
            logging => ToStandardError(logging, call.Settings.Get<LogOptions>().Level),
            Rules.Load(MonitorHost.RulesDirectory),
            ct
        );
        call.Say($"Daemon siap di {host.Socket}.", $"The daemon is ready on {host.Socket}.");
        await host.WaitAsync(ct);
        return ExitCode.Done;
    }

    private static Task<int> CheckAsync(Invocation call)
    {
        var settings = SettingsCatalogue.Check(call.Configuration());
        settings.Problems.AddRange(SecretPlaces.Problems(settings.Root));
        call.Print(JsonSerializer.Serialize(settings.Effective(), Indented));
        foreach (var problem in settings.Problems)
        {
            call.Say(problem);
        }

        if (settings.Problems.Count > 0)
        {
            call.Say($"{settings.Problems.Count} masalah.", $"{settings.Problems.Count} problems.");
            return Task.FromResult(ExitCode.WrongUsage);
        }

        MonitorHost.CheckModels();
        call.Say("Konfigurasi, aturan, dan model baik.", "Configuration, rules and model are good.");
        return Task.FromResult(ExitCode.Done);
    }

    // Standard output belongs to results; a daemon's log is messages.
    private static void ToStandardError(ILoggingBuilder logging, LogLevel least)
    {
        logging.AddConsole(console =>
        {
            console.FormatterName = LogLines.FormatName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>(format => format.IncludeScopes = true);
        logging.SetMinimumLevel(least);
        logging.AddFilter("Quartz", LogLevel.Warning);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // It warns that the keys are not encrypted themselves; docs/registry.md says how they are kept: a folder of their own, mode 0700.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}

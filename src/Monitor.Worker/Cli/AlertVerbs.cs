using System.CommandLine;
using Monitor.Worker.Alerts;
using Monitor.Worker.Api;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor alert</c>: messages to operators.</summary>
internal static class AlertVerbs
{
    public static Command Build(Verbs verbs)
    {
        var limit = verbs.Option("--limit", "Berapa pesan terbaru.", "How many of the newest messages.", 20);
        return verbs.Group(
            "alert",
            "Pesan kepada operator lewat surel atau webhook.",
            "Messages to operators by mail or webhook.",
            verbs.Of(
                "test",
                "Mengirim pesan percobaan lewat setiap saluran sekarang; keluar 1 bila ada yang tidak menerima.",
                "Sends a trial message through every channel now; exit 1 when one does not take it.",
                "monitor alert test",
                TestAsync
            ),
            verbs.Of(
                "list",
                "Pesan yang terkirim, menunggu, atau tidak pernah diterima, yang terbaru dahulu.",
                "Messages that were sent, wait, or were never taken, newest first.",
                "monitor alert list",
                (call, ct) => ListAsync(call, call.Value(limit), ct),
                limit
            )
        );
    }

    private static async Task<int> TestAsync(Invocation call, CancellationToken ct)
    {
        var ended = await call.Daemon.PostAsync<Dictionary<string, Sentence?>>("/alert/test", null, ct);
        if (call.Json)
        {
            call.PrintJson(ended.ToDictionary(one => one.Key, one => new { sent = one.Value is null, fault = one.Value?.In(call.Tongue) }));
        }
        else
        {
            foreach (var (channel, fault) in ended)
            {
                call.Print($"{channel}: {fault?.In(call.Tongue) ?? call.Text("diterima", "taken")}");
            }
        }

        return ended.Values.All(fault => fault is null) ? ExitCode.Done : ExitCode.Finding;
    }

    private static async Task<int> ListAsync(Invocation call, int limit, CancellationToken ct)
    {
        foreach (var sent in await call.Daemon.GetAsync<List<SentAlert>>($"/alert?limit={limit}", ct))
        {
            if (call.Json)
            {
                call.PrintJson(sent);
                continue;
            }

            var message = System.Text.Json.JsonSerializer.Deserialize<AlertMessage>(sent.Body, Json.Format)!;
            var how =
                sent.SentAt is { } at ? call.Text($"terkirim {at:HH:mm}Z", $"sent {at:HH:mm}Z")
                : sent.GivenUpAt is not null ? call.Text("tidak pernah diterima", "never taken")
                : call.Text($"menunggu, dicoba {sent.Attempts} kali", $"waits, tried {sent.Attempts} times");
            call.Print($"{sent.MadeAt:yyyy-MM-dd HH:mm}Z\t{sent.Channel}\t{how}\t{message.Subject}");
            if (sent.SentAt is null && sent.ReasonEn is { } reason)
            {
                call.Print($"\t{call.Text(sent.ReasonId ?? reason, reason)}");
            }
        }

        return ExitCode.Done;
    }
}

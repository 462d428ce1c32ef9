using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Export;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor export again</c>: the files of a batch once more, the same to the byte.</summary>
internal static class ExportAgainVerb
{
    public static Command Build(Verbs verbs, Option<string?> output)
    {
        var name = verbs.Argument<string>("BATCH", "Nama batch, mis. bkn-000003.", "Name of the batch, for example bkn-000003.");
        return verbs.Of(
            "again",
            "Menulis lagi berkas sebuah batch, sama sampai bitanya.",
            "Writes the files of a batch once more, the same to the byte.",
            "monitor export again bkn-000003 --out /srv/bkn",
            async (call, ct) =>
            {
                Tell(call, await RunAsync(call.Daemon, call.Value(name), call.Value(output), ct));
                return ExitCode.Done;
            },
            name,
            output
        );
    }

    private static async Task<RedeliveryAnswer> RunAsync(DaemonClient daemon, string name, string? folder, CancellationToken ct)
    {
        if (folder is null)
        {
            return await daemon.PostAsync<RedeliveryAnswer>($"/export/again/{Uri.EscapeDataString(name)}", null, ct);
        }

        var batch =
            (await daemon.GetAsync<List<BatchView>>("/export", ct)).Find(one => one.Batch == name)
            ?? throw RefusalException.NotFound(
                $"Batch '{name}' tidak ada, atau bukan wilayah Anda.",
                $"There is no batch '{name}', or it is not of your regions."
            );
        return new RedeliveryAnswer(folder, batch, await ExportDelivery.WriteAsync(daemon, batch, new DeliveryFolder(folder), ct));
    }

    private static void Tell(Invocation call, RedeliveryAnswer answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
            return;
        }

        call.Print($"{answer.Batch.Batch}: {answer.Folder}");
        ExportVerbs.PrintFiles(call, answer.Files);
    }
}

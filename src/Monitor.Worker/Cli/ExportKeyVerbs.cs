using System.CommandLine;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor export key</c>: the operator's keys that sign manifests.</summary>
internal static class ExportKeyVerbs
{
    public static Command Build(Verbs verbs)
    {
        var key = verbs.Argument<string>(
            "KEY",
            "Awal sidik jari kunci; bawaan: yang dipakai sekarang.",
            "Beginning of the key's fingerprint; default: the one in use."
        );
        key.DefaultValueFactory = _ => "";
        return verbs.Group(
            "key",
            "Kunci operator yang menandatangani manifes ekspor.",
            "The operator's keys, which sign the manifests of exports.",
            verbs.Of(
                "create",
                "Membuat kunci pertama; sejak itu setiap batch ditandatangani.",
                "Makes the first key; from then on every batch is signed.",
                "monitor export key create",
                (call, ct) => MakeAsync(call, "/export/key", ct)
            ),
            verbs.Of(
                "rotate",
                "Mengganti kunci; kunci publik yang lama tetap disimpan dengan masa pakainya.",
                "Replaces the key; the old public key is kept with the time in which it was in use.",
                "monitor export key rotate",
                (call, ct) => MakeAsync(call, "/export/key/rotate", ct)
            ),
            verbs.Of(
                "list",
                "Semua kunci publik, yang terbaru dahulu, dengan masa pakainya; --json dapat dipakai sebagai --key pada 'export verify'.",
                "Every public key, newest first, with the time in which it was in use; --json serves as --key of 'export verify'.",
                "monitor export key list --json > monitor-keys.json",
                async (call, ct) =>
                {
                    foreach (var row in await call.Daemon.GetAsync<List<KeyRow>>("/export/key", ct))
                    {
                        Print(call, row);
                    }

                    return ExitCode.Done;
                }
            ),
            verbs.Of(
                "show",
                "Mencetak kunci publik (PEM) untuk diserahkan kepada penerima.",
                "Prints the public key (PEM), to be handed to the recipient.",
                "monitor export key show > bawaslu.pem",
                (call, ct) => ShowAsync(call, call.Value(key), ct),
                key
            )
        );
    }

    private static async Task<int> MakeAsync(Invocation call, string path, CancellationToken ct)
    {
        Print(call, await call.Daemon.PostAsync<KeyRow>(path, null, ct));
        call.Say(
            "Serahkan sidik jari ini kepada penerima lewat jalan lain daripada berkasnya, dan cadangkan folder kunci.",
            "Hand this fingerprint to the recipient by another way than the files, and back the keys folder up."
        );
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(Invocation call, string beginning, CancellationToken ct)
    {
        var found = (await call.Daemon.GetAsync<List<KeyRow>>("/export/key", ct)).FindAll(row =>
            beginning.Length > 0 ? row.Id.StartsWith(beginning, StringComparison.Ordinal) : row.ValidUntil is null
        );
        if (found is not [var key])
        {
            throw RefusalException.NotFound(
                beginning.Length == 0
                    ? "Belum ada kunci yang dipakai; buat dengan 'monitor export key create'."
                    : $"Tidak ada satu kunci yang sidik jarinya berawal '{beginning}'.",
                beginning.Length == 0
                    ? "No key is in use; make one with 'monitor export key create'."
                    : $"There is no one key whose fingerprint begins with '{beginning}'."
            );
        }

        if (call.Json)
        {
            call.PrintJson(key);
        }
        else
        {
            call.Terminal.Out.Write(key.PublicKey);
        }

        return ExitCode.Done;
    }

    private static void Print(Invocation call, KeyRow row)
    {
        if (call.Json)
        {
            call.PrintJson(row);
            return;
        }

        var until = row.ValidUntil is { } end ? $"{end:yyyy-MM-dd HH:mm}Z" : call.Text("sekarang", "now");
        call.Print($"{row.Id}\t{row.ValidFrom:yyyy-MM-dd HH:mm}Z – {until}\t{row.NotedBy}");
    }
}

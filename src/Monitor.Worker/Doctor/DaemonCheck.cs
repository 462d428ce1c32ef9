using System.Globalization;
using System.Net.Sockets;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Doctor;

/// <summary>Whether a daemon answers on the socket, and who may knock there.</summary>
/// <param name="client">As whom it is asked.</param>
/// <param name="socket">Where.</param>
/// <param name="folder">Whose daemon.</param>
internal sealed class DaemonCheck(DaemonClient client, string socket, DataFolder folder)
{
    private const string Name = "socket";

    /// <summary>What it said of itself; null until <see cref="LookAsync"/> got an answer.</summary>
    public StatusView? Status { get; private set; }

    /// <summary>Knocks.</summary>
    public async Task<List<Diagnosis>> LookAsync(CancellationToken ct)
    {
        var found = new List<Diagnosis>();
        try
        {
            Status = await client.GetAsync<StatusView>("/status", ct);
            found.Add(Diagnosis.Good(Name, $"Daemon menjawab di {socket}.", $"The daemon answers on {socket}."));
            if (Status.Red)
            {
                found.Add(
                    Diagnosis.Bad(
                        "status",
                        new Sentence("Status daemon merah.", "The daemon's status is red."),
                        new Sentence("'monitor status' menyebut apa yang merah.", "'monitor status' says what is red.")
                    )
                );
            }
        }
        catch (DaemonAbsentException absent)
        {
            found.Add(Absent(absent));
        }
        catch (RefusalException refused) when (refused.Kind == RefusalKind.NotAllowed)
        {
            // It is there; who asks may not ask. That is the doorkeeper at work.
            found.Add(
                Diagnosis.Skipped(
                    Name,
                    refused.Sentence,
                    new Sentence(
                        "Jalankan sebagai pengguna yang mempunyai peran, atau minta admin mendaftarkan Anda.",
                        "Run it as a user who has a role, or ask an admin to register you."
                    )
                )
            );
        }

        if (File.Exists(socket) && FolderChecks.Open(socket, UnixFileMode.OtherRead | UnixFileMode.OtherWrite) is { } mode)
        {
            found.Add(
                Diagnosis.Bad(
                    Name,
                    new Sentence($"Soket terbuka bagi semua pengguna (mode {mode}).", $"The socket is open to every user (mode {mode})."),
                    new Sentence(
                        "Hidupkan ulang daemon; ia membuka soket hanya bagi grupnya (Api:SocketGroup).",
                        "Restart the daemon; it opens the socket to its group alone (Api:SocketGroup)."
                    )
                )
            );
        }

        return found;
    }

    private Diagnosis Absent(DaemonAbsentException absent)
    {
        if (HolderOfFolder() is { } process)
        {
            return Diagnosis.Bad(
                Name,
                new Sentence(
                    $"Proses {process} memegang folder {folder.Root}, tetapi tidak menjawab di {socket}.",
                    $"Process {process} holds the folder {folder.Root} but does not answer on {socket}."
                ),
                new Sentence(
                    "Periksa Api:Socket, lalu hidupkan ulang: systemctl restart monitor.",
                    "Check Api:Socket, then restart it: systemctl restart monitor."
                )
            );
        }

        var start = new Sentence(
            "Jalankan: systemctl start monitor, atau 'monitor run'.",
            "Start it: systemctl start monitor, or 'monitor run'."
        );
        return Diagnosis.Attention(
            Name,
            File.Exists(socket)
                ? new Sentence(
                    $"Daemon tidak berjalan; soket {socket} tertinggal, daemon berikutnya menggantinya.",
                    $"No daemon runs; the socket {socket} was left behind, the next daemon replaces it."
                )
                : absent.Sentence with
                {
                    Id = $"Daemon tidak berjalan: tidak ada soket {socket}.",
                    En = $"No daemon runs: there is no socket {socket}.",
                },
            start
        );
    }

    // The lock itself is not tried: a daemon that starts in that moment would be refused. The lock's file names its holder.
    private int? HolderOfFolder()
    {
        var path = Path.Combine(folder.DatabaseDirectory, "daemon.lock");
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return
                int.TryParse(reader.ReadToEnd(), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var process)
                && File.Exists($"/proc/{process}/comm")
                && File.ReadAllText($"/proc/{process}/comm").Trim() is "monitor" or "dotnet"
                ? process
                : null;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or SocketException)
        {
            // Another user's folder: whether its daemon lives cannot be told from here.
            return null;
        }
    }
}

using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Hosting;

/// <summary>One daemon for one data folder: a lock that the kernel gives back when the process ends, however it ends.</summary>
internal sealed class DaemonLock : IDisposable
{
    private readonly FileStream _file;

    private DaemonLock(FileStream file) => _file = file;

    /// <summary>Takes the lock or refuses.</summary>
    /// <exception cref="RefusalException">Another daemon has the folder.</exception>
    public static DaemonLock Take(DataFolder folder)
    {
        folder.Create();
        var path = Path.Combine(folder.DatabaseDirectory, "daemon.lock");
        try
        {
            // FileShare.None is an advisory lock (flock) on Unix: a file left by a killed process holds nothing.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            file.Flush();
            return new DaemonLock(file);
        }
        catch (IOException)
        {
            throw RefusalException.Conflict(
                $"Daemon lain sudah berjalan di atas folder {folder.Root}.",
                $"Another daemon is running on the folder {folder.Root}."
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}

using System.Diagnostics;

namespace Monitor.Torture;

/// <summary>A file system of its own below the data folders, small enough to be filled: a tmpfs, where the run may mount one.</summary>
internal sealed class Disk : IAsyncDisposable
{
    private readonly string _filler;
    private bool _isMounted;

    private Disk(string path)
    {
        Path = path;
        _filler = System.IO.Path.Combine(path, "filler");
    }

    /// <summary>Its root.</summary>
    public string Path { get; }

    /// <summary>Whether it can be filled without filling the machine's own disk.</summary>
    public bool CanBeFilled => _isMounted;

    /// <summary>Makes the folder and mounts a disk on it where that is permitted.</summary>
    public static async Task<Disk> MountAsync(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        var disk = new Disk(path);
        if (OperatingSystem.IsLinux() && Environment.UserName == "root")
        {
            disk._isMounted = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "monitor-torture", path) == 0;
        }

        return disk;
    }

    /// <summary>Fills it but for so many bytes.</summary>
    public void Fill(long leave)
    {
        using var file = new FileStream(_filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1 << 20];
        foreach (var size in (int[])[1 << 20, 1 << 12])
        {
            try
            {
                while (true)
                {
                    file.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // Full, as was wanted; smaller pieces fill what is left.
            }
        }

        file.SetLength(Math.Max(0, file.Length - leave));
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_filler);

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await RunAsync("umount", "-l", Path);
        }
    }

    private static async Task<int> RunAsync(string command, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(command, words) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}

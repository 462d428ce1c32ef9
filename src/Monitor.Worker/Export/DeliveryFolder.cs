using System.Runtime.InteropServices;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Export;

/// <summary>The folder in which a recipient's files are put. A file in it is whole or not there, and is never written over.</summary>
/// <param name="path">The folder; made when it is not there.</param>
/// <param name="mode">Of the files; the owner alone may read them until somebody decides otherwise.</param>
/// <param name="group">The group they are given to; empty for the writer's own.</param>
/// <param name="keepFree">Bytes that must stay free.</param>
/// <param name="freeBytes">How much is free on the disk of a folder; the system's word where none is given.</param>
internal sealed partial class DeliveryFolder(
    string path,
    UnixFileMode mode = FileRights.OwnerOnly,
    string group = "",
    long keepFree = 0,
    Func<string, long>? freeBytes = null
)
{
    // EEXIST, on Linux, macOS and the BSDs alike.
    private const int NameIsTaken = 17;
    private const string Aside = ".tmp";

    /// <summary>The folder as it was given.</summary>
    public string Path => path;

    /// <summary>Refuses when the disk has no room for so many bytes: half a batch helps nobody, and a full disk harms everybody.</summary>
    /// <exception cref="RefusalException">There is none, or the folder cannot be made.</exception>
    public void RequireRoom(long bytes)
    {
        long free;
        try
        {
            CreateFolder();
            free = freeBytes?.Invoke(path) ?? new DriveInfo(System.IO.Path.GetFullPath(path)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }

        if (free - bytes < keepFree)
        {
            throw RefusalException.Conflict(
                $"Ruang di '{path}' tidak cukup: kosong {free} bita, batch ini {bytes}, dan {keepFree} harus tetap kosong (Export:KeepFree). Batch tetap menunggu.",
                $"There is no room in '{path}': {free} bytes are free, this batch has {bytes}, and {keepFree} must stay free (Export:KeepFree). The batch waits."
            );
        }
    }

    /// <summary>Puts one file in place: written aside, flushed, moved.</summary>
    /// <returns>False when exactly this file stood there already; it is left untouched.</returns>
    /// <exception cref="RefusalException">Another file of this name stands there, or the folder cannot be written.</exception>
    public async Task<bool> PutAsync(BatchFile file, CancellationToken ct)
    {
        var target = System.IO.Path.Combine(path, file.Name);
        try
        {
            CreateFolder();
            var written = !File.Exists(target) && await WriteAsync(target, file, ct);
            if (!written)
            {
                await RequireSameAsync(target, file, ct);
            }

            RemoveLeftovers(file.Name);
            return written;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(target, exception);
        }
    }

    private static RefusalException CannotWrite(string target, Exception exception) =>
        RefusalException.Conflict(
            $"'{target}' tidak dapat ditulis: {exception.Message} Batch tetap menunggu; jalankan lagi bila sudah beres.",
            $"'{target}' cannot be written: {exception.Message} The batch waits; run the export again when this is mended."
        );

    // One that is there already keeps its rights: somebody set them.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, FileRights.OfFolder(FileRights.OwnerOnly));
            GiveToGroup(path);
            File.SetUnixFileMode(path, FileRights.OfFolder(mode));
        }
    }

    private void GiveToGroup(string what)
    {
        if (group.Length > 0 && (UserAccounts.GidOf(group) is not { } gid || !UserAccounts.TryChangeGroup(what, gid)))
        {
            throw RefusalException.Conflict(
                $"'{what}' tidak dapat diberikan kepada grup '{group}' (Export:Group): grup itu tidak ada, atau daemon bukan anggotanya.",
                $"'{what}' cannot be given to the group '{group}' (Export:Group): there is no such group, or the daemon is no member of it."
            );
        }
    }

    private async Task<bool> WriteAsync(string target, BatchFile file, CancellationToken ct)
    {
        var aside = $"{target}.{Guid.NewGuid():N}{Aside}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using (var stream = new FileStream(aside, options))
            {
                await stream.WriteAsync(file.Bytes, ct);
                stream.Flush(flushToDisk: true);
            }

            // Before the name is there: nobody ever sees the file with other rights.
            GiveToGroup(aside);
            if (!OperatingSystem.IsWindows() && mode != FileRights.OwnerOnly)
            {
                File.SetUnixFileMode(aside, mode);
            }

            return PutInPlace(aside, target);
        }
        catch (IOException) when (File.Exists(target))
        {
            // Another export of the same batch was faster; what it put there is compared like any file that was there before.
            return false;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    // File.Move looks whether the target is there and then renames over it: between the two, another export's file would be lost without a word.
    // A link is refused by the system itself when the name is taken. Where there are no links (FAT), Move is all there is.
    private static bool PutInPlace(string aside, string target)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(aside, target) == 0)
            {
                return true;
            }

            if (Marshal.GetLastPInvokeError() == NameIsTaken)
            {
                return false;
            }
        }

        File.Move(aside, target, overwrite: false);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);

    private static async Task RequireSameAsync(string target, BatchFile file, CancellationToken ct)
    {
        var there = await File.ReadAllBytesAsync(target, ct);
        if (!there.AsSpan().SequenceEqual(file.Bytes))
        {
            throw RefusalException.Conflict(
                $"'{target}' sudah ada dengan isi lain dan tidak ditimpa. Pindahkan berkas itu atau pilih folder lain, lalu jalankan lagi; batch tetap menunggu.",
                $"'{target}' is there already with another content and was not overwritten. Move it away or choose another folder and run again; the batch waits."
            );
        }
    }

    // What a killed export left. The file itself is in place by now, so an export that is still at it finds it there and needs its own no more.
    private void RemoveLeftovers(string name)
    {
        foreach (var leftover in Directory.EnumerateFiles(path, $"{name}.*{Aside}"))
        {
            File.Delete(leftover);
        }
    }
}

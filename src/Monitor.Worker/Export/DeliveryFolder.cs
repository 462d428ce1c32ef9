using System.Runtime.InteropServices;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export;

/// <summary>The folder in which a recipient's files are put. A file in it is whole or not there, and is never written over.</summary>
/// <param name="path">The folder; made when it is not there.</param>
internal sealed partial class DeliveryFolder(string path)
{
    // EEXIST, on Linux, macOS and the BSDs alike.
    private const int NameIsTaken = 17;
    private const string Aside = ".tmp";

    /// <summary>The folder as it was given.</summary>
    public string Path => path;

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
            throw RefusalException.Conflict(
                $"'{target}' tidak dapat ditulis: {exception.Message} Batch tetap menunggu; jalankan lagi bila sudah beres.",
                $"'{target}' cannot be written: {exception.Message} The batch waits; run the export again when this is mended."
            );
        }
    }

    // Whole NIPs lie in these files: the owner alone may read them until the owner decides otherwise.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static async Task<bool> WriteAsync(string target, BatchFile file, CancellationToken ct)
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

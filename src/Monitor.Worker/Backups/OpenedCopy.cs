using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Backups;

/// <summary>A copy restored into a folder of its own, to be looked at and thrown away.</summary>
/// <remarks>The folder lies beside the database, because what a backup holds may not lie about anywhere less guarded.</remarks>
internal sealed class OpenedCopy : IDisposable
{
    private const string Prefix = "copy-";

    private OpenedCopy(DataFolder folder)
    {
        Folder = folder;
        Database = new Database(folder, new StorageOptions { Directory = folder.Root }, readOnly: true);
    }

    /// <summary>The folder it lies in, as a data folder of its own.</summary>
    public DataFolder Folder { get; }

    /// <summary>What can be read of it.</summary>
    public Database Database { get; }

    /// <summary>Restores a copy, decrypting it where it is encrypted.</summary>
    /// <param name="folder">The installation's.</param>
    /// <param name="file">The copy.</param>
    /// <param name="keyFile">The key; needed only for one that is encrypted.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">It does not open.</exception>
    public static async Task<OpenedCopy> OpenAsync(DataFolder folder, string file, string keyFile, CancellationToken ct)
    {
        var scratch = Room(folder);
        try
        {
            await PlainAsync(file, scratch.DatabaseFile, keyFile, ct);
            return new OpenedCopy(scratch);
        }
        catch
        {
            Directory.Delete(scratch.Root, recursive: true);
            throw;
        }
    }

    /// <summary>Takes a copy of the living database.</summary>
    public static async Task<OpenedCopy> TakeAsync(Database database, DataFolder folder, CancellationToken ct)
    {
        var scratch = Room(folder);
        try
        {
            await Backup.TakeAsync(database, scratch.DatabaseFile, ct);
            return new OpenedCopy(scratch);
        }
        catch
        {
            Directory.Delete(scratch.Root, recursive: true);
            throw;
        }
    }

    /// <summary>Writes a copy as the database file it was, decrypted where it is encrypted.</summary>
    /// <exception cref="RefusalException">It is not there, or does not open with the key.</exception>
    public static async Task PlainAsync(string file, string target, string keyFile, CancellationToken ct)
    {
        if (!File.Exists(file))
        {
            throw RefusalException.Wrong($"Cadangan '{file}' tidak ada.", $"The backup '{file}' does not exist.");
        }

        var key =
            !SealedFile.IsSealed(file) ? null
            : keyFile.Length > 0 ? BackupKey.Read(keyFile)
            : throw RefusalException.Wrong(
                $"'{file}' terenkripsi; sebut kuncinya dengan --key atau Backup:KeyFile.",
                $"'{file}' is encrypted; name its key with --key or Backup:KeyFile."
            );
        await using var stored = File.OpenRead(file);
        await using var plain = OwnerOnly(target);
        if (key is null)
        {
            await stored.CopyToAsync(plain, ct);
        }
        else
        {
            await SealedFile.OpenAsync(stored, plain, key, ct);
        }
    }

    /// <summary>A new file that only its owner may read.</summary>
    public static FileStream OwnerOnly(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }

    /// <summary>Removes what a killed process left: nothing works on a copy for a day.</summary>
    public static void RemoveLeftovers(DataFolder folder, DateTimeOffset now)
    {
        if (!Directory.Exists(folder.DatabaseDirectory))
        {
            return;
        }

        foreach (var left in Directory.GetDirectories(folder.DatabaseDirectory, Prefix + "*"))
        {
            if (now.UtcDateTime - Directory.GetLastWriteTimeUtc(left) > TimeSpan.FromDays(1))
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
    }

    private static DataFolder Room(DataFolder folder)
    {
        // A copy may be looked at on a machine that has no data folder.
        var root = Directory.Exists(folder.DatabaseDirectory)
            ? Path.Combine(folder.DatabaseDirectory, $"{Prefix}{Guid.NewGuid():N}")
            : Directory.CreateTempSubdirectory("monitor-copy-").FullName;
        var scratch = new DataFolder(new StorageOptions { Directory = root });
        scratch.Create();
        return scratch;
    }
}

using System.Globalization;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Doctor;

/// <summary>The disk below the data folder, and who may read what in it.</summary>
internal static class FolderChecks
{
    /// <summary>Below this the daemon's status is red.</summary>
    public const long Least = 1L << 30;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode NotOwner = Others | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <summary>Free space, and whether the store would fit once more: a backup and an emptied database need as much as the file has.</summary>
    public static Diagnosis Disk(DataFolder folder)
    {
        const string name = "disk";
        var existing = folder.Root;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing)!;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var store = new FileInfo(folder.DatabaseFile);
        var needed = store.Exists ? store.Length : 0;
        var said = new Sentence(
            $"{Size(free)} kosong di {existing}; basis data {Size(needed)}.",
            $"{Size(free)} free on {existing}; the database has {Size(needed)}."
        );
        var fix = new Sentence(
            "Kosongkan atau perbesar disk: hapus cadangan lama, pindahkan berkas lain, atau jalankan 'monitor retention run'.",
            "Free or enlarge the disk: remove old backups, move other files away, or run 'monitor retention run'."
        );
        return free < Least ? Diagnosis.Bad(name, said, fix)
            : free < Math.Max(5 * Least, 2 * needed) ? Diagnosis.Attention(name, said, fix)
            : new Diagnosis(name, Condition.Good, said);
    }

    /// <summary>The folders of the daemon's user alone, and the keys in them.</summary>
    public static IEnumerable<Diagnosis> Permissions(DataFolder folder)
    {
        const string name = "permissions";
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder.Root))
        {
            yield break;
        }

        var problems = 0;
        foreach (var path in (string[])[folder.DatabaseDirectory, folder.Evidence, folder.Keys, folder.Exports])
        {
            if (Directory.Exists(path) && Open(path, NotOwner) is { } mode)
            {
                problems++;
                yield return TooOpen(name, path, mode, "0700");
            }
        }

        List<string> files = [folder.DatabaseFile];
        Diagnosis? unread = null;
        try
        {
            files.AddRange(Directory.GetFiles(folder.Keys));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            unread = exception is UnauthorizedAccessException ? Diagnosis.NotReadable(name, folder.Keys, exception.Message) : null;
        }

        if (unread is not null)
        {
            yield return unread;
            yield break;
        }

        // The folder around it is closed already; a file that is open would become readable with the first copy of it.
        foreach (var path in files.Where(File.Exists))
        {
            if (Open(path, Others) is { } mode)
            {
                problems++;
                yield return TooOpen(name, path, mode, "0600");
            }
        }

        if (problems == 0)
        {
            yield return Diagnosis.Good(
                name,
                $"Basis data, bukti, kunci, dan ekspor di {folder.Root} hanya terbuka bagi pemiliknya.",
                $"Database, evidence, keys and exports in {folder.Root} are open to their owner alone."
            );
        }
    }

    /// <summary>The files that hold secrets: those named by <c>_FILE</c>, and configuration files in which a secret stands.</summary>
    public static IEnumerable<Diagnosis> Secrets(IConfigurationRoot configuration)
    {
        const string name = "secrets";
        var files = configuration
            .AsEnumerable()
            .Where(pair => pair is { Value.Length: > 0 } && pair.Key.Contains(':', StringComparison.Ordinal))
            .Where(pair => pair.Key.EndsWith("_FILE", StringComparison.Ordinal))
            .Select(pair => pair.Value!)
            .Concat(FilesWithSecrets(configuration))
            .Concat(SettingsCatalogue.KeyFiles.Select(key => configuration[key]).OfType<string>().Where(file => file.Length > 0))
            .Select(Path.GetFullPath)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var problems = 0;
        foreach (var file in files.Where(file => !OperatingSystem.IsWindows() && File.Exists(file)))
        {
            if (Open(file, Others) is { } mode)
            {
                problems++;
                yield return TooOpen(name, file, mode, "0640");
            }
        }

        if (problems == 0)
        {
            yield return Diagnosis.Good(
                name,
                files.Count == 0 ? "Tidak ada berkas rahasia." : $"{files.Count} berkas rahasia, tertutup bagi orang lain.",
                files.Count == 0 ? "There is no file with a secret." : $"{files.Count} files with secrets, closed to others."
            );
        }
    }

    /// <summary>The mode as people write it when one of the bits is set; null when none is.</summary>
    public static string? Open(string path, UnixFileMode forbidden)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var mode = File.GetUnixFileMode(path);
        return (mode & forbidden) == UnixFileMode.None ? null : Convert.ToString((int)mode, 8).PadLeft(4, '0');
    }

    private static IEnumerable<string> FilesWithSecrets(IConfigurationRoot configuration)
    {
        foreach (var provider in configuration.Providers.OfType<FileConfigurationProvider>())
        {
            var holds = SettingsCatalogue.Secrets.Any(key => provider.TryGet(key, out var value) && !string.IsNullOrEmpty(value));
            if (holds && provider.Source is { Path: { } path, FileProvider: { } files } && files.GetFileInfo(path).PhysicalPath is { } real)
            {
                yield return real;
            }
        }
    }

    private static Diagnosis TooOpen(string check, string path, string mode, string wanted) =>
        Diagnosis.Bad(
            check,
            new Sentence($"{path} terbuka bagi pengguna lain (mode {mode}).", $"{path} is open to other users (mode {mode})."),
            new Sentence($"chmod {wanted} {path}", $"chmod {wanted} {path}")
        );

    private static string Size(long bytes) =>
        bytes >= 1L << 30
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB");
}

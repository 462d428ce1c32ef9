using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;

namespace Monitor.Worker.Doctor;

/// <summary>
/// Where secrets may stand: in files that nobody else may read. A command line is seen by every user of the machine, an environment by whatever the daemon's user
/// starts, and by whoever may ask the service manager or the container engine for it.
/// </summary>
internal static class SecretPlaces
{
    private const string Ending = "_FILE";

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Every secret that stands where others could see it; empty when the daemon may start. Says nothing of a secret's content.</summary>
    /// <param name="root">As SettingsSource made it: the command line is the last of its sources.</param>
    public static List<Sentence> Problems(IConfigurationRoot root)
    {
        var problems = new List<Sentence>();
        foreach (var key in SettingsCatalogue.Secrets)
        {
            var holder = root.Providers.LastOrDefault(provider => provider.TryGet(key, out var value) && !string.IsNullOrEmpty(value));
            if (holder is EnvironmentVariablesConfigurationProvider)
            {
                problems.Add(NotThere(key, "lingkungan proses", "the environment"));
            }
            else if (holder is not null && holder == root.Providers.Last())
            {
                problems.Add(NotThere(key, "baris perintah", "the command line"));
            }
            else if (holder is FileConfigurationProvider { Source: { Path: { } path, FileProvider: { } files } })
            {
                AddOpen(problems, key, files.GetFileInfo(path).PhysicalPath);
            }
            else if (holder is not null)
            {
                AddOpen(problems, key + Ending, root[key + Ending]);
            }
        }

        return problems;
    }

    private static void AddOpen(List<Sentence> problems, string key, string? file)
    {
        if (file is not null && File.Exists(file) && FolderChecks.Open(file, Others) is { } mode)
        {
            problems.Add(
                new Sentence(
                    $"{key}: berkas '{file}' berisi rahasia dan terbuka bagi pengguna lain (mode {mode}); jalankan: chmod 0640 {file}",
                    $"{key}: the file '{file}' holds a secret and is open to other users (mode {mode}); run chmod 0640 {file}"
                )
            );
        }
    }

    private static Sentence NotThere(string key, string id, string en) =>
        new(
            $"{key} adalah rahasia dan tidak boleh ada di {id}; tulis di berkas dan sebut berkas itu dengan {key}{Ending}",
            $"{key} is a secret and must not stand in {en}; write it to a file and name that with {key}{Ending}"
        );
}

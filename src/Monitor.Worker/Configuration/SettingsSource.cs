using Microsoft.Extensions.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Configuration;

/// <summary>Where settings come from, later ones winning: the program's appsettings.json, a file of the operator's, the environment, secret files, the command line.</summary>
internal static class SettingsSource
{
    /// <summary>Names a further JSON file when <c>--config</c> does not.</summary>
    public const string FileVariable = "MONITOR_CONFIG";

    /// <summary>Reads all sources.</summary>
    /// <param name="file">An operator's JSON file, or null.</param>
    /// <param name="overrides">Keys and values that win over everything.</param>
    /// <exception cref="RefusalException">The file is absent or is not JSON, or a secret file cannot be read.</exception>
    public static IConfigurationRoot Read(string? file, IReadOnlyDictionary<string, string?> overrides)
    {
        var builder = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true);
        file ??= Environment.GetEnvironmentVariable(FileVariable);
        if (!string.IsNullOrEmpty(file))
        {
            file = Path.GetFullPath(file);
            if (!File.Exists(file))
            {
                throw RefusalException.Wrong($"Berkas konfigurasi '{file}' tidak ada.", $"The configuration file '{file}' does not exist.");
            }

            builder.AddJsonFile(file, optional: false);
        }

        builder.AddEnvironmentVariables();
        try
        {
            builder.AddInMemoryCollection(SecretFiles.Read(builder.Build()));
            return builder.AddInMemoryCollection(overrides).Build();
        }
        catch (InvalidDataException exception)
        {
            var cause = exception.InnerException?.Message ?? exception.Message;
            throw RefusalException.Wrong($"Berkas konfigurasi tidak terbaca: {exception.Message} {cause}", $"{exception.Message} {cause}");
        }
    }

    /// <summary>The name of the source that gave a key its value, for messages.</summary>
    public static string NameOfSource(IConfigurationRoot root, string key)
    {
        foreach (var provider in root.Providers.Reverse())
        {
            // A list has no value of its own, but entries.
            if (provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any())
            {
                return provider switch
                {
                    FileConfigurationProvider fileProvider => Path.GetFileName(fileProvider.Source.Path) ?? "file",
                    Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationProvider => "environment",
                    _ => "command line or secret file",
                };
            }
        }

        return "default";
    }
}

using Microsoft.Extensions.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Configuration;

/// <summary>
/// Every key that ends in <c>_FILE</c> names a file whose content becomes the value of the key without the ending, so that a secret
/// stands neither in the environment nor in a configuration file: <c>Export__SigningKey_FILE=/run/secrets/key</c>.
/// </summary>
internal static class SecretFiles
{
    private const string Ending = "_FILE";

    /// <summary>Reads the files named so far; one trailing line end is not part of a secret.</summary>
    /// <exception cref="RefusalException">A named file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string?> Read(IConfiguration configuration)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, file) in configuration.AsEnumerable())
        {
            // Only keys inside a section are ours; the environment is full of other people's *_FILE.
            if (file is null || !key.Contains(':', StringComparison.Ordinal) || !key.EndsWith(Ending, StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                values[key[..^Ending.Length]] = File.ReadAllText(file).TrimEnd('\r', '\n');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw RefusalException.Wrong(
                    $"{key}: berkas rahasia '{file}' tidak dapat dibaca: {exception.Message}",
                    $"{key}: the secret file '{file}' cannot be read: {exception.Message}"
                );
            }
        }

        return values;
    }
}

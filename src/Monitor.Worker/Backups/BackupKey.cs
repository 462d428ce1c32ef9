using System.Security.Cryptography;
using Monitor.Worker.Language;

namespace Monitor.Worker.Backups;

/// <summary>The key that copies are encrypted with: 32 random bytes in a file, as Base64, closed to others.</summary>
internal static class BackupKey
{
    private const int Bytes = 32;
    private const UnixFileMode Closed =
        UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a new one that only its owner may read.</summary>
    /// <exception cref="RefusalException">The file is there already: a key that copies were made with is never written over.</exception>
    public static void Create(string file)
    {
        if (File.Exists(file))
        {
            throw RefusalException.Wrong(
                $"'{file}' sudah ada; kunci tidak menimpa berkas.",
                $"'{file}' exists already; a key overwrites nothing."
            );
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead;
        }

        using var stream = new FileStream(file, options);
        using var writer = new StreamWriter(stream);
        writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="RefusalException">It cannot be read, is open to others, or is no key.</exception>
    public static byte[] Read(string file) =>
        Fault(file) is { } fault
            ? throw RefusalException.Wrong($"Berkas kunci '{file}' {fault.Id}.", $"The key file '{file}' {fault.En}.")
            : Decode(file)!;

    /// <summary>What is wrong with a key file, as it follows its name; null when it can be used. Never says anything of its content.</summary>
    public static Sentence? Fault(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return new Sentence("tidak ada", "is not there");
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Closed) != UnixFileMode.None)
            {
                return new Sentence(
                    "terbuka bagi pengguna lain; jalankan: chmod 0400 pada berkas itu",
                    "is open to other users; run chmod 0400 on it"
                );
            }

            return Decode(file) is null
                ? new Sentence("bukan 32 bita dalam Base64, satu baris", "is not 32 bytes in Base64, one line")
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Sentence($"tidak terbaca: {exception.Message}", $"cannot be read: {exception.Message}");
        }
    }

    private static byte[]? Decode(string file)
    {
        var text = File.ReadAllText(file).Trim();
        var bytes = new byte[Bytes];
        return text.Length <= 64 && Convert.TryFromBase64String(text, bytes, out var written) && written == Bytes ? bytes : null;
    }
}

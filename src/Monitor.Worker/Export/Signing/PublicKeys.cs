using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export.Signing;

/// <summary>The public half of a key, as whoever checks a batch has it.</summary>
/// <param name="Id">SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hex.</param>
/// <param name="Pem">The key.</param>
/// <param name="ValidFrom">From when it was the one in use; null when that is not known.</param>
/// <param name="ValidUntil">Until when; null when it still is, or that is not known.</param>
internal sealed record PublicKeyFile(string Id, string Pem, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil);

/// <summary>Public keys from files: PEM, as openssl writes them, or the output of <c>monitor export key list --json</c>, which has their times as well.</summary>
internal static class PublicKeys
{
    /// <summary>Beginning of the name under which a key lies beside the batches that it signed.</summary>
    public const string Prefix = "monitor-key-";

    private const string Suffix = ".pem";
    private const int LargestFile = 1 << 20;

    /// <summary>The file's name for a key.</summary>
    public static string NameOf(string id) => $"{Prefix}{id[..16]}{Suffix}";

    /// <summary>How a key is named.</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>The keys that lie beside the batches of a folder. They prove no more than that one hand wrote everything there.</summary>
    public static List<PublicKeyFile> InFolder(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, Prefix + "*" + Suffix)
                .Order(StringComparer.Ordinal)
                .Select(file => TryRead(File.ReadAllText(file)))
                .OfType<PublicKeyFile>(),
        ];

    /// <summary>The keys of a file that somebody trusts.</summary>
    /// <exception cref="RefusalException">It cannot be read or holds no public key.</exception>
    public static List<PublicKeyFile> Read(string path)
    {
        string text;
        try
        {
            text =
                new FileInfo(path).Length <= LargestFile
                    ? File.ReadAllText(path)
                    : throw new IOException($"it is larger than {LargestFile >> 20} MiB");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Wrong(
                $"Kunci '{path}' tidak dapat dibaca: {exception.Message}",
                $"The key '{path}' cannot be read: {exception.Message}"
            );
        }

        var keys = text.TrimStart().StartsWith('{') ? OfLines(text) : OfPem(text);
        return keys.Count > 0
            ? keys
            : throw RefusalException.Wrong(
                $"'{path}' tidak memuat kunci publik EC (PEM, atau keluaran 'monitor export key list --json').",
                $"'{path}' holds no public EC key (PEM, or the output of 'monitor export key list --json')."
            );
    }

    /// <summary>Whether a key made a signature.</summary>
    public static bool Verifies(PublicKeyFile key, ReadOnlySpan<byte> document, ReadOnlySpan<byte> signature)
    {
        using var open = ECDsa.Create();
        open.ImportFromPem(key.Pem);
        return open.VerifyData(document, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static List<PublicKeyFile> OfPem(string text)
    {
        var keys = new List<PublicKeyFile>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (TryRead(rest[fields.Location].ToString()) is { } key)
            {
                keys.Add(key);
            }

            rest = rest[fields.Location.End..];
        }

        return keys;
    }

    private static List<PublicKeyFile> OfLines(string text)
    {
        var keys = new List<PublicKeyFile>();
        try
        {
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (
                    JsonSerializer.Deserialize<KeyRow>(line, Manifest.Json) is { } row
                    && TryRead(row.PublicKey) is { } key
                    // A line whose name is not that of its key was written by hand, and wrongly.
                    && key.Id == row.Id
                )
                {
                    keys.Add(key with { ValidFrom = row.ValidFrom, ValidUntil = row.ValidUntil });
                }
            }
        }
        catch (JsonException)
        {
            // Said by the caller: it holds no key that can be read.
            return [];
        }

        return keys;
    }

    private static PublicKeyFile? TryRead(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return new PublicKeyFile(IdOf(key), key.ExportSubjectPublicKeyInfoPem() + "\n", null, null);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            // Not a key, or one on a curve that nobody knows here; the caller has use for keys only.
            return null;
        }
    }
}

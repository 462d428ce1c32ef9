using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>Keeps the NIP unreadable at rest: encrypted for those who may see it, and as a keyed fingerprint for look-ups.</summary>
/// <remarks>
/// Encryption is ASP.NET Data Protection with its keys in <see cref="DataFolder.Keys"/>. The fingerprint is HMAC-SHA256 under a random key: a plain
/// hash of 18 digits is undone in minutes by trying them all. The key is made once and lives beside the other keys, itself protected by them;
/// a database without that folder gives away no number. Back the folder up apart from the database: without it no NIP can be read again.
/// </remarks>
internal sealed class NipVault
{
    /// <summary>The name under which the daemon's Data Protection runs; another name could not read what was protected.</summary>
    public const string ApplicationName = "monitor";

    private const string KeyFile = "nip-index.key";
    private const int KeyBytes = 32;

    private static readonly byte[] FingerprintText = "monitor.registry.nip-index"u8.ToArray();

    private readonly IDataProtector _numbers;
    private readonly byte[] _indexKey;

    /// <summary>Opens the vault; makes the index key when the folder holds none.</summary>
    /// <exception cref="RefusalException">The index key is there but cannot be read with these keys.</exception>
    public NipVault(IDataProtectionProvider protection, DataFolder folder)
    {
        folder.Create();
        _numbers = protection.CreateProtector("Monitor.Registry.Nip.v1");
        _indexKey = OpenIndexKey(protection.CreateProtector("Monitor.Registry.NipIndexKey.v1"), Path.Combine(folder.Keys, KeyFile));
        KeyFingerprint = Convert.ToHexStringLower(HMACSHA256.HashData(_indexKey, FingerprintText));
    }

    /// <summary>Tells two index keys apart without telling either; kept in the database, so that a lost key is noticed before it does harm.</summary>
    public string KeyFingerprint { get; }

    /// <summary>What is stored instead of the number; differs each time.</summary>
    public string Protect(Nip nip) => _numbers.Protect(nip.Reveal());

    /// <summary>The number again.</summary>
    /// <exception cref="RefusalException">The keys that protected it are gone.</exception>
    public Nip Unprotect(string stored)
    {
        try
        {
            return Nip.Stored(_numbers.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            throw RefusalException.Broken(
                "NIP tidak dapat dibuka: kunci yang melindunginya tidak ada di folder kunci. Pulihkan folder kunci dari cadangan.",
                "The NIP cannot be read: the key that protected it is not in the keys folder. Restore the keys folder from its backup."
            );
        }
    }

    /// <summary>The fingerprint by which a number is found again; the same number gives the same one as long as the key lives.</summary>
    public string IndexOf(Nip nip) => Convert.ToHexStringLower(HMACSHA256.HashData(_indexKey, Encoding.ASCII.GetBytes(nip.Reveal())));

    private static byte[] OpenIndexKey(IDataProtector protector, string path)
    {
        if (!File.Exists(path))
        {
            Create(protector, path);
        }

        try
        {
            return protector.Unprotect(File.ReadAllBytes(path));
        }
        catch (CryptographicException)
        {
            throw RefusalException.Broken(
                $"Kunci indeks NIP di {path} tidak dapat dibuka dengan kunci di folder yang sama. Pulihkan seluruh folder kunci dari satu cadangan.",
                $"The NIP index key in {path} cannot be read with the keys beside it. Restore the whole keys folder from one backup."
            );
        }
    }

    // Written aside and moved without overwriting: a crash leaves no half key, and of two processes that start together one key wins for both.
    private static void Create(IDataProtector protector, string path)
    {
        var aside = path + "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(aside, options))
            {
                file.Write(protector.Protect(RandomNumberGenerator.GetBytes(KeyBytes)));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The other process was first; its key is read next.
        }
        finally
        {
            File.Delete(aside);
        }
    }
}

using System.Security.Cryptography;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export.Signing;

/// <summary>The private key of the operator, a PEM file that nobody but the daemon's user can read.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="credentials">The folder in which systemd hands secrets over, or null.</param>
internal sealed class KeyFile(string path, string? credentials)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfTheGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const string P256 = "1.2.840.10045.3.1.7";

    public string Path => path;

    public bool Exists => File.Exists(path);

    /// <summary>Reads the key.</summary>
    /// <exception cref="RefusalException">Others may read it, or it is no P-256 key without a passphrase.</exception>
    public ECDsa Open()
    {
        RequirePrivate();
        string pem;
        try
        {
            pem = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Conflict(
                $"Kunci penanda tangan '{path}' tidak dapat dibaca: {exception.Message}",
                $"The signing key '{path}' cannot be read: {exception.Message}"
            );
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            // A public key can be read and cannot sign.
            if (key.ExportParameters(includePrivateParameters: true) is { D: not null, Curve.Oid.Value: P256 })
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // Said below, the same for everything that is not the one thing it must be.
        }

        key.Dispose();
        throw RefusalException.Conflict(
            $"'{path}' bukan kunci privat EC P-256 tanpa kata sandi dalam PEM.",
            $"'{path}' is no private EC P-256 key in PEM without a passphrase."
        );
    }

    /// <summary>Writes a new key where there is none.</summary>
    /// <exception cref="RefusalException">There is a file already, or it cannot be written.</exception>
    public void Create() =>
        Write(aside =>
        {
            try
            {
                File.Move(aside, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw RefusalException.Conflict(
                    $"Kunci '{path}' sudah ada; ganti dengan 'monitor export key rotate'.",
                    $"The key '{path}' is there already; replace it with 'monitor export key rotate'."
                );
            }
        });

    /// <summary>Puts a new key in the place of the old one, which is gone afterwards: what it signed is kept with the batches.</summary>
    /// <exception cref="RefusalException">There is none, or it cannot be written.</exception>
    public void Replace()
    {
        if (!Exists)
        {
            throw RefusalException.Conflict(
                $"Tidak ada kunci di '{path}'; buat dahulu dengan 'monitor export key create'.",
                $"There is no key in '{path}'; make one first with 'monitor export key create'."
            );
        }

        Write(aside => File.Move(aside, path, overwrite: true));
    }

    private void Write(Action<string> put)
    {
        var aside = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            using (var file = new FileStream(aside, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
                file.Flush(flushToDisk: true);
            }

            put(aside);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Conflict(
                $"Kunci '{path}' tidak dapat ditulis: {exception.Message}",
                $"The key '{path}' cannot be written: {exception.Message}"
            );
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private void RequirePrivate()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        // systemd lets the daemon read its credentials by an access list, which shows as a right of the group.
        var handedOver =
            credentials is { Length: > 0 }
            && System.IO.Path.GetFullPath(path).StartsWith(System.IO.Path.GetFullPath(credentials) + "/", StringComparison.Ordinal);
        if ((mode & (handedOver ? OfOthers : OfOthers | OfTheGroup)) != UnixFileMode.None)
        {
            throw RefusalException.Conflict(
                $"Kunci penanda tangan '{path}' dapat dibaca orang lain (mode {Convert.ToString((int)mode, 8)}); jalankan: chmod 600 '{path}'. Bila orang lain mungkin telah membacanya, ganti dengan 'monitor export key rotate'.",
                $"The signing key '{path}' is open to others (mode {Convert.ToString((int)mode, 8)}); run: chmod 600 '{path}'. If others may have read it, replace it with 'monitor export key rotate'."
            );
        }
    }
}

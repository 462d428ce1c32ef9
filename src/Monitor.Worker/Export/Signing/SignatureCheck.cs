using System.Globalization;
using System.Security.Cryptography;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export.Signing;

/// <summary>Whether a manifest was signed by a key that may sign.</summary>
internal static class SignatureCheck
{
    /// <summary>What is wrong; empty when the signature holds, or when nothing is signed and nobody asked for it.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="document">Its bytes.</param>
    /// <param name="manifest">What it says.</param>
    /// <param name="trusted">The keys that may sign; empty for those beside it.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<FileFault>> FaultsAsync(
        string path,
        string folder,
        byte[] document,
        Manifest manifest,
        IReadOnlyList<PublicKeyFile> trusted,
        CancellationToken ct
    )
    {
        var name = Path.GetFileName(path);
        if (manifest.Key is not { } id)
        {
            // A signature that is taken away with its mention must not make a batch look like one that never had any.
            return trusted.Count == 0 ? [] : [new FileFault(name, new Sentence("tidak ditandatangani", "is not signed"))];
        }

        var key = (trusted.Count > 0 ? trusted : PublicKeys.InFolder(folder)).FirstOrDefault(one => one.Id == id);
        if (key is null)
        {
            return
            [
                new FileFault(
                    name,
                    trusted.Count > 0
                        ? new Sentence(
                            $"ditandatangani dengan kunci {id}, bukan salah satu yang disebut dengan --key",
                            $"is signed with the key {id}, which is none of those given with --key"
                        )
                        : new Sentence(
                            $"ditandatangani dengan kunci {id}, yang tidak ada di folder ini; sebut berkasnya dengan --key",
                            $"is signed with the key {id}, which is not in this folder; name its file with --key"
                        )
                ),
            ];
        }

        var place = path[..^Manifest.Suffix.Length] + Manifest.SignatureSuffix;
        if (!path.EndsWith(Manifest.Suffix, StringComparison.Ordinal) || !File.Exists(place))
        {
            return [new FileFault(manifest.Batch + Manifest.SignatureSuffix, new Sentence("tidak ada", "is missing"))];
        }

        var faults = new List<FileFault>();
        if (!Holds(key, document, await File.ReadAllBytesAsync(place, ct)))
        {
            faults.Add(
                new FileFault(
                    Path.GetFileName(place),
                    new Sentence($"bukan tanda tangan kunci {id} atas manifes ini", $"is no signature of the key {id} over this manifest")
                )
            );
        }

        if (IsOutside(key, manifest))
        {
            faults.Add(
                new FileFault(
                    name,
                    new Sentence(
                        $"bertanggal {manifest.Created}, di luar masa pakai kunci {id}",
                        $"is dated {manifest.Created}, outside the time in which the key {id} was in use"
                    )
                )
            );
        }

        return faults;
    }

    private static bool Holds(PublicKeyFile key, byte[] document, byte[] signature)
    {
        try
        {
            return PublicKeys.Verifies(key, document, signature);
        }
        catch (CryptographicException)
        {
            // Not a signature at all, which is the answer to the question.
            return false;
        }
    }

    // A manifest counts seconds: the one in which a key began and the one in which it ended belong to it.
    private static bool IsOutside(PublicKeyFile key, Manifest manifest) =>
        !DateTimeOffset.TryParse(manifest.Created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
        || created.ToUnixTimeSeconds() < (key.ValidFrom?.ToUnixTimeSeconds() ?? long.MinValue)
        || created.ToUnixTimeSeconds() > (key.ValidUntil?.ToUnixTimeSeconds() ?? long.MaxValue);
}

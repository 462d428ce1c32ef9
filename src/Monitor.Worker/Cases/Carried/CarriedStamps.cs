using System.Text;
using Monitor.Worker.Language;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Cases.Carried;

/// <summary>The time stamps of a case folder: one beside each capture that has one, and the certificates they lead to.</summary>
internal static class CarriedStamps
{
    /// <summary>The file of the certificates.</summary>
    public const string Authorities = "tsa-ca.pem";

    /// <summary>The file of the stamp of a content.</summary>
    public static string NameOf(string sha256) => $"captures/{sha256}.tsr";

    /// <summary>Writes the stamp of a capture, once for each content; its name, or null when there is none.</summary>
    public static async Task<string?> WriteAsync(FolderWriter writer, DossierCapture capture, ISet<string> issuers, CancellationToken ct)
    {
        if (capture.Stamp is not { } stamp)
        {
            return null;
        }

        var name = NameOf(capture.Sha256);
        if (!writer.Has(name))
        {
            await writer.WriteAsync(name, Convert.FromBase64String(stamp), ct);
            issuers.Add(capture.StampIssuers ?? "");
        }

        return name;
    }

    /// <summary>Writes the certificates, when anything was stamped.</summary>
    public static async Task WriteAuthoritiesAsync(FolderWriter writer, IReadOnlyCollection<string> issuers, CancellationToken ct)
    {
        if (issuers.Count > 0)
        {
            await writer.WriteAsync(Authorities, string.Concat(issuers.Order(StringComparer.Ordinal)), ct);
        }
    }

    /// <summary>Checks every stamp of a folder against the bytes that it was given for.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="manifest">What it says of itself.</param>
    /// <param name="broken">Files that were named already; what they say is nobody's word.</param>
    /// <param name="trust">Whose signature the caller believes; null takes the certificates in the folder.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The stamps that hold, by file, and what is wrong with the others.</returns>
    public static async Task<(IReadOnlyDictionary<string, Stamp> Held, List<CaseFault> Faults)> CheckAsync(
        string directory,
        CaseManifest manifest,
        IReadOnlySet<string> broken,
        StampTrust? trust,
        CancellationToken ct
    )
    {
        var held = new Dictionary<string, Stamp>(StringComparer.Ordinal);
        var faults = new List<CaseFault>();
        var stamped = manifest
            .Captures.Where(capture => capture.Stamp is not null)
            .DistinctBy(capture => (capture.Stamp, capture.Sha256))
            .ToList();
        if (stamped.Count > 0 && trust is null)
        {
            (trust, var fault) = await InFolderAsync(directory, manifest, broken, ct);
            if (trust is null)
            {
                return (held, fault is null ? [] : [fault]);
            }
        }

        foreach (var capture in stamped)
        {
            var name = capture.Stamp!;
            if (broken.Contains(name))
            {
                continue;
            }

            if (!Holds(manifest, name))
            {
                faults.Add(new CaseFault(name, new Sentence("tidak ada dalam manifes", "is not in the manifest")));
                continue;
            }

            var (stamp, fault) = Stamp.Read(await File.ReadAllBytesAsync(Path.Combine(directory, name), ct), capture.Sha256, trust!);
            if (stamp is null)
            {
                faults.Add(new CaseFault(name, fault!));
            }
            else
            {
                held[name] = stamp;
            }
        }

        return (held, faults);
    }

    private static async Task<(StampTrust? Trust, CaseFault? Fault)> InFolderAsync(
        string directory,
        CaseManifest manifest,
        IReadOnlySet<string> broken,
        CancellationToken ct
    )
    {
        if (broken.Contains(Authorities))
        {
            return (null, null);
        }

        if (!Holds(manifest, Authorities))
        {
            return (
                null,
                new CaseFault(
                    Authorities,
                    new Sentence(
                        "tidak ada; cap waktu hanya dapat diperiksa dengan --tsa-ca",
                        "is missing; the time stamps can only be checked with --tsa-ca"
                    )
                )
            );
        }

        var (trust, fault) = StampTrust.Read(
            await File.ReadAllTextAsync(Path.Combine(directory, Authorities), Encoding.UTF8, ct),
            Authorities
        );
        return (trust, fault is null ? null : new CaseFault(Authorities, fault));
    }

    private static bool Holds(CaseManifest manifest, string name) => manifest.Files.Any(file => file.Name == name);
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Timestamps;

/// <summary>The certificates by which a time stamp is judged: roots that are believed, and those that only lead to them.</summary>
internal sealed class StampTrust
{
    private static readonly Oid TimeStamping = new("1.3.6.1.5.5.7.3.8");

    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _between = [];

    private StampTrust(X509Certificate2Collection certificates)
    {
        foreach (var certificate in certificates)
        {
            var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
            (isRoot ? _roots : _between).Add(certificate);
        }
    }

    /// <summary>Reads a PEM file; what is wrong with it otherwise.</summary>
    public static (StampTrust? Trust, Sentence? Fault) Load(string file)
    {
        if (file.Length == 0)
        {
            return (
                null,
                new Sentence(
                    "wajib diisi: berkas PEM sertifikat akar otoritas",
                    "is required: a PEM file with the authority's root certificate"
                )
            );
        }

        try
        {
            return Read(File.ReadAllText(file), file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (
                null,
                new Sentence($"'{file}' tidak dapat dibaca: {exception.Message}", $"'{file}' cannot be read: {exception.Message}")
            );
        }
    }

    /// <summary>Reads PEM; <paramref name="name"/> is what it is called in a fault.</summary>
    public static (StampTrust? Trust, Sentence? Fault) Read(string pem, string name)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException damaged)
        {
            return (
                null,
                new Sentence(
                    $"'{name}' memuat sertifikat yang rusak: {damaged.Message}",
                    $"'{name}' holds a damaged certificate: {damaged.Message}"
                )
            );
        }

        var trust = new StampTrust(certificates);
        return trust._roots.Count > 0
            ? (trust, null)
            : (null, new Sentence($"'{name}' tidak memuat sertifikat akar (PEM)", $"'{name}' holds no root certificate (PEM)"));
    }

    /// <summary>Leads a signer's certificate to a root, as things stood at a moment.</summary>
    /// <param name="signer">Who signed.</param>
    /// <param name="sent">What came with the signature; it leads on, and is not believed.</param>
    /// <param name="at">The moment of the signature: a certificate that expired later was good then.</param>
    /// <returns>The certificates above the signer's as PEM, root last; or why it leads nowhere.</returns>
    public (string? Issuers, Sentence? Fault) Lead(X509Certificate2 signer, X509Certificate2Collection sent, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        chain.ChainPolicy.ExtraStore.AddRange(_between);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.ApplicationPolicy.Add(TimeStamping);
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        // Nothing is fetched: the answer must be the same on a machine without a network, and years later.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (!chain.Build(signer))
        {
            var why = string.Join(", ", chain.ChainStatus.Select(status => status.Status.ToString()).Distinct());
            return (
                null,
                new Sentence(
                    $"sertifikat penandatangan '{signer.Subject}' tidak bersambung ke akar yang dipercaya pada {at:yyyy-MM-dd HH:mm:ss}Z ({why})",
                    $"the signer's certificate '{signer.Subject}' does not lead to a trusted root at {at:yyyy-MM-dd HH:mm:ss}Z ({why})"
                )
            );
        }

        var issuers = new StringBuilder();
        foreach (var element in chain.ChainElements.Skip(1))
        {
            issuers.Append(element.Certificate.ExportCertificatePem()).Append('\n');
        }

        return (issuers.ToString(), null);
    }
}

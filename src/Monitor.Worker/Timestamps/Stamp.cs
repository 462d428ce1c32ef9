using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Timestamps;

/// <summary>A time stamp whose imprint, signature and chain hold.</summary>
/// <param name="At">When the authority says that it saw the hash.</param>
/// <param name="Accuracy">By how much it says that may be wrong.</param>
/// <param name="Authority">Subject of the certificate that signed.</param>
/// <param name="Policy">Object identifier of the policy.</param>
/// <param name="Nonce">The number of the request that it answers, if it says.</param>
/// <param name="Issuers">The certificates above the signer's, root last, PEM.</param>
internal sealed record Stamp(DateTimeOffset At, TimeSpan Accuracy, string Authority, string? Policy, byte[]? Nonce, string Issuers)
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private const string StampedContent = "1.2.840.113549.1.9.16.1.4";

    private static readonly Sentence Unsigned = new(
        "tanda tangannya tidak sah, atau sertifikatnya tidak disertakan, bukan untuk cap waktu, atau tidak berlaku pada saat itu",
        "its signature does not hold, or its certificate is not with it, is not for time stamping, or was not valid then"
    );

    // SHA-1 and older can be made to fit another content.
    private static readonly HashSet<string> Digests = [Sha256, "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"];

    // PKIFailureInfo, RFC 3161 section 2.4.2.
    private static readonly (int Bit, string Name)[] Failures =
    [
        (0, "badAlg"),
        (2, "badRequest"),
        (5, "badDataFormat"),
        (14, "timeNotAvailable"),
        (15, "unacceptedPolicy"),
        (16, "unacceptedExtension"),
        (17, "addInfoNotAvailable"),
        (25, "systemFailure"),
    ];

    /// <summary>Reads an authority's answer and checks it as far as it can be checked at any time: imprint, signature, chain.</summary>
    /// <param name="answer">TimeStampResp, as it came.</param>
    /// <param name="sha256">What must have been stamped, hex.</param>
    /// <param name="trust">Whose signature is believed.</param>
    public static (Stamp? Stamp, Sentence? Fault) Read(byte[] answer, string sha256, StampTrust trust)
    {
        try
        {
            return Opened(answer, out var token, out var refused) ? Checked(token, sha256, trust) : (null, refused);
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return (null, Garbage(exception.Message));
        }
    }

    /// <summary>Whether two numbers of a request are the same: leading zeros say nothing.</summary>
    public static bool SameNonce(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answered) =>
        new BigInteger(asked, isBigEndian: true) == new BigInteger(answered, isBigEndian: true);

    private static bool Opened(
        byte[] answer,
        [NotNullWhen(true)] out Rfc3161TimestampToken? token,
        [NotNullWhen(false)] out Sentence? refused
    )
    {
        (token, refused) = (null, null);
        var outer = new AsnReader(answer, AsnEncodingRules.BER);
        var response = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var info = response.ReadSequence();
        var status = info.ReadInteger();
        // 0 granted, 1 granted with changes; what was changed shows in what is checked.
        if (status != BigInteger.Zero && status != BigInteger.One)
        {
            var said = $"PKIStatus {status}{Said(info)}";
            refused = new Sentence($"otoritas menolak: {said}", $"the authority refused: {said}");
            return false;
        }

        if (!response.HasData)
        {
            refused = Garbage("no token");
            return false;
        }

        var content = response.ReadEncodedValue();
        response.ThrowIfNotEmpty();
        if (!Rfc3161TimestampToken.TryDecode(content, out token, out var read) || read != content.Length)
        {
            token = null;
            // Decoding checks the signature as well: what can be read but is not taken is not signed as it should be.
            var signed = new SignedCms();
            signed.Decode(content.Span);
            refused = signed.ContentInfo.ContentType.Value == StampedContent ? Unsigned : Garbage("ContentInfo");
            return false;
        }

        return true;
    }

    private static (Stamp? Stamp, Sentence? Fault) Checked(Rfc3161TimestampToken token, string sha256, StampTrust trust)
    {
        var info = token.TokenInfo;
        var hash = Convert.FromHexString(sha256);
        if (info.HashAlgorithmId.Value != Sha256 || !info.GetMessageHash().Span.SequenceEqual(hash))
        {
            return (null, new Sentence($"bukan cap waktu atas SHA-256 {sha256}", $"is no time stamp of SHA-256 {sha256}"));
        }

        var signed = token.AsSignedCms();
        if (
            !Digests.Contains(signed.SignerInfos[0].DigestAlgorithm.Value ?? "")
            || !token.VerifySignatureForHash(hash, HashAlgorithmName.SHA256, out var signer, signed.Certificates)
        )
        {
            return (null, Unsigned);
        }

        var (issuers, fault) = trust.Lead(signer, signed.Certificates, info.Timestamp);
        return issuers is null
            ? (null, fault)
            : (
                new Stamp(
                    info.Timestamp,
                    TimeSpan.FromMicroseconds(info.AccuracyInMicroseconds ?? 0),
                    signer.Subject,
                    info.PolicyId.Value,
                    info.GetNonce()?.ToArray(),
                    issuers
                ),
                null
            );
    }

    // What an authority says of a refusal: shown to people, so cut and without what could steer a terminal.
    private static string Said(AsnReader info)
    {
        var said = new StringBuilder();
        if (info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var texts = info.ReadSequence();
            while (texts.HasData)
            {
                var text = texts.ReadCharacterString(UniversalTagNumber.UTF8String);
                said.Append(" '").Append(text.Where(letter => !char.IsControl(letter)).Take(200).ToArray()).Append('\'');
            }
        }

        if (info.HasData)
        {
            var bits = info.ReadBitString(out _);
            foreach (var (bit, name) in Failures)
            {
                if (bit / 8 < bits.Length && (bits[bit / 8] & (0x80 >> (bit % 8))) != 0)
                {
                    said.Append(' ').Append(name);
                }
            }
        }

        return said.ToString();
    }

    private static Sentence Garbage(string detail) =>
        new($"bukan jawaban cap waktu (RFC 3161): {detail}", $"is no time stamp answer (RFC 3161): {detail}");
}

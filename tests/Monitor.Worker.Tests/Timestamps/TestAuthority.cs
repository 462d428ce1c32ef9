using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Monitor.Worker.Tests.Timestamps;

/// <summary>A time stamp authority on 127.0.0.1 with a root of its own. Its tokens are put together by hand, so that each part can be wrong.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    public const string Policy = "1.3.6.1.4.1.99999.1";

    private const string StampedContent = "1.2.840.113549.1.9.16.1.4";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private readonly WebApplication _app;

    private TestAuthority(TimeProvider time)
    {
        Root = NewRoot("CN=Akar Uji");
        Signer = NewSigner(Root);
        Reply = asked => (200, Answer(asked.GetMessageHash(), asked.GetNonce(), time.GetUtcNow()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public X509Certificate2 Root { get; }
    public X509Certificate2 Signer { get; }

    /// <summary>What it answers: HTTP status and body.</summary>
    public Func<Rfc3161TimestampRequest, (int Status, byte[] Body)> Reply { get; set; }

    /// <summary>What it was sent.</summary>
    public ConcurrentQueue<(string Head, Rfc3161TimestampRequest Asked)> Requests { get; } = [];

    public Uri Url => new(_app.Urls.First() + "/tsa");

    public static async Task<TestAuthority> StartAsync(TimeProvider time)
    {
        var authority = new TestAuthority(time);
        await authority._app.StartAsync();
        return authority;
    }

    public static X509Certificate2 NewRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request.CreateSelfSigned(Some.Moment.AddYears(-5), Some.Moment.AddYears(20));
    }

    public static X509Certificate2 NewSigner(
        X509Certificate2 root,
        string use = "1.3.6.1.5.5.7.3.8",
        DateTimeOffset? from = null,
        DateTimeOffset? until = null
    )
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Cap Waktu Uji, O=Contoh", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], true));
        using var made = request.Create(
            root,
            from ?? Some.Moment.AddYears(-1),
            until ?? Some.Moment.AddYears(10),
            RandomNumberGenerator.GetBytes(8)
        );
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>An answer that grants; everything in it can be chosen.</summary>
    public byte[] Answer(
        ReadOnlyMemory<byte> hash,
        ReadOnlyMemory<byte>? nonce,
        DateTimeOffset at,
        X509Certificate2? signer = null,
        string policy = Policy,
        bool withCertificate = true
    )
    {
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(1);
            info.WriteObjectIdentifier(policy);
            using (info.PushSequence())
            {
                using (info.PushSequence())
                {
                    info.WriteObjectIdentifier(Sha256);
                    info.WriteNull();
                }

                info.WriteOctetString(hash.Span);
            }

            info.WriteInteger(4711);
            info.WriteGeneralizedTime(at, omitFractionalSeconds: false);
            if (nonce is { } number)
            {
                info.WriteInteger(number.Span);
            }
        }

        signer ??= Signer;
        var cms = new SignedCms(new ContentInfo(new Oid(StampedContent), info.Encode()));
        var by = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, signer)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = withCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        var signing = new AsnWriter(AsnEncodingRules.DER);
        using (signing.PushSequence())
        using (signing.PushSequence())
        using (signing.PushSequence())
        {
            signing.WriteOctetString(SHA256.HashData(signer.RawData));
        }

        by.SignedAttributes.Add(new AsnEncodedData(SigningCertificateV2, signing.Encode()));
        cms.ComputeSignature(by);
        return Response(0, cms.Encode());
    }

    /// <summary>An answer that refuses, with a word and PKIFailureInfo unacceptedPolicy.</summary>
    public static byte[] Refusal(string why)
    {
        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        using (response.PushSequence())
        {
            response.WriteInteger(2);
            using (response.PushSequence())
            {
                response.WriteCharacterString(UniversalTagNumber.UTF8String, why);
            }

            response.WriteBitString([0, 1], 0);
        }

        return response.Encode();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Root.Dispose();
        Signer.Dispose();
    }

    private static byte[] Response(int status, byte[] token)
    {
        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            using (response.PushSequence())
            {
                response.WriteInteger(status);
            }

            response.WriteEncodedValue(token);
        }

        return response.Encode();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        Assert.True(Rfc3161TimestampRequest.TryDecode(body.ToArray(), out var asked, out _));
        Requests.Enqueue(
            (
                $"{context.Request.Method} {context.Request.Path} {headers.ContentType} {headers.Accept} {headers.Authorization}".TrimEnd(),
                asked
            )
        );
        var (status, answer) = Reply(asked);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/timestamp-reply";
        await context.Response.Body.WriteAsync(answer);
    }
}

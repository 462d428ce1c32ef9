using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>A certificate nobody vouches for ends the request, and what it asks to be fetched is not fetched.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task AnUntrustedCertificateIsRefusedAndItsIssuerIsNotFetched()
    {
        await using var issuer = new TestSite();
        using var certificate = Certificate(issuer.Url("/penerbit.crt"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var served = ServeAsync(listener, certificate);
        await using var web = await GateUnderTest.ForAsync(
            options => options.AllowedPrivateHosts = [$"localhost:{port}", issuer.Authority],
            time: null,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])
        );

        var answer = await web.PageAsync(new Uri($"https://localhost:{port}/"));

        Assert.Equal(WebOutcome.Unreachable, answer.Outcome);
        Assert.Contains("certificate", answer.Reason.En, StringComparison.Ordinal);
        Assert.Equal(0, issuer.Connections);
        listener.Stop();
        Assert.Equal("refused by the client", await served);
    }

    private static async Task<string> ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    // Offline: this server's own look at its chain must not be taken for the client's.
                    ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
                }
            );
            // In TLS 1.3 the server is done before the client has judged; what was asked comes after.
            var head = new byte[1024];
            return await tls.ReadAsync(head) == 0 ? "refused by the client" : Encoding.ASCII.GetString(head);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return "refused by the client";
        }
    }

    private static X509Certificate2 Certificate(Uri issuer)
    {
        using var authorityKey = RSA.Create(2048);
        var authority = new CertificateRequest("CN=Penerbit uji", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var to = new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var authorityCertificate = authority.CreateSelfSigned(from, to);

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: [], caIssuersUris: [issuer.AbsoluteUri]));
        using var signed = request.Create(authorityCertificate, from, to, [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}

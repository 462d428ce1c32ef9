using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Monitor.Worker.Hosting;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Alerts;

namespace Monitor.EndToEnd.Tests;

/// <summary>Mail over STARTTLS from the running daemon to a server of the own network, whose authority the system trusts or does not.</summary>
public sealed class MailTlsTests(BuiltProgram program) : IAsyncLifetime
{
    private const string Password = "rahasia-surel";
    private readonly TempFolder _temp = new();
    private readonly X509Certificate2 _certificate = Certificate();
    private MailSink _mail = null!;
    private DaemonProcess _daemon = null!;

    public ValueTask InitializeAsync()
    {
        _mail = new MailSink(_certificate);
        File.WriteAllText(_temp["ca.pem"], _certificate.ExportCertificatePem());
        File.WriteAllText(_temp["password"], Password + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_temp["password"], UnixFileMode.UserRead);
        }

        _daemon = new DaemonProcess(
            program,
            new
            {
                Storage = new { Durability = "Normal" },
                Alerts = new
                {
                    Mail = new
                    {
                        Host = "127.0.0.1",
                        _mail.Port,
                        User = "monitor",
                        Password_FILE = _temp["password"],
                        From = "monitor@bawaslu.example",
                        To = new[] { "piket@bawaslu.example" },
                    },
                },
            }
        );
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _mail.DisposeAsync();
        _certificate.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task MailAndPasswordGoToAServerOfATrustedAuthorityAndOnlyEncrypted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is OpenSSL's way to trust one more authority.");
        _daemon.Variables["SSL_CERT_FILE"] = _temp["ca.pem"];
        await _daemon.StartAsync();
        var sent = await _daemon.RunAsync("alert", "test");
        Assert.True(sent.Code == 0, sent.Out + sent.Error);
        Assert.Contains("Subject: [Monitor ", Assert.Single(_mail.Mails), StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)), _mail.Commands);
        Assert.Equal(["EHLO", "STARTTLS"], _mail.InTheClear.Select(command => command.Split(' ')[0].ToUpperInvariant()));
        Assert.DoesNotContain(Password, _daemon.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerOfAnUnknownAuthorityIsSentNothingAndThePersonIsTold()
    {
        await _daemon.StartAsync();
        var sent = await _daemon.RunAsync("alert", "test");
        Assert.NotEqual(0, sent.Code);
        Assert.Contains("did not take it", sent.Out + sent.Error, StringComparison.Ordinal);
        Assert.Empty(_mail.Mails);
        Assert.DoesNotContain(_mail.Commands, command => command.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=surel.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = Clock.Machine.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }
}

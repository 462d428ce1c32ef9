using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Tests.Timestamps;

/// <summary>Stamps and their certificates against OpenSSL, which shares no code with this program; and what the configuration may say.</summary>
public sealed class StampTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task OpenSslBelievesWhatIsBelievedHereAndOnlyForTheSameBytes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "OpenSSL is not installed.");
        await using var authority = await TestAuthority.StartAsync(new ManualTime(Some.Moment));
        var bytes = "halaman"u8.ToArray();
        var answer = authority.Answer(SHA256.HashData(bytes), null, Some.Moment);
        var (stamp, _) = Stamp.Read(answer, Convert.ToHexStringLower(SHA256.HashData(bytes)), Trust(authority));
        await File.WriteAllBytesAsync(_temp["a.tsr"], answer);
        await File.WriteAllTextAsync(_temp["ca.pem"], stamp!.Issuers);

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal(0, await OpenSslAsync("ts", "-verify", "-digest", hash, "-in", "a.tsr", "-CAfile", "ca.pem"));
        Assert.NotEqual(0, await OpenSslAsync("ts", "-verify", "-digest", new string('0', 64), "-in", "a.tsr", "-CAfile", "ca.pem"));
    }

    [Fact]
    public async Task StampThatOpenSslMakesHoldsHere()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "OpenSSL is not installed.");
        await using var authority = await TestAuthority.StartAsync(new ManualTime(Some.Moment));
        await File.WriteAllTextAsync(_temp["tsa.pem"], authority.Signer.ExportCertificatePem());
        await File.WriteAllTextAsync(_temp["tsa.key"], authority.Signer.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(
            _temp["tsa.cnf"],
            """
            [tsa]
            default_tsa = own
            [own]
            serial = serial
            signer_digest = sha256
            default_policy = 1.2.3.4
            digests = sha256
            accuracy = secs:1, millisecs:500
            ess_cert_id_alg = sha256
            """
        );
        await File.WriteAllTextAsync(_temp["serial"], "01\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData("halaman"u8));
        Assert.Equal(0, await OpenSslAsync("ts", "-query", "-digest", hash, "-sha256", "-cert", "-out", "a.tsq"));
        Assert.Equal(
            0,
            await OpenSslAsync(
                "ts",
                "-reply",
                "-config",
                "tsa.cnf",
                "-queryfile",
                "a.tsq",
                "-signer",
                "tsa.pem",
                "-inkey",
                "tsa.key",
                "-out",
                "a.tsr"
            )
        );

        var (stamp, fault) = Stamp.Read(await File.ReadAllBytesAsync(_temp["a.tsr"]), hash, Trust(authority));

        Assert.Null(fault);
        Assert.Equal(("1.2.3.4", TimeSpan.FromSeconds(1.5)), (stamp!.Policy, stamp.Accuracy));
        Assert.Equal(authority.Root.ExportCertificatePem() + "\n", stamp.Issuers);
    }

    [Fact]
    public async Task EachTurnedBitOfAStampIsSeen()
    {
        await using var authority = await TestAuthority.StartAsync(new ManualTime(Some.Moment));
        var hash = new string('a', 64);
        var answer = authority.Answer(Convert.FromHexString(hash), null, Some.Moment);
        var good = Stamp.Read(answer, hash, Trust(authority)).Stamp!;
        for (var at = 0; at < answer.Length; at++)
        {
            var turned = (byte[])answer.Clone();
            turned[at] ^= 0x04;
            var (stamp, fault) = Stamp.Read(turned, hash, Trust(authority));
            // A bit outside of what is signed may say nothing; whatever is believed then is what was signed.
            Assert.True(stamp is null ? fault is not null : stamp.At == good.At && stamp.Authority == good.Authority, $"byte {at}");
        }
    }

    [Theory]
    [InlineData("Url", "tsa.example")]
    [InlineData("Url", "ftp://tsa.example/")]
    [InlineData("Url", "https://sari@tsa.example/")]
    [InlineData("CaFile", "")]
    [InlineData("CaFile", "/tidak/ada.pem")]
    [InlineData("CaFile", "kosong.pem")]
    [InlineData("CaFile", "penandatangan.pem")]
    [InlineData("PolicyOid", "kebijakan")]
    public async Task WhatCannotWorkIsSaidAtTheStart(string setting, string value)
    {
        await using var authority = await TestAuthority.StartAsync(new ManualTime(Some.Moment));
        await File.WriteAllTextAsync(_temp["akar.pem"], authority.Root.ExportCertificatePem());
        await File.WriteAllTextAsync(_temp["penandatangan.pem"], authority.Signer.ExportCertificatePem());
        await File.WriteAllTextAsync(_temp["kosong.pem"], "");
        Assert.Empty(Check("", "").Problems);
        Assert.Empty(Check("Url", "https://tsa.example/").Problems);

        var problem = Assert.Single(Check(setting, value.EndsWith(".pem", StringComparison.Ordinal) ? _temp[value] : value).Problems);
        Assert.Contains($"Evidence:TimestampAuthority:{setting}", problem.En, StringComparison.Ordinal);
    }

    private Settings Check(string setting, string value) =>
        SettingsCatalogue.Check(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Evidence:TimestampAuthority:Url"] = "http://tsa.example/tsr",
                        ["Evidence:TimestampAuthority:CaFile"] = _temp["akar.pem"],
                        [setting.Length > 0 ? $"Evidence:TimestampAuthority:{setting}" : "Evidence:CheckDays"] =
                            setting.Length > 0 ? value : "7",
                    }
                )
                .Build()
        );

    private static StampTrust Trust(TestAuthority authority) => StampTrust.Read(authority.Root.ExportCertificatePem(), "akar.pem").Trust!;

    private async Task<int> OpenSslAsync(params string[] args)
    {
        var start = new ProcessStartInfo("/usr/bin/openssl", args)
        {
            WorkingDirectory = _temp.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var openssl = Process.Start(start)!;
        var said = openssl.StandardError.ReadToEndAsync();
        await openssl.StandardOutput.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(await said);
        return openssl.ExitCode;
    }
}

using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Evidence;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Tests.Timestamps;

/// <summary>An outside authority says when it saw flagged evidence; what it says is checked, and nothing waits for it.</summary>
public abstract class StampsTests : Spine
{
    private readonly TempFolder _temp = Some.Folder();
    private TestAuthority _authority = null!;
    private TimestampOptions _options = null!;
    private WebGate _gate = null!;

    private Stamps Stamps => new(Database, _gate, AuditLog, _options, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _authority = await TestAuthority.StartAsync(Time);
        await File.WriteAllTextAsync(_temp["akar.pem"], _authority.Root.ExportCertificatePem());
        _options = new TimestampOptions { Url = _authority.Url.AbsoluteUri, CaFile = _temp["akar.pem"] };
        var collection = new CollectionOptions { AllowedPrivateHosts = [_authority.Url.Authority, "127.0.0.1:1"] };
        var contracted = _options.Contracted.And(new ContractedApis([new Uri("http://127.0.0.1:1/")]));
        _gate = new WebGate(collection, new HostPacing(Database, collection, Time), Time, lookup: null, contracted);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _gate.Dispose();
        await _authority.DisposeAsync();
        _temp.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task HashOfFlaggedEvidenceIsStampedOnceAndNothingElseIsSent()
    {
        await OpenFlagAsync();
        await OpenFlagAsync();
        await Database.WriteAsync(session => EvidenceStore.RecordAsync(session, new string('b', 64), Some.Capture()), default);
        Assert.Equal((0, 1), await CountsAsync());

        Assert.True(await Stamps.StampNextAsync(default));
        Assert.False(await Stamps.StampNextAsync(default));

        var (head, asked) = Assert.Single(_authority.Requests);
        Assert.Equal("POST /tsa application/timestamp-query application/timestamp-reply", head);
        Assert.Equal(new string('a', 64), Convert.ToHexStringLower(asked.GetMessageHash().Span));
        Assert.True(asked.RequestSignerCertificate);
        Assert.True(asked.GetNonce()!.Value.Length >= 15);
        Assert.Equal((1, 0), await CountsAsync());
        Assert.Equal(
            $"{new string('a', 64)} {Time.GetUtcNow().ToUnixTimeMilliseconds()} CN=Cap Waktu Uji, O=Contoh",
            await ScalarAsync<string>("SELECT sha256 || ' ' || stamped_at || ' ' || authority FROM evidence_stamp")
        );
        Assert.Equal(
            [$"evidence:{new string('a', 64)}"],
            await ListAsync<string>("SELECT subject FROM audit WHERE verb = 'evidence.stamped'")
        );
    }

    [Fact]
    public async Task EvidenceThatWasTakenDownIsNotSent()
    {
        await OpenFlagAsync();
        await ExecuteAsync("UPDATE evidence SET removed_at = 1");

        Assert.False(await Stamps.StampNextAsync(default));
        Assert.Empty(_authority.Requests);
    }

    [Fact]
    public async Task NobodyIsAskedWhileNoAuthorityIsConfigured()
    {
        await OpenFlagAsync();
        _options.Url = "";

        Assert.False(await Stamps.StampNextAsync(default));
        Assert.Empty(_authority.Requests);
        Assert.Equal(new StampHealth(On: false, 0, 0, null), await Stamps.HealthAsync(default));
    }

    [Theory]
    [InlineData("imprint", "is no time stamp of SHA-256 aaaa")]
    [InlineData("nonce", "answers another request")]
    [InlineData("no nonce", "answers another request")]
    [InlineData("other root", "does not lead to a trusted root")]
    [InlineData("expired", "was not valid then")]
    [InlineData("other use", "is not for time stamping")]
    [InlineData("no certificate", "its certificate is not with it")]
    [InlineData("signature", "its signature does not hold")]
    [InlineData("policy", "is given under policy 1.2.3, asked for was")]
    [InlineData("early", "further from this machine's than Tolerance")]
    [InlineData("late", "further from this machine's than Tolerance")]
    [InlineData("refused", "the authority refused: PKIStatus 2 'tidak sekarang' unacceptedPolicy")]
    [InlineData("garbage", "is no time stamp answer")]
    [InlineData("empty", "is no time stamp answer")]
    [InlineData("more", "is no time stamp answer")]
    [InlineData("HTTP 500", "HTTP 500")]
    public async Task StampThatDoesNotHoldIsNotKeptAndTheNextOneIs(string wrong, string reason)
    {
        await OpenFlagAsync();
        _options.PolicyOid = TestAuthority.Policy;
        var good = _authority.Reply;
        _authority.Reply = asked => Wrong(wrong, asked);

        Assert.False(await Stamps.StampNextAsync(default));

        Assert.Equal(0, await CountAsync("evidence_stamp"));
        var health = await Stamps.HealthAsync(default);
        Assert.Equal((1, 1), (health.Waiting, health.Setback!.Failures));
        Assert.Contains(reason, health.Setback.ReasonEn, StringComparison.Ordinal);
        _authority.Reply = good;
        Assert.False(await Stamps.StampNextAsync(default));
        Assert.Single(_authority.Requests);
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await Stamps.StampNextAsync(default));
        Assert.Null((await Stamps.HealthAsync(default)).Setback);
    }

    [Fact]
    public async Task AuthorityThatIsDownIsAskedAtGrowingIntervalsUpToAnHour()
    {
        await OpenFlagAsync();
        _options.Url = "http://127.0.0.1:1/";
        var since = Time.GetUtcNow();
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            Assert.False(await Stamps.StampNextAsync(default));
            var next = (await Stamps.HealthAsync(default)).Setback!.NextTryAt;
            pauses.Add((next - Time.GetUtcNow()).TotalMinutes);
            Time.Advance(next - Time.GetUtcNow());
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 60, 60], pauses);
        var setback = (await Stamps.HealthAsync(default)).Setback!;
        Assert.Equal((9, since), (setback.Failures, setback.FirstAt));
        Assert.Contains("Could not connect", setback.ReasonEn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootThatIsGoneIsSaidAndNothingIsBelievedWithoutIt()
    {
        await OpenFlagAsync();
        File.Delete(_options.CaFile);

        Assert.False(await Stamps.StampNextAsync(default));
        Assert.Contains("cannot be read", (await Stamps.HealthAsync(default)).Setback!.ReasonEn, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("evidence_stamp"));
    }

    private (int, byte[]) Wrong(string wrong, Rfc3161TimestampRequest asked)
    {
        var (hash, nonce, now) = (asked.GetMessageHash(), asked.GetNonce(), Time.GetUtcNow());
        return wrong switch
        {
            "imprint" => (200, _authority.Answer(new byte[32], nonce, now)),
            "nonce" => (200, _authority.Answer(hash, new byte[] { 7 }, now)),
            "no nonce" => (200, _authority.Answer(hash, null, now)),
            "other root" => (200, BySigner(TestAuthority.NewSigner(OtherRoot()))),
            "expired" => (200, BySigner(TestAuthority.NewSigner(_authority.Root, until: now.AddDays(-1)))),
            "other use" => (200, BySigner(TestAuthority.NewSigner(_authority.Root, use: "1.3.6.1.5.5.7.3.1"))),
            "no certificate" => (200, _authority.Answer(hash, nonce, now, withCertificate: false)),
            "signature" => (200, Turned(_authority.Answer(hash, nonce, now))),
            "policy" => (200, _authority.Answer(hash, nonce, now, policy: "1.2.3")),
            "early" => (200, _authority.Answer(hash, nonce, now.AddMinutes(-6))),
            "late" => (200, _authority.Answer(hash, nonce, now.AddMinutes(6))),
            "refused" => (200, TestAuthority.Refusal("tidak\u001b sekarang")),
            "garbage" => (200, "<html>Selamat datang</html>"u8.ToArray()),
            "empty" => (200, []),
            "more" => (200, [.. _authority.Answer(hash, nonce, now), 0]),
            "HTTP 500" => (500, _authority.Answer(hash, nonce, now)),
            _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
        };

        byte[] BySigner(X509Certificate2 signer) => _authority.Answer(hash, nonce, now, signer);
    }

    // Same name as the one that is believed: only the key tells them apart.
    private static X509Certificate2 OtherRoot() => TestAuthority.NewRoot("CN=Akar Uji");

    // The last byte belongs to the signature.
    private static byte[] Turned(byte[] answer)
    {
        answer[^1] ^= 1;
        return answer;
    }

    private async Task<(long Stamped, long Waiting)> CountsAsync()
    {
        var health = await Stamps.HealthAsync(default);
        return (health.Stamped, health.Waiting);
    }
}

/// <inheritdoc />
public sealed class StampsOnSqliteTests : StampsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class StampsOnPostgreSqlTests : StampsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Evidence;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Cli;
using Findings = Monitor.Worker.Tests.Export.Some;

namespace Monitor.Worker.Tests.Timestamps;

/// <summary>A running daemon with an authority: its schedule asks, and <c>monitor status</c> says how that goes.</summary>
public sealed class StampDaemonTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task ScheduleHasFlaggedEvidenceStampedAndStatusSaysWhenTheAuthorityFails()
    {
        await using var authority = await TestAuthority.StartAsync(Clock.Machine);
        await File.WriteAllTextAsync(_temp["akar.pem"], authority.Root.ExportCertificatePem());
        await using var daemon = await Daemon.StartAsync(
            ("Evidence:TimestampAuthority:Url", authority.Url.AbsoluteUri),
            ("Evidence:TimestampAuthority:CaFile", _temp["akar.pem"]),
            ("Evidence:TimestampAuthority:Every", "00:00:01"),
            ("Collection:AllowedPrivateHosts:0", authority.Url.Authority)
        );
        var database = daemon.Host.Services.GetRequiredService<Database>();
        var flag = await Findings.FindingAsync(database, null);

        await Eventually.TrueAsync(
            async () => (await StatusAsync(daemon)).Contains("1 contents, 0 waiting", StringComparison.Ordinal),
            "the finding's evidence is stamped"
        );
        Assert.DoesNotContain("time stamp authority", await StatusAsync(daemon), StringComparison.Ordinal);

        authority.Reply = _ => (200, TestAuthority.Refusal("tutup"));
        await database.WriteAsync(session => AttachAsync(session, flag, 'b'), default);
        await Eventually.TrueAsync(
            async () => (await StatusAsync(daemon)).Contains("the authority refused: PKIStatus 2 'tutup'", StringComparison.Ordinal),
            "the refusal is shown"
        );
        Assert.Contains("1 contents, 1 waiting", await StatusAsync(daemon), StringComparison.Ordinal);
    }

    private static async Task AttachAsync(Session session, long flag, char content) =>
        await Monitor.Worker.Review.FlagStore.AttachAsync(
            session,
            flag,
            await EvidenceStore.RecordAsync(session, new string(content, 64), Some.Capture()),
            ""
        );

    private static async Task<string> StatusAsync(Daemon daemon) =>
        (
            await CommandLine.RunAsync(
                "status",
                "--lang",
                "en",
                "--socket",
                daemon.Host.Socket,
                "--data",
                daemon.Host.Services.GetRequiredService<DataFolder>().Root,
                "--as",
                "ketua"
            )
        ).Out;
}

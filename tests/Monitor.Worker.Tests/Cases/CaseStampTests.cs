using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Cases;
using Monitor.Worker.Cases.Carried;
using Monitor.Worker.Cli;
using Monitor.Worker.Evidence;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Cli;
using Monitor.Worker.Tests.Export;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;
using Monitor.Worker.Tests.Timestamps;
using Monitor.Worker.Timestamps;
using Capture = Monitor.Worker.Evidence.Capture;
using CaseRoom = Monitor.Worker.Cases.Cases;
using Findings = Monitor.Worker.Tests.Export.Some;

namespace Monitor.Worker.Tests.Cases;

/// <summary>Time stamps of an outside authority travel in the case folder and are checked there, without the authority and without a network.</summary>
public abstract class CaseStampTests : ExportStore
{
    private static readonly byte[] Page = "<html><body>Ayo pilih nomor dua</body></html>"u8.ToArray();
    private static readonly byte[] Second = "{}"u8.ToArray();
    private static readonly DateTimeOffset At = Findings.Moment.AddMinutes(-3);

    [Fact]
    public async Task StampLiesBesideItsCaptureWithTheRootAndHolds()
    {
        await using var authority = await TestAuthority.StartAsync(Time);
        using var carried = await MakeAsync(authority);

        var verdict = await CaseCheck.CheckAsync(carried.Directory, default);

        Assert.Empty(verdict.Faults);
        var (name, stamp) = Assert.Single(verdict.Stamps);
        Assert.Equal((Stamped, At, authority.Signer.Subject), (name, stamp.At, stamp.Authority));
        Assert.Equal(authority.Root.ExportCertificatePem() + "\n", await File.ReadAllTextAsync(Of(carried, "tsa-ca.pem")));
        var sheet = await File.ReadAllTextAsync(Of(carried, "sheet.html"));
        Assert.Contains($"cap waktu 2024-10-08 07:57:00 WIB dari CN=Cap Waktu Uji, O=Contoh: {Stamped}", sheet, StringComparison.Ordinal);
        var plain = carried.Manifest.Captures.Single(capture => capture.Sha256 == Sha(Second));
        Assert.Null(plain.Stamp);
        // A folder without stamps is written as it was before there were any.
        Assert.Equal(1, Encoding.UTF8.GetString(carried.Manifest.ToBytes()).Split("\"stamp\"").Length - 1);
    }

    [Fact]
    public async Task VerbSaysWhoseWordItIsAndTakesTheCallersRoot()
    {
        await using var authority = await TestAuthority.StartAsync(Time);
        await using var stranger = await TestAuthority.StartAsync(Time);
        using var carried = await MakeAsync(authority);
        Directory.CreateDirectory(Out);
        var (own, other) = (Path.Combine(Out, "akar.pem"), Path.Combine(Out, "asing.pem"));
        await File.WriteAllTextAsync(own, authority.Root.ExportCertificatePem());
        await File.WriteAllTextAsync(other, stranger.Root.ExportCertificatePem());

        var inside = await VerifyAsync(carried);
        Assert.Equal(ExitCode.Done, inside.Code);
        Assert.Contains("1 time stamps hold, the last of 2024-10-08 00:57:00Z", inside.Out, StringComparison.Ordinal);
        Assert.Contains("this folder's own", inside.Out, StringComparison.Ordinal);
        var given = await VerifyAsync(carried, "--tsa-ca", own);
        Assert.Equal((ExitCode.Done, false), (given.Code, given.Out.Contains("this folder's own", StringComparison.Ordinal)));
        var strange = await VerifyAsync(carried, "--tsa-ca", other);
        Assert.Equal(ExitCode.Finding, strange.Code);
        Assert.Contains($"{Stamped}: the signer's certificate", strange.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, (await VerifyAsync(carried, "--tsa-ca", Path.Combine(Out, "tidak-ada.pem"))).Code);
    }

    [Theory]
    [InlineData("another content", "is no time stamp of SHA-256")]
    [InlineData("another authority", "does not lead to a trusted root")]
    [InlineData("a turned bit", "its signature does not hold")]
    [InlineData("garbage", "is no time stamp answer")]
    public async Task ExchangedStampIsNamedThoughTheManifestAgrees(string with, string fault)
    {
        await using var authority = await TestAuthority.StartAsync(Time);
        await using var stranger = await TestAuthority.StartAsync(Time);
        using var carried = await MakeAsync(authority);
        var answer = await File.ReadAllBytesAsync(Of(carried, Stamped));
        answer[^1] ^= 1;

        await ReplaceAsync(
            carried,
            Stamped,
            with switch
            {
                "another content" => authority.Answer(SHA256.HashData(Second), null, At),
                "another authority" => stranger.Answer(SHA256.HashData(Page), null, At),
                "a turned bit" => answer,
                _ => "bukan cap"u8.ToArray(),
            }
        );

        var found = Assert.Single((await CaseCheck.CheckAsync(carried.Directory, default)).Faults);
        Assert.Equal(Stamped, found.File);
        Assert.Contains(fault, found.Sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderWhoseRootOrStampIsMissingSaysSo()
    {
        await using var authority = await TestAuthority.StartAsync(Time);
        using var carried = await MakeAsync(authority);

        await RemoveAsync(carried, "tsa-ca.pem");
        Assert.Equal(["tsa-ca.pem"], await NamedAsync(carried));
        await RemoveAsync(carried, Stamped);
        var (trust, _) = StampTrust.Read(authority.Root.ExportCertificatePem(), "akar.pem");
        Assert.Contains(Stamped, (await CaseCheck.CheckAsync(carried.Directory, trust, default)).Faults.Select(fault => fault.File));
    }

    private static string Stamped => $"captures/{Sha(Page)}.tsr";

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Of(CarriedCase carried, string name) => Path.Combine(carried.Directory, name);

    private static Task<CommandLine.Outcome> VerifyAsync(CarriedCase carried, params string[] more) =>
        CommandLine.RunAsync(["case", "verify", carried.Directory, "--lang", "en", .. more]);

    private static async Task<List<string>> NamedAsync(CarriedCase carried) =>
        [.. (await CaseCheck.CheckAsync(carried.Directory, default)).Faults.Select(fault => fault.File).Distinct()];

    private static async Task ReplaceAsync(CarriedCase carried, string name, byte[] bytes)
    {
        await File.WriteAllBytesAsync(Of(carried, name), bytes);
        await WriteAsync(
            carried,
            files => [.. files.Select(file => file.Name == name ? new CarriedFile(name, bytes.Length, Sha(bytes)) : file)]
        );
    }

    private static async Task RemoveAsync(CarriedCase carried, string name)
    {
        File.Delete(Of(carried, name));
        await WriteAsync(carried, files => [.. files.Where(file => file.Name != name)]);
    }

    private static async Task WriteAsync(CarriedCase carried, Func<IReadOnlyList<CarriedFile>, IReadOnlyList<CarriedFile>> change)
    {
        var path = Of(carried, CaseManifest.FileName);
        Assert.True(CaseManifest.TryRead(await File.ReadAllBytesAsync(path), out var manifest));
        await File.WriteAllBytesAsync(path, (manifest with { Files = change(manifest.Files) }).ToBytes());
    }

    /// <summary>The folder of a case with two captures, of which the page is stamped.</summary>
    private async Task<CarriedCase> MakeAsync(TestAuthority authority)
    {
        var flag = await Findings.FindingAsync(Database, await PersonAsync(), form: "D-8");
        var evidence = new EvidenceStore(Folder, Database, new EvidenceOptions(), Time);
        await Database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM flag_evidence WHERE flag_id = @flag", new { flag }),
            default
        );
        foreach (var (bytes, type) in new[] { (Page, "text/html"), (Second, "application/json") })
        {
            var sha256 = await evidence.KeepBytesAsync(bytes, default);
            var capture = new Capture(bytes, type, new Uri("https://contoh.id/@ratna/1"), Findings.Moment.AddMinutes(-5), [], 200);
            await Database.WriteAsync(
                async session =>
                    await Monitor.Worker.Review.FlagStore.AttachAsync(
                        session,
                        flag,
                        await EvidenceStore.RecordAsync(session, sha256, capture),
                        ""
                    ),
                default
            );
        }

        var (trust, _) = StampTrust.Read(authority.Root.ExportCertificatePem(), "akar.pem");
        var answer = authority.Answer(SHA256.HashData(Page), null, At);
        var stamp = Stamp.Read(answer, Sha(Page), trust!).Stamp!;
        await Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "INSERT INTO evidence_stamp (sha256, stamped_at, authority, answer, issuers) VALUES (@Sha256, @At, @Authority, @Answer, @Issuers)",
                    new
                    {
                        Sha256 = Sha(Page),
                        stamp.At,
                        stamp.Authority,
                        Answer = Convert.ToBase64String(answer),
                        stamp.Issuers,
                    }
                ),
            default
        );
        var ketua = new CaseWorker(Findings.Ketua.Actor, "", _ => true);
        var id = await new CaseRoom(Database, new AuditLog(Time), Findings.Rules, Time).OpenAsync([flag], "unggahan", ketua, default);
        var folders = new CaseFolders(Database, People, evidence, new AuditLog(Time), Findings.Rules, Folder, Time);
        return await folders.MakeAsync(id, ketua, Tongue.Indonesian, testUsers: false, default);
    }
}

/// <summary>On SQLite.</summary>
public sealed class CaseStampOnSqliteTests : CaseStampTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CaseStampOnPostgreSqlTests : CaseStampTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

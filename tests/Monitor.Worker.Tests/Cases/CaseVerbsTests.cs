using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Cli;
using Monitor.Worker.Evidence;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Cli;
using Findings = Monitor.Worker.Tests.Export.Some;

namespace Monitor.Worker.Tests.Cases;

/// <summary><c>monitor case</c> from words to a folder, over the socket of a running daemon; and <c>audit log</c> of what was done.</summary>
public sealed class CaseVerbsTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private Daemon _daemon = null!;

    public async ValueTask InitializeAsync() =>
        _daemon = await Daemon.StartAsync(("Audit:HeadFile", _temp["kepala.txt"]), ("Export:RequireKajian", "true"));

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task CaseGoesFromFindingToFolderAndTheFolderChecksAnywhere()
    {
        var flag = await FindingAsync();
        Assert.Equal("K-000001\n", (await RunAsync("ketua", "case", "open", $"{flag}", "--title", "unggahan")).Out);
        Assert.Equal(ExitCode.Done, (await RunAsync("ketua", "case", "kajian", "1", "--number", "014/KJ", "--date", "2024-10-07")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("analis", "case", "note", "K-000001", "--text", "terlapor didengar")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("ketua", "case", "recommend", "k-1", "--text", "Diteruskan")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("ketua", "case", "answer", "1", "--status", "menunggu_ppk")).Code);

        var listed = await RunAsync("auditor", "case", "list", "--state", "answered");
        Assert.Contains("K-000001", listed.Out, StringComparison.Ordinal);
        var shown = await RunAsync("analis", "case", "show", "1");
        Assert.Contains("terlapor didengar", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Findings.Nip, shown.Out, StringComparison.Ordinal);
        Assert.Equal(Findings.Nip + "\n", (await RunAsync("ketua", "case", "nip", "1")).Out);

        var made = await RunAsync("ketua", "case", "evidence", "1", "--out", _temp["perkara-1"], "--json");
        Assert.Equal((ExitCode.Done, ""), (made.Code, made.Error.Replace(TrialNote, "", StringComparison.Ordinal).Trim()));
        Assert.True(JsonDocument.Parse(made.Out).RootElement.GetProperty("verified").GetBoolean());
        var verified = await CommandLine.RunAsync("case", "verify", _temp["perkara-1"]);
        Assert.Equal(ExitCode.Done, verified.Code);
        Assert.Contains("perkara K-000001 utuh", verified.Out, StringComparison.Ordinal);

        await File.AppendAllTextAsync(_temp["perkara-1/sheet.html"], " ");
        var broken = await CommandLine.RunAsync("case", "verify", _temp["perkara-1"], "--lang", "en");
        Assert.Equal(ExitCode.Finding, broken.Code);
        Assert.Contains("sheet.html: was changed", broken.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RolesHoldForEveryVerb()
    {
        await RunAsync("ketua", "case", "open", $"{await FindingAsync()}");
        foreach (
            var (role, verb) in ((string, string[])[])
                [
                    ("analis", ["case", "kajian", "1", "--number", "1", "--date", "2024-10-07"]),
                    ("analis", ["case", "nip", "1"]),
                    ("analis", ["case", "evidence", "1", "--out", _temp["x"]]),
                    ("auditor", ["case", "note", "1", "--text", "x"]),
                    ("admin", ["case", "show", "1"]),
                    ("dpo", ["case", "list"]),
                    ("analis", ["audit", "log"]),
                ]
        )
        {
            Assert.Equal(ExitCode.Refused, (await RunAsync(role, verb)).Code);
        }

        Assert.False(Directory.Exists(_temp["x"]));
    }

    [Fact]
    public async Task AuditorReadsTheRecordThroughTheDaemonAndFiltersIt()
    {
        await RunAsync("ketua", "case", "open", $"{await FindingAsync()}");

        var rows = (await RunAsync("auditor", "audit", "log", "--verb", "case.*", "--json")).Out;

        var row = JsonDocument.Parse(Assert.Single(rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(("case.open", "ketua"), (row.GetProperty("verb").GetString(), row.GetProperty("role").GetString()));
        Assert.Equal("", (await RunAsync("auditor", "audit", "log", "--actor", "siapa-saja")).Out);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("auditor", "audit", "log", "--since", "kemarin")).Code);
    }

    [Fact]
    public async Task ChainIsComparedWithTheConfiguredHeadFileAndWithTheFoldersManifest()
    {
        await RunAsync("ketua", "case", "open", $"{await FindingAsync()}");
        await RunAsync("ketua", "case", "evidence", "1", "--out", _temp["perkara-1"]);
        await _daemon.Host.Services.GetRequiredService<Monitor.Worker.Audit.HeadFile>().WitnessAsync(default);
        var manifest = _temp["perkara-1/manifest.json"];

        var held = await VerifyAsync("--against", manifest);
        Assert.Equal((ExitCode.Done, true), (held.Code, held.Out.Contains("points that were noted outside", StringComparison.Ordinal)));

        await File.AppendAllTextAsync(_temp["kepala.txt"], $"9999 {new string('0', 64)} 2024-10-08T01:00:00Z\n");
        var broken = await VerifyAsync();
        Assert.Equal(ExitCode.Finding, broken.Code);
        Assert.Contains("noted row 9999", broken.Out, StringComparison.Ordinal);

        File.Delete(_temp["kepala.txt"]);
        Assert.Equal(ExitCode.Finding, (await VerifyAsync()).Code);
    }

    [Fact]
    public async Task DamagedEvidenceTurnsTheStatusRedAndIsNamedByTheCheck()
    {
        var hash = await KeepAsync(await FindingAsync());
        Assert.Equal(ExitCode.Done, (await CheckAsync()).Code);
        var file = Directory.GetFiles(Path.Combine(Data, "evidence"), hash + "*", SearchOption.AllDirectories).Single();
        File.Delete(file);

        var checkedNow = await CheckAsync();
        Assert.Equal(ExitCode.Finding, checkedNow.Code);
        Assert.Contains(hash, checkedNow.Out, StringComparison.Ordinal);
        await _daemon.Host.Services.GetRequiredService<EvidenceCheck>().PassAsync(default);
        var status = await RunAsync("ketua", "status");
        Assert.Equal(ExitCode.Finding, status.Code);
        Assert.Contains(hash, status.Out, StringComparison.Ordinal);
    }

    private const string TrialNote = "PERHATIAN: pengguna uji terdaftar atau ikut memutus; folder ini hanya untuk percobaan.";

    private string Data => _daemon.Host.Services.GetRequiredService<DataFolder>().Root;

    private Task<CommandLine.Outcome> RunAsync(string role, params string[] args) =>
        CommandLine.RunAsync([.. args, "--socket", _daemon.Host.Socket, "--data", Data, "--as", role]);

    private Task<CommandLine.Outcome> VerifyAsync(params string[] args) =>
        CommandLine.RunAsync([
            "audit",
            "verify",
            "--lang",
            "en",
            "--data",
            Data,
            "--set",
            $"Audit:HeadFile={_temp["kepala.txt"]}",
            .. args,
        ]);

    private Task<CommandLine.Outcome> CheckAsync() => CommandLine.RunAsync("db", "check", "--data", Data, "--lang", "en");

    /// <summary>A confirmed finding whose evidence is on disk.</summary>
    private async Task<long> FindingAsync()
    {
        var services = _daemon.Host.Services;
        var database = services.GetRequiredService<Database>();
        var person = await Findings.PersonAsync(database, services.GetRequiredService<People>());
        var flag = await Findings.FindingAsync(database, person);
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("DELETE FROM flag_evidence WHERE flag_id = @flag", new { flag });
                await session.ExecuteAsync("DELETE FROM evidence WHERE headers = '{}'");
            },
            default
        );
        await KeepAsync(flag);
        return flag;
    }

    private async Task<string> KeepAsync(long flag)
    {
        var services = _daemon.Host.Services;
        var capture = Some.Capture($"halaman {flag}") with { Status = 200 };
        var hash = await services.GetRequiredService<EvidenceStore>().KeepBytesAsync(capture.Bytes, default);
        await services
            .GetRequiredService<Database>()
            .WriteAsync(
                async session =>
                    await Monitor.Worker.Review.FlagStore.AttachAsync(
                        session,
                        flag,
                        await EvidenceStore.RecordAsync(session, hash, capture),
                        "catatan"
                    ),
                default
            );
        return hash;
    }
}

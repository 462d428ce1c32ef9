using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Configuration;
using Monitor.Worker.Export;
using Monitor.Worker.Hosting;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary><c>monitor export</c> from words to files, over the socket of a running daemon.</summary>
public sealed class ExportVerbsTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("export-").FullName;
    private MonitorHost _host = null!;

    private string Data => Path.Combine(_root, "data");
    private string Out => Path.Combine(_root, "out");

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:Directory"] = Data,
            ["Export:RequireKajian"] = "false",
        };
        foreach (var (at, role) in Roles.All.Index())
        {
            settings[$"Access:TestUsers:{at}:Name"] = role;
            settings[$"Access:TestUsers:{at}:Role"] = role;
        }

        _host = await MonitorHost.StartAsync(
            SettingsCatalogue.Require(SettingsSource.Read(file: null, settings)),
            new ManualTime(Some.Moment),
            _ => { },
            Some.Rules,
            default
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task NothingNewIsSaidInASentenceAndWritesNothing()
    {
        var (code, output, error) = await RunAsync("export", "bkn", "--out", Out);

        Assert.Equal((ExitCode.Done, ""), (code, output));
        Assert.Contains("Tidak ada temuan baru", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Assert.Contains("nothing new", (await RunAsync("export", "bkn", "--out", Out, "--lang", "en")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABatchIsWrittenListedAndVerifiedAndASecondRunChangesNoByte()
    {
        await ConfirmAsync();

        var (code, output, error) = await RunAsync("export", "bkn", "--out", Out, "--json");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("pengguna uji", error, StringComparison.Ordinal);
        using (var answer = JsonDocument.Parse(output))
        {
            Assert.Equal(1, answer.RootElement.GetProperty("exported").GetInt32());
            Assert.Equal("bkn-000001", answer.RootElement.GetProperty("batches")[0].GetProperty("batch").GetString());
        }

        var before = Contents();
        Assert.Equal(["bkn-000001.csv", "bkn-000001.jsonl", "bkn-000001.manifest.json"], before.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "bkn", "--out", Out)).Code);
        Assert.Equal(before, Contents());
        Assert.Contains("bkn-000001", (await RunAsync("export", "list")).Output, StringComparison.Ordinal);
        var listed = JsonSerializer.Deserialize<BatchView>((await RunAsync("export", "list", "--json")).Output, Json.Format)!;
        Assert.Equal((1L, Some.Moment), (listed.Rows, listed.DeliveredAt));
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "verify", Out)).Code);
    }

    [Fact]
    public async Task ABatchWhoseDeliveryWasNeverReportedIsWrittenAgainWithTheSameBytes()
    {
        await ConfirmAsync();
        var batches = _host.Services.GetRequiredService<Batches>();
        var lost = (await batches.CreateAsync(Some.Ketua, ExportOrder.Everything, default)).Made!;
        var csv = await batches.FileAsync(lost.Id, "bkn-000001.csv", Some.Ketua, default);
        // Killed after the first of its files stood there.
        await new DeliveryFolder(Out).PutAsync(csv, default);
        await ConfirmAsync();

        var (code, output, _) = await RunAsync("export", "bkn", "--out", Out, "--json");

        Assert.Equal(ExitCode.Done, code);
        using (var answer = JsonDocument.Parse(output))
        {
            Assert.Equal(1, answer.RootElement.GetProperty("exported").GetInt32());
            Assert.Equal(
                ["bkn-000001.csv false", "bkn-000001.jsonl true", "bkn-000001.manifest.json true"],
                answer
                    .RootElement.GetProperty("batches")[0]
                    .GetProperty("files")
                    .EnumerateArray()
                    .Select(file => $"{file.GetProperty("name").GetString()} {file.GetProperty("written").GetRawText()}")
            );
        }

        Assert.Equal(6, Contents().Count);
        Assert.Equal(Convert.ToHexString(csv.Bytes), Contents()["bkn-000001.csv"]);
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "verify", Out)).Code);
    }

    [Fact]
    public async Task AnotherFileOfThatNameIsRefusedAndTheBatchWaitsForABetterFolder()
    {
        await ConfirmAsync();
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "bkn-000001.csv"), "milik orang lain");

        Assert.Equal(ExitCode.Finding, (await RunAsync("export", "bkn", "--out", Out)).Code);

        Assert.Equal("milik orang lain", await File.ReadAllTextAsync(Path.Combine(Out, "bkn-000001.csv")));
        Assert.Single(Contents());
        Assert.Contains("belum", (await RunAsync("export", "list")).Output, StringComparison.Ordinal);
        var elsewhere = Path.Combine(_root, "elsewhere");
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "bkn", "--out", elsewhere)).Code);
        Assert.Equal(3, Directory.GetFiles(elsewhere).Length);
    }

    [Fact]
    public async Task ManyExportsIntoOneFolderAtOnceLeaveEachFindingInOneBatch()
    {
        for (var i = 0; i < 20; i++)
        {
            await ConfirmAsync();
        }

        var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RunAsync("export", "bkn", "--out", Out))));

        Assert.All(codes, one => Assert.Equal(ExitCode.Done, one.Code));
        Assert.Equal(3, Contents().Count);
        Assert.Equal(20, (await File.ReadAllLinesAsync(Path.Combine(Out, "bkn-000001.jsonl"))).Length);
    }

    [Fact]
    public async Task AChangedByteIsNamedInBothLanguagesWithoutADaemon()
    {
        await ConfirmAsync();
        await RunAsync("export", "bkn", "--out", Out);
        await _host.StopAsync();
        var path = Path.Combine(Out, "bkn-000001.csv");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var (code, output, _) = await RunAsync("export", "verify", Out);
        var english = await RunAsync("export", "verify", Path.Combine(Out, "bkn-000001.manifest.json"), "--lang", "en", "--json");

        Assert.Equal((ExitCode.Finding, ExitCode.Finding), (code, english.Code));
        Assert.StartsWith("bkn-000001.csv: ber-SHA-256", output, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(english.Output);
        Assert.False(answer.RootElement.GetProperty("verified").GetBoolean());
        Assert.Contains(
            "SHA-256",
            answer.RootElement.GetProperty("faults")[0].GetProperty("differs").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(ExitCode.Finding, (await RunAsync("export", "verify", Path.Combine(_root, "tidak-ada"))).Code);
    }

    [Theory]
    [InlineData(Roles.Analis, ExitCode.Refused, ExitCode.Refused)]
    [InlineData(Roles.Ketua, ExitCode.Done, ExitCode.Done)]
    [InlineData(Roles.Admin, ExitCode.Done, ExitCode.Done)]
    [InlineData(Roles.Auditor, ExitCode.Refused, ExitCode.Done)]
    [InlineData(Roles.Dpo, ExitCode.Refused, ExitCode.Refused)]
    public async Task OnlyTheRolesOfTheTableMayExportAndList(string role, int export, int list)
    {
        Assert.Equal(export, (await RunAsync("export", "bkn", "--out", Out, "--as", role)).Code);
        Assert.Equal(list, (await RunAsync("export", "list", "--as", role)).Code);
    }

    [Fact]
    public async Task WithoutAFolderTheDaemonDeliversAndABatchIsWrittenAgainTheSame()
    {
        await ConfirmAsync();
        var folder = Path.Combine(Data, "exports", "bkn");

        var (code, output, error) = await RunAsync("export", "bkn");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("bkn-000001.csv", output, StringComparison.Ordinal);
        Assert.Contains(folder, error, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(folder).Length);
        var csv = await File.ReadAllBytesAsync(Path.Combine(folder, "bkn-000001.csv"));
        File.Delete(Path.Combine(folder, "bkn-000001.csv"));
        Assert.Equal(ExitCode.Finding, (await RunAsync("export", "verify", folder)).Code);
        Assert.Contains("ditulis", (await RunAsync("export", "again", "bkn-000001")).Output, StringComparison.Ordinal);
        Assert.Equal(csv, await File.ReadAllBytesAsync(Path.Combine(folder, "bkn-000001.csv")));
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "again", "bkn-000001", "--out", Out)).Code);
        Assert.Equal(Convert.ToHexString(csv), Contents()["bkn-000001.csv"]);
        Assert.Equal(ExitCode.Finding, (await RunAsync("export", "again", "bkn-000002", "--out", Out)).Code);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("export", "bkn", "--recipient", "kasn")).Code);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("export", "bkn", "--period", "oktober")).Code);
    }

    [Fact]
    public async Task AKeyIsMadeShownReplacedAndTrusted()
    {
        Assert.Equal(ExitCode.Finding, (await RunAsync("export", "key", "show")).Code);
        Assert.Equal(ExitCode.Refused, (await RunAsync("export", "key", "create")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "key", "create", "--as", Roles.Admin)).Code);
        await ConfirmAsync();
        await RunAsync("export", "bkn", "--out", Out);
        var pem = Path.Combine(_root, "bawaslu.pem");
        await File.WriteAllTextAsync(pem, (await RunAsync("export", "key", "show")).Output);

        Assert.Equal(ExitCode.Done, (await RunAsync("export", "verify", Out, "--key", pem)).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "key", "rotate", "--as", Roles.Admin)).Code);
        Assert.Equal(2, (await RunAsync("export", "key", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await File.WriteAllTextAsync(pem, (await RunAsync("export", "key", "show")).Output);
        Assert.Equal(ExitCode.Finding, (await RunAsync("export", "verify", Out, "--key", pem)).Code);
        await File.WriteAllTextAsync(pem, (await RunAsync("export", "key", "list", "--json")).Output);
        Assert.Equal(ExitCode.Done, (await RunAsync("export", "verify", Out, "--key", pem)).Code);
    }

    [Fact]
    public async Task AnswersComeInByFileAndABadRowIsToldByItsLine()
    {
        var database = _host.Services.GetRequiredService<Database>();
        var person = await Some.PersonAsync(database, _host.Services.GetRequiredService<People>());
        var flag = await Some.FindingAsync(database, person, kajian: "014/KJ/X/2024");
        await RunAsync("export", "bkn", "--out", Out);
        var file = Path.Combine(_root, "jawaban.csv");
        await File.WriteAllTextAsync(file, $"nomor_temuan;status\nT-{flag:000000};dimaafkan\n");

        var bad = await RunAsync("export", "ack", file);

        Assert.Equal(ExitCode.Finding, bad.Code);
        Assert.Contains("baris 2, status_tindak_lanjut: Status tidak dikenal", bad.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, $"nomor_temuan;status\nT-{flag:000000};tidak terbukti\n");
        var (code, output, _) = await RunAsync("export", "ack", file);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("tidak_terbukti\t1", output, StringComparison.Ordinal);
        Assert.Contains("answered", (await RunAsync("case", "list", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("Ekspor     bkn", (await RunAsync("status")).Output, StringComparison.Ordinal);
    }

    private async Task ConfirmAsync()
    {
        var database = _host.Services.GetRequiredService<Database>();
        var person =
            await database.ReadAsync(session => session.ScalarAsync<long?>("SELECT MAX(id) FROM asn"), default)
            ?? await Some.PersonAsync(database, _host.Services.GetRequiredService<People>());
        await Some.FindingAsync(database, person);
    }

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(Out).ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            In = TextReader.Null,
            OpenIn = () => Stream.Null,
            ReadKeyAsync = _ => Task.FromResult<char?>(null),
            Out = output,
            Error = error,
            Interactive = false,
            Console = Terminal.ConsoleOver(output, redirected: true),
        };
        string[] asked = words.Contains("--as") ? [.. words, "--data", Data] : [.. words, "--data", Data, "--as", Roles.Ketua];
        return (await App.RunAsync(asked, terminal, default), output.ToString(), error.ToString());
    }
}

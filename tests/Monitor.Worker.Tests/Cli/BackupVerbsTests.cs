using System.Text.Json;
using Monitor.Worker.Backups;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary>Copies by hand, from the command line.</summary>
public sealed class BackupVerbsTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task FolderOrFileIsNamedAndTheNewestIsVerifiedAndRestoredElsewhere()
    {
        Assert.Equal(0, (await RunAsync("db", "migrate")).Code);
        Assert.Equal(0, (await RunAsync("db", "backup-key", _temp["kunci"])).Code);
        string[] with = ["--set", $"Backup:Directory={_temp["cadangan"]}", "--set", $"Backup:KeyFile={_temp["kunci"]}"];
        Assert.Equal(ExitCode.Finding, (await RunAsync(["db", "verify", .. with])).Code);
        var taken = await RunAsync(["db", "backup", "--json", .. with]);
        Assert.True(taken.Code == 0, taken.Error);
        var file = JsonDocument.Parse(taken.Out).RootElement.GetProperty("file").GetString()!;
        Assert.EndsWith(".db.enc", file, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["db", "verify", .. with])).Code);

        var restored = await CommandLine.RunAsync("db", "restore", file, "--key", _temp["kunci"], "--data", _temp["lain"]);
        Assert.True(restored.Code == 0, restored.Error);
        Assert.Equal(0, (await CommandLine.RunAsync("db", "check", "--data", _temp["lain"])).Code);
        Assert.Equal(0, (await RunAsync("db", "backup", _temp["satu.db"])).Code);
        Assert.False(SealedFile.IsSealed(_temp["satu.db"]));
        Assert.Equal(0, (await RunAsync("db", "verify", _temp["satu.db"])).Code);
        Assert.Equal(0, (await RunAsync("db", "backup", "--to", _temp["tiga"], "--keep", "3")).Code);
    }

    [Theory]
    [InlineData("db", "backup")]
    [InlineData("db", "backup", "a.db", "--to", "b")]
    [InlineData("db", "backup", "a.db", "--keep", "3")]
    [InlineData("db", "backup", "--to", "b", "--keep", "0")]
    [InlineData("db", "verify")]
    public async Task WhatCannotBeMeantIsRefusedInOneSentence(params string[] args)
    {
        await RunAsync("db", "migrate");
        var outcome = await RunAsync(args);
        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task EncryptedCopyWithoutItsKeyIsRefusedAndTheKeyIsAskedFor()
    {
        await RunAsync("db", "migrate");
        BackupKey.Create(_temp["kunci"]);
        var file = _temp["a.db.enc"];
        Assert.Equal(0, (await RunAsync("db", "backup", file, "--set", $"Backup:KeyFile={_temp["kunci"]}")).Code);
        var outcome = await CommandLine.RunAsync("db", "restore", file, "--data", _temp["lain"], "--lang", "en");
        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Contains("name its key", outcome.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine.Outcome> RunAsync(params string[] args) =>
        CommandLine.RunAsync([.. args, "--data", _temp["data"], "--lang", "en"]);
}

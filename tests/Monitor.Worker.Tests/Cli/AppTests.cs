using System.Text.Json;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

public sealed class AppTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("terbang")]
    [InlineData("queue", "list", "--terbang")]
    [InlineData("queue", "show", "satu")]
    [InlineData("queue", "show")]
    [InlineData("audit")]
    public async Task WordsThatAreNoVerbAreWrongUsageWithAHintOnStandardError(params string[] args)
    {
        var outcome = await CommandLine.RunAsync([.. args, "--lang", "en"]);
        Assert.Equal((ExitCode.WrongUsage, ""), (outcome.Code, outcome.Out));
        Assert.Contains("--help", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerbOfADaemonThatIsNotThereExitsWithFourAndNamesTheSocket()
    {
        var outcome = await CommandLine.RunAsync("status", "--data", _temp["data"], "--lang", "en");
        Assert.Equal((ExitCode.NoDaemon, ""), (outcome.Code, outcome.Out));
        Assert.Contains("monitor.sock", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["data"]));
    }

    [Theory]
    [InlineData("--set", "Collection:Workers=0", "Collection:Workers")]
    [InlineData("--set", "Colection:Workers=1", "Colection")]
    [InlineData("--set", "Workers", "Key=value")]
    [InlineData("--config", "/tidak/ada.json", "/tidak/ada.json")]
    public async Task WrongConfigurationIsWrongUsageThatNamesIt(string option, string value, string named)
    {
        var outcome = await CommandLine.RunAsync("db", "migrate", "--data", _temp["data"], option, value, "--lang", "en");
        Assert.Equal((ExitCode.WrongUsage, ""), (outcome.Code, outcome.Out));
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["data"]));
    }

    [Fact]
    public async Task CheckOfTheConfigurationPrintsItAsJsonAndEveryProblem()
    {
        var good = await CommandLine.RunAsync("run", "--check", "--set", "Collection:Workers=3", "--lang", "en");
        Assert.Equal(ExitCode.Done, good.Code);
        Assert.Equal(3, JsonDocument.Parse(good.Out).RootElement.GetProperty("Collection").GetProperty("Workers").GetInt32());

        var bad = await CommandLine.RunAsync(
            "run",
            "--check",
            "--set",
            "Collection:Workers=0",
            "--set",
            "Review:ClaimFor=x",
            "--lang",
            "en"
        );
        Assert.Equal(ExitCode.WrongUsage, bad.Code);
        Assert.Contains("Collection:Workers", bad.Error, StringComparison.Ordinal);
        Assert.Contains("Review:ClaimFor", bad.Error, StringComparison.Ordinal);
        Assert.Contains("2 problems", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LanguageIsIndonesianUnlessEnglishIsAskedFor()
    {
        Assert.Contains("Pemakaian:", (await CommandLine.RunAsync("queue", "list", "--help")).Out, StringComparison.Ordinal);
        Assert.Contains("Usage:", (await CommandLine.RunAsync("queue", "list", "--help", "--lang=en")).Out, StringComparison.Ordinal);
        var indonesian = await CommandLine.RunAsync("status", "--data", _temp["data"]);
        Assert.Contains("Daemon tidak menjawab", indonesian.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerbsOnAFolderWithoutADatabaseSaySoAndMakeNone()
    {
        foreach (
            var verb in (string[][])
                [
                    ["audit", "verify"],
                    ["audit", "log"],
                    ["db", "check"],
                    ["db", "backup", _temp["a.db"]],
                ]
        )
        {
            var outcome = await CommandLine.RunAsync([.. verb, "--data", _temp["data"], "--lang", "en"]);
            Assert.Equal(ExitCode.Finding, outcome.Code);
            Assert.Contains("There is no database", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public async Task DatabaseIsMadeCheckedCopiedAndRestored()
    {
        string[] at = ["--data", _temp["data"], "--lang", "en"];
        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync(["db", "migrate", .. at])).Code);
        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync(["db", "check", .. at])).Code);
        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync(["db", "backup", _temp["a.db"], .. at])).Code);
        Assert.Equal(ExitCode.WrongUsage, (await CommandLine.RunAsync(["db", "backup", _temp["a.db"], .. at])).Code);
        var restored = await CommandLine.RunAsync(["db", "restore", _temp["a.db"], "--json", .. at]);
        Assert.Equal(ExitCode.Done, restored.Code);
        Assert.True(File.Exists(JsonDocument.Parse(restored.Out).RootElement.GetProperty("kept").GetString()));
        Assert.Equal("""{"sound":true,"problems":[]}""" + "\n", (await CommandLine.RunAsync(["db", "check", "--json", .. at])).Out);
    }

    [Theory]
    [InlineData("db", "check")]
    [InlineData("audit", "verify")]
    public async Task DamagedDatabaseIsAFindingInOneSentence(params string[] verb)
    {
        await CommandLine.RunAsync("db", "migrate", "--data", _temp["data"]);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Path.Combine(_temp["data"], "db", "monitor.db"), new string('x', 9000));
        var outcome = await CommandLine.RunAsync([.. verb, "--data", _temp["data"], "--lang", "en"]);
        Assert.Equal(ExitCode.Finding, outcome.Code);
        Assert.Contains("not a database", outcome.Error + outcome.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreIsRefusedWhileADaemonHoldsTheFolder()
    {
        string[] at = ["--data", _temp["data"], "--lang", "en"];
        await CommandLine.RunAsync(["db", "migrate", .. at]);
        await CommandLine.RunAsync(["db", "backup", _temp["a.db"], .. at]);
        await using var daemon = await Api.Daemon.StartHostAsync(_temp["data"]);
        var outcome = await CommandLine.RunAsync(["db", "restore", _temp["a.db"], .. at]);
        Assert.Equal(ExitCode.Finding, outcome.Code);
        Assert.Contains("daemon", outcome.Error, StringComparison.OrdinalIgnoreCase);
    }
}

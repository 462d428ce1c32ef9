using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary>The check of a rules folder before it is put in place.</summary>
public sealed class RulesCheckVerbTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public RulesCheckVerbTests()
    {
        Directory.CreateDirectory(_temp["rules"]);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "models", "rules")))
        {
            File.Copy(file, Path.Combine(_temp["rules"], Path.GetFileName(file)));
        }
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task SoundFolderIsCountedAndExitsWithNought()
    {
        var outcome = await CommandLine.RunAsync("rules", "check", "--folder", _temp["rules"], "--json");
        Assert.Equal(ExitCode.Done, outcome.Code);
        Assert.Contains("\"sites\":4", outcome.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync("rules", "check")).Code);
    }

    [Fact]
    public async Task BrokenSelectorIsNamedWithItsSiteInOneSentence()
    {
        File.WriteAllText(Path.Combine(_temp["rules"], "sites.json"), """{"sites":[{"host":"kabar.example","body":["div > p"]}]}""");
        var outcome = await CommandLine.RunAsync("rules", "check", "--folder", _temp["rules"], "--lang", "en");
        Assert.Equal((ExitCode.WrongUsage, ""), (outcome.Code, outcome.Out));
        Assert.Contains(
            "sites.json: kabar.example.body: must have the form tag.class#id[attribute=value], was \"div > p\"",
            outcome.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task FolderWithoutTheSiteFileIsRefused()
    {
        File.Delete(Path.Combine(_temp["rules"], "sites.json"));
        var outcome = await CommandLine.RunAsync("rules", "check", "--folder", _temp["rules"]);
        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Contains("sites.json: harus ada", outcome.Error, StringComparison.Ordinal);
    }
}

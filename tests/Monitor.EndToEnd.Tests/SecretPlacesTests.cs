using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>Secrets stand in closed files, and a daemon that finds one elsewhere does not start.</summary>
public sealed class SecretPlacesTests(BuiltProgram program) : IDisposable
{
    private const string Secret = "rahasia-kait-4711";

    // Each secret there is, with a value that would otherwise do.
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["Storage:ConnectionString"] = $"Host=db.example;Password={Secret}",
        ["Collection:X:BearerToken"] = Secret,
        ["Alerts:Mail:Password"] = Secret,
        ["Alerts:Webhook:Url"] = $"https://kait.example/{Secret}",
        ["Alerts:Webhook:Secret"] = Secret,
    };

    private readonly TempFolder _temp = new();

    public static TheoryData<string> Keys => [.. Secrets.Keys];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void EverySecretIsTried() =>
        Assert.Equal(Worker.Hosting.SettingsCatalogue.Secrets.Order(StringComparer.Ordinal), Secrets.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task SecretInTheEnvironmentRefusesTheStart(string key) =>
        AssertRefused(
            await program.RunAsync(
                new ProgramStart
                {
                    Variables = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [key.Replace(":", "__", StringComparison.Ordinal)] = Secrets[key],
                    },
                },
                Run()
            ),
            $"{key} is a secret and must not stand in the environment"
        );

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task SecretOnTheCommandLineRefusesTheStart(string key) =>
        AssertRefused(
            await program.RunAsync([.. Run(), "--set", $"{key}={Secrets[key]}"]),
            $"{key} is a secret and must not stand in the command line"
        );

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task SecretInAFileThatOthersCanReadRefusesTheStartWithTheCommandThatMendsIt(string key)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        Write("rahasia", Secrets[key], 0b110_100_100);
        Write("monitor.json", Nested(key + "_FILE", _temp["rahasia"]), 0b110_100_100);
        AssertRefused(await program.RunAsync([.. Run(), "--config", _temp["monitor.json"]]), $"run chmod 0640 {_temp["rahasia"]}");

        Write("monitor.json", Nested(key, Secrets[key]), 0b110_100_100);
        AssertRefused(await program.RunAsync([.. Run(), "--config", _temp["monitor.json"]]), $"run chmod 0640 {_temp["monitor.json"]}");
        Assert.False(Directory.Exists(_temp["data"]));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task SecretInAClosedFileIsTaken(string key)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        Write("rahasia", Secrets[key], 0b110_000_000);
        Write("monitor.json", Nested(key + "_FILE", _temp["rahasia"]), 0b110_100_100);
        var checkedOnly = await program.RunAsync([.. Run(), "--check", "--config", _temp["monitor.json"]]);
        Assert.True(checkedOnly.Code == 0, checkedOnly.Error);
        Assert.DoesNotContain(Secret, checkedOnly.Out + checkedOnly.Error, StringComparison.Ordinal);
    }

    private static void AssertRefused(Outcome outcome, string sentence)
    {
        Assert.Equal(2, outcome.Code);
        Assert.Contains(sentence, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, outcome.Out + outcome.Error, StringComparison.Ordinal);
    }

    private static string Nested(string key, string value)
    {
        var parts = key.Split(':');
        return parts.Reverse().Aggregate(System.Text.Json.JsonSerializer.Serialize(value), (inner, part) => $"{{\"{part}\":{inner}}}");
    }

    private void Write(string name, string text, int mode)
    {
        File.WriteAllText(_temp[name], text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_temp[name], (UnixFileMode)mode);
        }
    }

    private string[] Run() => ["run", "--data", _temp["data"], "--lang", "en"];
}

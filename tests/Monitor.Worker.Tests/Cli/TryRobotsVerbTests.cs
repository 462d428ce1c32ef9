using System.Text;
using System.Text.Json;
using Monitor.Worker.Cli;
using Monitor.Worker.Tests.Collection.Web;

namespace Monitor.Worker.Tests.Cli;

/// <summary><c>monitor try robots</c>, from words to standard output.</summary>
public sealed class TryRobotsVerbTests
{
    [Fact]
    public async Task AFileOnStandardInputIsAnsweredWithTheDecidingLine()
    {
        var (code, output) = await RunAsync(
            "User-agent: *\nDisallow: /cari\n",
            "try",
            "robots",
            "-",
            "--agent",
            "Foo",
            "--url",
            "https://contoh.id/cari?q=1"
        );

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("""{"allowed":false,"rule":"Disallow: /cari","crawlDelay":null}""" + "\n", output);
    }

    [Fact]
    public async Task WithoutAnAgentTheCollectorsOwnNameIsTaken()
    {
        var (_, output) = await RunAsync("User-agent: BawasluMonitor\nDisallow: /\n", "try", "robots", "--url", "https://contoh.id/");

        Assert.Contains("\"allowed\":false", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonLinesAreAnsweredInOrder()
    {
        var questions = """
            {"robots":"User-agent: *\nDisallow: /a","agent":"x","url":"https://contoh.id/a"}

            {"robots":"","agent":"x","url":"https://contoh.id/a"}

            """;

        var (code, output) = await RunAsync(questions, "try", "robots", "--jsonl");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal([false, true], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Allowed));
    }

    [Theory]
    [InlineData("bukan json")]
    [InlineData("{\"robots\":\"\"}")]
    public async Task ALineThatIsNotAQuestionIsWrongUsage(string line)
    {
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync(line + "\n", "try", "robots", "--jsonl")).Code);
    }

    [Fact]
    public async Task TheConformanceSuiteHoldsThroughTheVerb()
    {
        var expectations = Directory
            .GetFiles(Shared.Conformance("robots"), "*.textproto")
            .SelectMany(RobotsSpecification.Read)
            // JSON is text: the cases about half a byte order mark can only be asked as a file.
            .Where(one => System.Text.Unicode.Utf8.IsValid(one.RobotsTxt))
            .ToList();
        var questions = expectations.Select(one =>
            JsonSerializer.Serialize(
                new
                {
                    robots = Encoding.UTF8.GetString(one.RobotsTxt),
                    agent = one.Agent,
                    url = one.Url,
                }
            )
        );

        var (_, output) = await RunAsync(string.Join('\n', questions), "try", "robots", "-", "--jsonl");

        Assert.Equal(expectations.Select(one => one.Allowed), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Allowed));
    }

    private static bool Allowed(string line)
    {
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.GetProperty("allowed").GetBoolean();
    }

    private static async Task<(int Code, string Output)> RunAsync(string input, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        using var text = new StringReader(input);
        var terminal = new Terminal
        {
            In = text,
            OpenIn = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Out = output,
            Error = error,
            Interactive = false,
            ReadKeyAsync = _ => Task.FromResult<char?>(null),
            Console = Terminal.ConsoleOver(output, redirected: true),
        };
        var code = await App.RunAsync(words, terminal, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}

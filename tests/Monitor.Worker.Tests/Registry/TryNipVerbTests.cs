using System.Text;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Registry;

public sealed class TryNipVerbTests
{
    [Fact]
    public async Task NumbersOnStandardInputAreEachAnsweredWithoutShowingThem()
    {
        var (code, output) = await RunAsync("19860926 201505 1 001\n\n131234567\n", "try", "nip", "--lang", "en");
        Assert.Equal(ExitCode.Finding, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("1986****2015******\tPNS", lines[0]);
        Assert.Contains("old NIP of 9 digits", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("131234567", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoodNumberIsDone()
    {
        var (code, output) = await RunAsync("", "try", "nip", "199009132023212014", "--json");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("\"valid\":true", output, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"pppk\"", output, StringComparison.Ordinal);
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

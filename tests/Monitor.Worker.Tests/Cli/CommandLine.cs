using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary>Runs a command line in the test's own process, with a terminal of the test's.</summary>
internal static class CommandLine
{
    /// <summary>What came of it.</summary>
    internal sealed record Outcome(int Code, string Out, string Error);

    /// <summary>A terminal over strings.</summary>
    public static Terminal Terminal(TextWriter output, TextWriter error) =>
        new()
        {
            In = TextReader.Null,
            OpenIn = () => Stream.Null,
            ReadKeyAsync = _ => throw new InvalidOperationException("Nobody sits at this terminal."),
            Out = output,
            Error = error,
            Interactive = false,
            Console = Worker.Cli.Terminal.ConsoleOver(output, redirected: true),
        };

    public static async Task<Outcome> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await App.RunAsync(args, Terminal(output, error), CancellationToken.None);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}

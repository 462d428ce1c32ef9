using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary>Where a verb reads and writes: results on <see cref="Out"/>, messages on <see cref="Error"/>. Tests hand in their own.</summary>
internal sealed class Terminal
{
    /// <summary>Standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Raw standard input, for files given as <c>-</c>.</summary>
    public required Func<Stream> OpenIn { get; init; }

    /// <summary>Standard output: results only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: everything else.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person looks at standard output: colour and progress are for persons.</summary>
    public required bool Interactive { get; init; }

    /// <summary>Waits for one key; null at the end of the input. Where no person sits at the keyboard it is the first letter of a line.</summary>
    public required Func<CancellationToken, Task<char?>> ReadKeyAsync { get; init; }

    /// <summary>Draws tables and highlights on standard output.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>Takes the whole screen over; null where there is none to take.</summary>
    public Func<Desk.IScreen>? OpenScreen { get; init; }

    /// <summary>The person's own folder for what is being typed; null keeps nothing.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The process's own terminal.</summary>
    public static Terminal OfProcess()
    {
        var interactive = !System.Console.IsOutputRedirected && !System.Console.IsInputRedirected;
        return new Terminal
        {
            In = System.Console.In,
            OpenIn = System.Console.OpenStandardInput,
            Out = System.Console.Out,
            Error = System.Console.Error,
            Interactive = interactive,
            ReadKeyAsync = ct => interactive ? PressedAsync(ct) : Task.FromResult(FirstOf(System.Console.In)),
            Console = ConsoleOver(System.Console.Out, System.Console.IsOutputRedirected),
            OpenScreen = interactive && Desk.TtyScreen.Possible ? () => new Desk.TtyScreen(System.Console.Out) : null,
            StateFolder = Desk.Drafts.FolderOfPerson(),
        };
    }

    /// <summary>The first letter of the next line, in lower case; a blank for an empty line; null at the end.</summary>
    public static char? FirstOf(TextReader reader) =>
        reader.ReadLine() is not { } line ? null
        : line.Trim() is { Length: > 0 } word ? char.ToLowerInvariant(word[0])
        : ' ';

    private static Task<char?> PressedAsync(CancellationToken ct) =>
        Task.Run(() => (char?)char.ToLowerInvariant(System.Console.ReadKey(intercept: true).KeyChar), ct).WaitAsync(ct);

    /// <summary>A Spectre console over any writer; without colour and with a fixed width where nobody looks.</summary>
    public static IAnsiConsole ConsoleOver(TextWriter writer, bool redirected)
    {
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        if (redirected)
        {
            // Spectre takes 80 columns for a pipe and would fold a table that grep or awk is to read.
            console.Profile.Width = 200;
        }

        return console;
    }
}

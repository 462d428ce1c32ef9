using System.CommandLine;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>A verb with its example; what <c>--help</c> and docs/cli.md are written from.</summary>
internal sealed class VerbCommand(string name, string what, string? example) : Command(name, what)
{
    /// <summary>One line that works as it stands; null for a group of verbs.</summary>
    public string? Example => example;
}

/// <summary>Builds verbs in the caller's language. Each noun has one file here that describes its verbs with it.</summary>
internal sealed class Verbs(Terminal terminal, Tongue tongue)
{
    /// <summary>The options of every verb.</summary>
    public GlobalOptions Global { get; } = CreateGlobal(tongue);

    /// <summary>A noun that only holds verbs.</summary>
    public Command Group(string name, string id, string en, params ReadOnlySpan<Command> verbs)
    {
        var group = new VerbCommand(name, Pick(id, en), example: null);
        foreach (var verb in verbs)
        {
            group.Add(verb);
        }

        return group;
    }

    /// <summary>One verb.</summary>
    /// <param name="name">Its word.</param>
    /// <param name="id">One Indonesian sentence.</param>
    /// <param name="en">One English sentence.</param>
    /// <param name="example">A whole command line.</param>
    /// <param name="act">Does it; the answer is the exit code.</param>
    /// <param name="symbols">Its arguments and options.</param>
    public Command Of(
        string name,
        string id,
        string en,
        string example,
        Func<Invocation, CancellationToken, Task<int>> act,
        params ReadOnlySpan<Symbol> symbols
    )
    {
        var verb = new VerbCommand(name, Pick(id, en), example);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                verb.Add(argument);
            }
            else
            {
                verb.Add((Option)symbol);
            }
        }

        verb.SetAction(
            async (parse, ct) =>
            {
                using var call = new Invocation(parse, terminal, tongue, Global);
                return await act(call, ct);
            }
        );
        return verb;
    }

    /// <summary>An option of a verb.</summary>
    public Option<T> Option<T>(string name, string id, string en, T? fallback = default)
    {
        var option = new Option<T>(name) { Description = Pick(id, en) };
        if (fallback is not null && !EqualityComparer<T>.Default.Equals(fallback, default))
        {
            option.DefaultValueFactory = _ => fallback;
        }

        return option;
    }

    /// <summary>An argument of a verb.</summary>
    public Argument<T> Argument<T>(string name, string id, string en) => new(name) { Description = Pick(id, en) };

    /// <summary>The text in the caller's language.</summary>
    public string Pick(string id, string en) => tongue == Tongue.English ? en : id;

    private static GlobalOptions CreateGlobal(Tongue tongue)
    {
        return new GlobalOptions
        {
            Lang = Recursive<string>("--lang", "Bahasa keluaran: id (bawaan) atau en.", "Language of the output: id (default) or en."),
            Json = Recursive<bool>("--json", "Keluaran untuk mesin: JSON.", "Output for machines: JSON."),
            Data = Recursive<string?>("--data", "Folder data (Storage:Directory).", "The data folder (Storage:Directory)."),
            Config = Recursive<string?>("--config", "Berkas konfigurasi JSON tambahan.", "A further JSON configuration file."),
            Socket = Recursive<string?>("--socket", "Jalur soket daemon (Api:Socket).", "Path of the daemon's socket (Api:Socket)."),
            Set = Recursive<string[]>("--set", "Menetapkan satu pengaturan: Kunci=nilai.", "Sets one setting: Key=value."),
            ActAs = Recursive<string?>(
                "--as",
                "Bertindak sebagai pengguna uji dari Access:TestUsers.",
                "Act as one of the test users of Access:TestUsers."
            ),
        };

        Option<T> Recursive<T>(string name, string id, string en) =>
            new(name) { Description = tongue == Tongue.English ? en : id, Recursive = true };
    }
}

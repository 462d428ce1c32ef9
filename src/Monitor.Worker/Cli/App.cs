using System.CommandLine;
using System.Data.Common;
using Monitor.Worker.Client;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>The command line: from words to a verb, and from whatever goes wrong to one sentence and an exit code.</summary>
internal static class App
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken ct)
    {
        var tongue = TongueOf(args);
        var root = Build(terminal, tongue);
        // "@nama" is an account, not the name of a file that holds further arguments.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0 && parse.Action is null or System.CommandLine.Invocation.ParseErrorAction)
        {
            foreach (var error in parse.Errors)
            {
                terminal.Error.WriteLine(error.Message);
            }

            terminal.Error.WriteLine(
                tongue == Tongue.English
                    ? "See 'monitor --help' for the verbs, 'monitor VERB --help' for one."
                    : "Lihat 'monitor --help' untuk daftar perintah, 'monitor PERINTAH --help' untuk satu perintah."
            );
            return ExitCode.WrongUsage;
        }

        try
        {
            return await parse.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = terminal.Out,
                    Error = terminal.Error,
                    // The daemon answers SIGTERM itself; a client verb is cancelled by the token that Program hands in.
                    ProcessTerminationTimeout = null,
                },
                ct
            );
        }
        catch (RefusalException refusal)
        {
            terminal.Error.WriteLine(refusal.Sentence.In(tongue));
            return refusal.Kind switch
            {
                RefusalKind.WrongInput => ExitCode.WrongUsage,
                RefusalKind.NotAllowed => ExitCode.Refused,
                RefusalKind.Busy => ExitCode.NoDaemon,
                _ => ExitCode.Finding,
            };
        }
        catch (RulesRefusedException rules)
        {
            terminal.Error.WriteLine(tongue == Tongue.English ? "The rules cannot be used:" : "Aturan tidak dapat dipakai:");
            foreach (var problem in rules.Problems)
            {
                terminal.Error.WriteLine(problem.Describe().In(tongue));
            }

            return ExitCode.WrongUsage;
        }
        catch (DaemonAbsentException absent)
        {
            terminal.Error.WriteLine(absent.Sentence.In(tongue));
            return ExitCode.NoDaemon;
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            // The disk, the file modes, or a database that is damaged: the machine's own words say it best.
            terminal.Error.WriteLine(tongue == Tongue.English ? $"Failed: {exception.Message}" : $"Gagal: {exception.Message}");
            return ExitCode.Finding;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            terminal.Error.WriteLine(tongue == Tongue.English ? "Stopped." : "Dihentikan.");
            return ExitCode.Finding;
        }
    }

    /// <summary>Every verb there is.</summary>
    public static RootCommand Build(Terminal terminal, Tongue tongue)
    {
        var verbs = new Verbs(terminal, tongue);
        var root = new RootCommand(
            verbs.Pick(
                "Monitor: membaca unggahan publik ASN terdaftar, menandai yang perlu dilihat manusia, dan menyimpan buktinya.",
                "Monitor: reads the public posts of registered civil servants, flags what a human should see, and keeps the proof."
            )
        );
        foreach (var option in verbs.Global.All)
        {
            root.Add(option);
        }

        foreach (var verb in Catalogue.All(verbs, terminal))
        {
            root.Add(verb);
        }

        new Help(tongue, verbs.Global).InstallOn(root, terminal);
        return root;
    }

    // The language is needed before the words are parsed, because help and complaints about the words are in it.
    private static Tongue TongueOf(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var value =
                args[i].StartsWith("--lang=", StringComparison.Ordinal) ? args[i][7..]
                : args[i] == "--lang" && i + 1 < args.Length ? args[i + 1]
                : null;
            if (value is not null)
            {
                return value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Tongue.English : Tongue.Indonesian;
            }
        }

        return Tongue.Indonesian;
    }
}

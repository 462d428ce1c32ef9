using System.Globalization;

namespace Monitor.Torture;

/// <summary>Which database the daemons work on.</summary>
internal enum Store
{
    /// <summary>One file, one daemon.</summary>
    Sqlite,

    /// <summary>A server that the harness starts, and one daemon or several on it.</summary>
    PostgreSql,
}

/// <summary>What is asked of a run.</summary>
internal sealed record TortureOptions
{
    /// <summary>How it is called.</summary>
    public const string Usage = """
        dotnet run --project tests/Monitor.Torture -- [--rounds 500] [--store sqlite|postgresql] [--nodes 3] [--seed 1] [--log FILE]
            [--faults kill,disk-full,...] [--longest 3000] [--keep]
        """;

    /// <summary>How many rounds.</summary>
    public int Rounds { get; init; } = 500;

    /// <summary>The store.</summary>
    public Store Store { get; init; }

    /// <summary>Daemons on one database; more than one on PostgreSQL only.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>What all chance is drawn from. The machine's own timing is not: the same seed gives the same faults in the same order, not the same run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A file that every line is written to as well; null for none.</summary>
    public string? Log { get; init; }

    /// <summary>Only these faults; empty for all that can be simulated here.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>A round runs undisturbed for 0.3 s and up to so many milliseconds more.</summary>
    public int Longest { get; init; } = 2700;

    /// <summary>Keeps the folder of the run.</summary>
    public bool Keep { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public static TortureOptions Parse(IReadOnlyList<string> args)
    {
        var options = new TortureOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (name == "--keep")
            {
                options = options with { Keep = true };
                continue;
            }

            var value = ++i < args.Count ? args[i] : throw new FormatException($"{name} needs a value.\n{Usage}");
            options = name switch
            {
                "--rounds" => options with { Rounds = Number(name, value) },
                "--nodes" => options with { Nodes = Number(name, value) },
                "--seed" => options with { Seed = Number(name, value) },
                "--longest" => options with { Longest = Number(name, value) },
                "--log" => options with { Log = value },
                "--faults" => options with { Faults = value.Split(',') },
                "--store" => options with
                {
                    Store = Enum.TryParse<Store>(value, ignoreCase: true, out var store)
                        ? store
                        : throw new FormatException($"--store is sqlite or postgresql, was '{value}'."),
                },
                _ => throw new FormatException($"{name} is not known.\n{Usage}"),
            };
        }

        return options is { Nodes: > 1, Store: Store.Sqlite }
            ? throw new FormatException($"--nodes {options.Nodes}: several daemons share PostgreSQL, not SQLite.")
            : options;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} takes a number above 0, was '{value}'.");
}

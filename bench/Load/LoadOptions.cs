using System.Globalization;

namespace Monitor.Bench.Load;

/// <summary>What one run serves, and how much of it.</summary>
internal sealed record LoadOptions
{
    /// <summary>Items to take in.</summary>
    public long Items { get; init; } = 100_000;

    /// <summary>Hosts, each with an address of its own in 127.0.0.0/8.</summary>
    public int Hosts { get; init; } = 100;

    /// <summary>Feeds of each host.</summary>
    public int FeedsPerHost { get; init; } = 2;

    /// <summary>Entries that a feed lists.</summary>
    public int Entries { get; init; } = 25;

    /// <summary>How many of them are new at each look.</summary>
    public int Fresh { get; init; } = 25;

    /// <summary>How often each feed is looked at.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Share of the feeds that announce pages, each of which is fetched, read and taken out of its markup.</summary>
    public double Pages { get; init; } = 0.02;

    /// <summary>Share of the texts that are partisan by the model's own word.</summary>
    public double Partisan { get; init; } = 0.01;

    /// <summary>Registered persons with an account each.</summary>
    public int People { get; init; } = 5_000;

    /// <summary>Nodes that share the work.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Whether the store is PostgreSQL.</summary>
    public bool PostgreSql { get; init; }

    /// <summary>Sources worked at the same time by one node.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>Longest time that a run may take, done or not.</summary>
    public TimeSpan AtMost { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Where data folders and clusters are made; on the disk that is to be measured.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>What is served, in words.</summary>
    public string Served =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Hosts * FeedsPerHost} feeds on {Hosts} hosts, {Entries} entries each, {Fresh} new at each look every {Every.TotalSeconds:0.#} s; half of them of registered accounts; {Pages:P0} of the feeds announce pages, which are fetched; {Partisan:P0} of the texts partisan; {People:N0} persons registered"
        );

    /// <summary>Reads <c>--name value</c>; null when a word is not known or a value does not fit.</summary>
    public static LoadOptions? Read(IReadOnlyList<string> words)
    {
        var options = new LoadOptions();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--postgresql")
            {
                options = options with { PostgreSql = true };
                continue;
            }

            if (i + 1 == words.Count || Set(options, words[i], words[i + 1]) is not { } read)
            {
                return null;
            }

            options = read;
            i++;
        }

        return options;
    }

    private static LoadOptions? Set(LoadOptions options, string name, string value)
    {
        if (name == "--folder")
        {
            return options with { Folder = Path.GetFullPath(value) };
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < 0)
        {
            return null;
        }

        return name switch
        {
            "--items" => options with { Items = (long)number },
            "--hosts" => options with { Hosts = (int)number },
            "--feeds-per-host" => options with { FeedsPerHost = (int)number },
            "--entries" => options with { Entries = (int)number },
            "--fresh" => options with { Fresh = (int)number },
            "--every" => options with { Every = TimeSpan.FromSeconds(number) },
            "--pages" => options with { Pages = number },
            "--partisan" => options with { Partisan = number },
            "--people" => options with { People = (int)number },
            "--nodes" => options with { Nodes = (int)number },
            "--workers" => options with { Workers = (int)number },
            "--minutes" => options with { AtMost = TimeSpan.FromMinutes(number) },
            _ => null,
        };
    }
}

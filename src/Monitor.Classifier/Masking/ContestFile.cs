using System.Text.Json;

namespace Monitor.Classifier.Masking;

/// <summary>Reads parties.json, figures.json and contests/*.json.</summary>
/// <remarks>The documents are walked, not bound to types: reflection would cost more than all other loading together.</remarks>
internal static class ContestFile
{
    private static readonly (string Key, AliasStrength Strength)[] Strengths =
    [
        ("sure", AliasStrength.Sure),
        ("known", AliasStrength.Known),
        ("political", AliasStrength.Political),
        ("caps", AliasStrength.Caps),
        ("marked", AliasStrength.Marked),
    ];

    /// <summary>Reads one contest; throws <see cref="InvalidDataException"/> naming the file and what is wrong in it.</summary>
    public static Contest ReadContest(string path) =>
        Read(
            path,
            root => new Contest(
                Text(root, "id"),
                Day(root, "from"),
                Day(root, "until"),
                Text(root, "source"),
                [.. Items(root, "pairs").Select(ReadPair)]
            )
        );

    /// <summary>Reads the public figures as a contest without numbers.</summary>
    public static Contest ReadFigures(string path) =>
        Read(
            path,
            root => new Contest(
                "figures",
                Day(root, "from"),
                Day(root, "until"),
                Text(root, "source"),
                [new Pair(0, [.. Items(root, "persons").Select(ReadPerson)], [], [], [], [], [])]
            )
        );

    /// <summary>Reads the party lists: one entry per party and election.</summary>
    public static IReadOnlyList<PartyEntry> ReadParties(string path) =>
        Read(
            path,
            root =>
                (IReadOnlyList<PartyEntry>)
                    [
                        .. Items(root, "elections")
                            .SelectMany(election =>
                                Items(election, "parties")
                                    .Select(party => new PartyEntry(
                                        Text(party, "name"),
                                        Aliases(party),
                                        Handles(party),
                                        Day(election, "from"),
                                        Day(election, "until")
                                    ))
                            ),
                    ]
        );

    private static T Read<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: {wrong.Message}", wrong);
        }
    }

    private static Pair ReadPair(JsonElement pair) =>
        new(
            pair.GetProperty("number").GetInt32(),
            [
                .. new[] { "candidate", "runningMate" }
                    .Where(key => pair.TryGetProperty(key, out _))
                    .Select(key => ReadPerson(pair.GetProperty(key))),
            ],
            Group(pair, "pair"),
            Group(pair, "slogans"),
            Group(pair, "coalition"),
            Group(pair, "gestures"),
            Handles(pair)
        );

    private static Person ReadPerson(JsonElement person)
    {
        var name = Text(person, "name");
        var aliases = Aliases(person);
        return new Person(name, aliases.Count > 0 ? [new Alias(name, AliasStrength.Sure), .. aliases] : []);
    }

    private static List<Alias> Group(JsonElement element, string key) => element.TryGetProperty(key, out var group) ? Aliases(group) : [];

    private static List<Alias> Aliases(JsonElement element)
    {
        var aliases = new List<Alias>();
        foreach (var (key, strength) in Strengths)
        {
            aliases.AddRange(Strings(element, key).Select(text => new Alias(text, strength)));
        }

        return aliases;
    }

    private static List<string> Handles(JsonElement element) => Strings(element, "handles");

    private static List<string> Strings(JsonElement element, string key) =>
        element.TryGetProperty(key, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString() ?? string.Empty)] : [];

    private static IEnumerable<JsonElement> Items(JsonElement element, string key) =>
        element.TryGetProperty(key, out var list) ? list.EnumerateArray() : throw new InvalidDataException($"\"{key}\" is missing.");

    private static string Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.GetString() is { Length: > 0 } text
            ? text
            : throw new InvalidDataException($"\"{key}\" is missing or empty.");

    private static DateOnly Day(JsonElement element, string key) => DateOnly.ParseExact(Text(element, key), "yyyy-MM-dd");
}

/// <summary>A party on the ballot of one election.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Aliases">Short names and nicknames.</param>
/// <param name="Handles">Account names without @.</param>
/// <param name="From">First day of that election.</param>
/// <param name="Until">Last day of its mandate.</param>
internal sealed record PartyEntry(string Name, IReadOnlyList<Alias> Aliases, IReadOnlyList<string> Handles, DateOnly From, DateOnly Until);

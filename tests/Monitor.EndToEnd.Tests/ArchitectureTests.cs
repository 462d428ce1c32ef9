using System.Text.RegularExpressions;

namespace Monitor.EndToEnd.Tests;

/// <summary>The table of rooms in docs/architecture.md, held against the code.</summary>
public sealed partial class ArchitectureTests
{
    private const string EveryRoomBelow = "every room below";
    private static readonly string Worker = Path.Combine(DocumentationTests.Repository(), "src", "Monitor.Worker");
    private static readonly List<Room> Rooms = ReadTable();

    [Fact]
    public void EveryFolderIsARoomOfTheTable() =>
        Assert.Equal(
            Directory
                .EnumerateDirectories(Worker)
                .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
                .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal),
            Rooms.SelectMany(room => room.Names).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void EveryRoomCallsOnlyWhatStandsBelowIt()
    {
        // The order of the rows is the order of the floors; the ground floor has an order of its own, which the compiler does not keep either.
        var floors = Rooms
            .SelectMany((room, floor) => room.Names.Select(name => (name, floor)))
            .ToDictionary(at => at.name, at => at.floor);
        var ground = Rooms.Where(room => room.IsGround).SelectMany(room => room.Names).ToHashSet(StringComparer.Ordinal);
        var upwards =
            from call in Calls()
            where !ground.Contains(call.To) && floors[call.From] >= floors[call.To]
            select $"{call.From} -> {call.To}";
        Assert.Empty(upwards);
        Assert.DoesNotContain(Calls(), call => ground.Contains(call.From) && !ground.Contains(call.To));
    }

    [Fact]
    public void NoWayLeadsRoundInACircle()
    {
        var calls = Calls().ToLookup(call => call.From, call => call.To, StringComparer.Ordinal);
        var left = Rooms.SelectMany(room => room.Names).ToHashSet(StringComparer.Ordinal);
        // Again and again the rooms are taken away that call nobody who is left; what cannot be taken away stands in a circle.
        while (left.RemoveWhere(room => !calls[room].Any(left.Contains)) > 0) { }
        Assert.Empty(left);
    }

    [Fact]
    public void TheTableNamesEachCallAndNoOther()
    {
        var ground = Rooms.Where(room => room.IsGround).SelectMany(room => room.Names).ToHashSet(StringComparer.Ordinal);
        var calls = Calls().Where(call => !ground.Contains(call.To)).ToList();
        Assert.All(
            Rooms.Where(room => room.Calls != EveryRoomBelow),
            room =>
                Assert.Equal(
                    string.Join(
                        ", ",
                        calls
                            .Where(call => room.Names.Contains(call.From) && !room.Names.Contains(call.To))
                            .Select(call => call.To)
                            .Distinct(StringComparer.Ordinal)
                            .Order(StringComparer.Ordinal)
                    ),
                    room.Calls == "-" ? "" : room.Calls
                )
        );
    }

    // A room names another by its namespace, in a using or in front of a type; within Monitor.Worker the room's own name is enough for that.
    private static HashSet<(string From, string To)> Calls()
    {
        var files = Rooms
            .SelectMany(room => room.Names)
            .SelectMany(name =>
                Directory
                    .EnumerateFiles(Path.Combine(Worker, name), "*.cs", SearchOption.AllDirectories)
                    .Select(file => (Room: name, Text: Comment().Replace(File.ReadAllText(file), "")))
            )
            .ToList();
        var rooms = files.Select(file => file.Room).ToHashSet(StringComparer.Ordinal);
        var declared = files
            .SelectMany(file => Declaration().Matches(file.Text).Select(match => (file.Room, Type: match.Groups["type"].Value)))
            .ToHashSet();
        return
        [
            .. from file in files
            from match in Mention().Matches(file.Text)
            let to = match.Groups["room"].Value
            where to != file.Room && rooms.Contains(to)
            where match.Groups["whole"].Success || declared.Contains((to, match.Groups["type"].Value))
            select (file.Room, to),
        ];
    }

    private static List<Room> ReadTable() =>
        [
            .. File.ReadLines(Path.Combine(DocumentationTests.Repository(), "docs", "architecture.md"))
                .Select(line => Row().Match(line))
                .Where(match => match.Success)
                .Select(match => new Room(
                    [.. Name().Matches(match.Groups["names"].Value).Select(name => name.Groups["name"].Value)],
                    match.Groups["noun"].Value.StartsWith("ground floor", StringComparison.Ordinal),
                    match.Groups["calls"].Value
                )),
        ];

    [GeneratedRegex(
        @"^\| (?<names>`[A-Z][A-Za-z]+/`(?:, `[A-Z][A-Za-z]+/`)*) \| (?<noun>.+) \| (?<calls>.+) \|$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)/`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"(?<![\w.""])(?:(?<whole>Monitor\.Worker\.)(?<room>[A-Z]\w+)|(?<room>[A-Z]\w+)\.(?<type>[A-Z]\w+))",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Mention();

    [GeneratedRegex(
        @"\b(class|record|struct|interface|enum) (?<type>[A-Z]\w+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Comment();

    private sealed record Room(IReadOnlyList<string> Names, bool IsGround, string Calls);
}

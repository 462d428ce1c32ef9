using System.Text.Json;
using System.Text.Json.Serialization;
using Monitor.Classifier;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Demo;

/// <summary>The invented people, posts, news and contest of the demo, as their files give them.</summary>
internal sealed class SampleWorld
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new LabelConverter() },
    };

    private SampleWorld() { }

    /// <summary>The registered civil servants.</summary>
    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>Posts by account; one account is nobody's.</summary>
    public required IReadOnlyList<Posting> Accounts { get; init; }

    /// <summary>Articles of the two outlets.</summary>
    public required IReadOnlyList<Story> News { get; init; }

    /// <summary>The contest.</summary>
    public required SampleContest Contest { get; init; }

    /// <summary>Reads the files that are built into the program.</summary>
    public static SampleWorld Read() =>
        new()
        {
            People = Json<List<Person>>("people.json"),
            Accounts = Json<List<Posting>>("posts.json"),
            News = Json<List<Story>>("news.json"),
            Contest = Json<SampleContest>("contest.json"),
        };

    /// <summary>A built-in file as text.</summary>
    public static string Text(string name)
    {
        using var stream = Open(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The person who registered this handle, or null: an account that only looks like a registered one.</summary>
    public Person? Owner(string handle) => People.FirstOrDefault(person => person.Account?.Handle == handle);

    private static T Json<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Strict) ?? throw new InvalidDataException($"{name} is empty.");
    }

    private static Stream Open(string name) =>
        typeof(SampleWorld).Assembly.GetManifestResourceStream($"Monitor.Worker.Demo.Data.{name}")
        ?? throw new InvalidDataException($"{name} is not built into the program.");

    /// <summary>A registered civil servant.</summary>
    internal sealed record Person(
        string Nip,
        string Name,
        string Front,
        string Back,
        string Position,
        string Unit,
        string Instansi,
        string Region,
        string Kind,
        PersonAccount? Account = null
    );

    /// <summary>The account that a person registered. Its feed is <c>rss</c>, <c>atom</c>, or <c>video</c>: Atom with a media description.</summary>
    internal sealed record PersonAccount(string Handle, string NativeId, string Feed, string Basis, string Reference);

    /// <summary>The posts of one account.</summary>
    internal sealed record Posting(string Handle, IReadOnlyList<Post> Posts);

    /// <summary>One post.</summary>
    internal sealed record Post(string Id, int Hours, Label Label, string Text, string Title = "", string? SameAs = null);

    /// <summary>One article.</summary>
    internal sealed record Story(
        string Id,
        string Outlet,
        string Path,
        int Hours,
        string Section,
        string Author,
        Label Label,
        string Title,
        IReadOnlyList<string> Paragraphs,
        string Person = "none",
        string? Nip = null,
        string? SameAs = null,
        string Page = "whole"
    );

    private sealed class LabelConverter : JsonConverter<Label>
    {
        public override Label Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LabelNames.TryParse(reader.GetString(), out var label) ? label : throw new JsonException($"{reader.GetString()} is no label.");

        public override void Write(Utf8JsonWriter writer, Label value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name());
    }
}

/// <summary>The invented contest of the demo.</summary>
/// <param name="Code">Its code among the contests.</param>
/// <param name="Name">Its name.</param>
/// <param name="Track">Which time limits apply.</param>
/// <param name="Regions">Where it is held.</param>
/// <param name="Pairs">Who stands.</param>
/// <param name="Phases">Its stages, in days from today.</param>
internal sealed record SampleContest(
    string Code,
    Sentence Name,
    string Track,
    IReadOnlyList<string> Regions,
    IReadOnlyList<SamplePair> Pairs,
    IReadOnlyList<SamplePhase> Phases
)
{
    /// <summary>Its calendar as the rules keep it, laid around this day: the campaign runs on it.</summary>
    public ElectionCalendar Calendar(DateOnly today) =>
        new(
            Code,
            Name,
            Track,
            Regions,
            [
                .. Phases.Select(phase => new Phase(
                    phase.Code,
                    phase.Name,
                    today.AddDays(phase.FromDay),
                    today.AddDays(phase.ToDay),
                    RuleWords.Classes[phase.Class],
                    Surety.Inferred
                )),
            ],
            Note: null,
            Sources: []
        );
}

/// <summary>An invented pair of candidates and the words by which people mean it.</summary>
internal sealed record SamplePair(
    int Number,
    string Candidate,
    string RunningMate,
    IReadOnlyList<string> Short,
    string Acronym,
    string Slogan,
    IReadOnlyList<string> Hashtags
);

/// <summary>A stage of the invented contest, in days from today.</summary>
internal sealed record SamplePhase(string Code, Sentence Name, int FromDay, int ToDay, string Class);

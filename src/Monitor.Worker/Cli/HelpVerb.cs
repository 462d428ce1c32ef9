using System.CommandLine;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor help TOPIC</c>: how the work is done, in a page each. What a verb takes is in its own <c>--help</c>.</summary>
internal static class HelpVerb
{
    // In the order in which a newcomer needs them. The Indonesian word is the analysts' own.
    private static readonly Topic[] All =
    [
        new("mulai", "start", new Sentence("masuk lewat SSH dan langkah pertama", "coming in by SSH, and the first steps")),
        new("antrean", "queue", new Sentence("apa yang menunggu, dan urutannya", "what waits, and in which order")),
        new("meja", "desk", new Sentence("meja telaah dan tombolnya", "the review desk and its keys")),
        new(
            "putusan",
            "verdict",
            new Sentence("konfirmasi, tolak, pembaca kedua, sengketa", "confirm, dismiss, the second reader, disputes")
        ),
        new(
            "bentuk",
            "forms",
            new Sentence("bentuk pelanggaran, tahapan, dan dasar penolakan", "forms of violation, phases, grounds of a dismissal")
        ),
        new("perkara", "case", new Sentence("perkara, kajian, dan folder bukti", "cases, the kajian, and the folder of proof")),
        new("laporan", "report", new Sentence("melaporkan temuan petugas", "reporting what an officer found")),
        new("contoh", "sample", new Sentence("membaca buta contoh yang tidak ditandai", "reading blind what was not flagged")),
        new("pribadi", "privacy", new Sentence("data pribadi: yang boleh dan yang tidak", "personal data: what may and may not be done")),
    ];

    public static Command Build(Verbs verbs)
    {
        var topic = verbs.Argument<string>("TOPIC", "Nama pokok bahasan.", "Name of a topic.");
        topic.DefaultValueFactory = _ => "";
        topic.CompletionSources.Add([.. All.Select(one => one.Id), .. All.Select(one => one.En)]);
        return verbs.Of(
            "help",
            "Menjelaskan cara kerja per pokok bahasan; tanpa nama: daftarnya.",
            "Explains the work topic by topic; without a name: the list of them.",
            "monitor help meja",
            (call, _) =>
            {
                var name = call.Value(topic);
                call.Terminal.Out.Write(name.Length == 0 ? List(call.Tongue) : Text(Find(name), call.Tongue));
                return Task.FromResult(ExitCode.Done);
            },
            topic
        );
    }

    /// <summary>Every topic by its two names.</summary>
    internal static IEnumerable<(string Id, string En)> Names => All.Select(topic => (topic.Id, topic.En));

    private static string List(Tongue tongue) =>
        string.Concat(
            All.Select(topic => $"  {(tongue == Tongue.English ? topic.En : topic.Id), -10}{topic.What.In(tongue)}\n")
                .Prepend(tongue == Tongue.English ? "monitor help TOPIC:\n" : "monitor help POKOK:\n")
        );

    // Either name is understood in either language.
    private static Topic Find(string name) =>
        All.FirstOrDefault(topic =>
            string.Equals(topic.Id, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(topic.En, name, StringComparison.OrdinalIgnoreCase)
        )
        ?? throw RefusalException.Wrong(
            $"Tidak ada pokok bahasan '{name}'; yang ada: {string.Join(", ", All.Select(topic => topic.Id))}.",
            $"There is no topic '{name}'; there are: {string.Join(", ", All.Select(topic => topic.En))}."
        );

    private static string Text(Topic topic, Tongue tongue)
    {
        var name = $"Monitor.Worker.Cli.Topics.{topic.En}.{(tongue == Tongue.English ? "en" : "id")}.txt";
        using var stream =
            typeof(HelpVerb).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"{name} is not built into the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record Topic(string Id, string En, Sentence What);
}

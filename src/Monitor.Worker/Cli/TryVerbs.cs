using System.CommandLine;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try</c>: reads one thing and says what the daemon would make of it. Keeps nothing, needs no daemon.</summary>
internal static class TryVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "try",
            "Mencoba satu langkah daemon pada satu berkas, tanpa menyimpan apa pun.",
            "Tries one step of the daemon on one file and keeps nothing.",
            TryClassifyVerb.Build(verbs),
            TryExtractVerb.Build(verbs),
            TryFeedVerb.Build(verbs),
            TryRobotsVerb.Build(verbs),
            TryNipVerb.Build(verbs),
            TryMatchVerb.Build(verbs)
        );
}

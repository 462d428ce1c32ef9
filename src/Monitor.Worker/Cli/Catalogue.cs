using System.CommandLine;

namespace Monitor.Worker.Cli;

/// <summary>Every verb of the program, in the order of the help: one line a noun, each described in its own file.</summary>
internal static class Catalogue
{
    /// <summary>Builds them.</summary>
    public static IEnumerable<Command> All(Verbs verbs, Terminal terminal) =>
        [AuditVerbs.Build(verbs), DbVerbs.Build(verbs), DocsVerbs.Build(verbs, terminal)];
}

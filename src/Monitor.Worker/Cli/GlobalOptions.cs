using System.CommandLine;

namespace Monitor.Worker.Cli;

/// <summary>The options that every verb understands.</summary>
internal sealed class GlobalOptions
{
    public required Option<string> Lang { get; init; }
    public required Option<bool> Json { get; init; }
    public required Option<string?> Data { get; init; }
    public required Option<string?> Config { get; init; }
    public required Option<string?> Socket { get; init; }
    public required Option<string[]> Set { get; init; }
    public required Option<string?> ActAs { get; init; }

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [Data, Config, Set, Socket, ActAs, Json, Lang];
}

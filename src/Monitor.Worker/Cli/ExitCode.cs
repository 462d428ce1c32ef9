namespace Monitor.Worker.Cli;

/// <summary>What the shell is told. Documented in docs/cli.md; scripts rely on it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A finding: something is red, does not check, does not exist, or was not imported.</summary>
    public const int Finding = 1;

    /// <summary>Wrong usage or wrong input.</summary>
    public const int WrongUsage = 2;

    /// <summary>The role does not allow it.</summary>
    public const int Refused = 3;

    /// <summary>The daemon is not there, or has no place free at the moment: worth another try.</summary>
    public const int NoDaemon = 4;
}

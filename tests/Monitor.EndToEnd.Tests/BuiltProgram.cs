using System.Diagnostics;
using System.Runtime.InteropServices;
using Monitor.Worker.Tests;

[assembly: AssemblyFixture(typeof(Monitor.EndToEnd.Tests.BuiltProgram))]

namespace Monitor.EndToEnd.Tests;

/// <summary>What a process said and how it ended.</summary>
internal sealed record Outcome(int Code, string Out, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The built program in a folder that every user of the machine can read, run as a process of its own.</summary>
public sealed class BuiltProgram : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly string _dotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    public BuiltProgram()
    {
        // The build's own folder may lie where other users have no way in.
        var from = AppContext.BaseDirectory;
        var files = Directory
            .GetFiles(from)
            .Where(file => Path.GetFileName(file) is var name && (name.EndsWith(".dll", StringComparison.Ordinal) || IsProgram(name)));
        foreach (var file in files.Concat(Below(from, "models")).Concat(Below(from, "runtimes")))
        {
            var to = _temp[Path.GetRelativePath(from, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var folder in Directory.GetDirectories(_temp.Path, "*", SearchOption.AllDirectories).Append(_temp.Path))
            {
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            }

            foreach (var file in Directory.GetFiles(_temp.Path, "*", SearchOption.AllDirectories))
            {
                File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
            }
        }
    }

    private string Executable => _temp[OperatingSystem.IsWindows() ? "monitor.exe" : "monitor"];

    public void Dispose() => _temp.Dispose();

    /// <summary>The words that start it in a shell of another program's.</summary>
    internal string ShellWords(params IEnumerable<string> args) =>
        $"DOTNET_ROOT='{_dotnetRoot}' " + string.Join(' ', args.Prepend(Executable).Select(word => $"'{word}'"));

    /// <summary>Where one of its files lies.</summary>
    internal string PathOf(string relative) => _temp[relative];

    /// <summary>Runs a verb to its end.</summary>
    internal Task<Outcome> RunAsync(params string[] args) => RunAsync(new ProgramStart(), args);

    /// <summary>Runs a verb to its end, as another user or with variables of its own.</summary>
    internal async Task<Outcome> RunAsync(ProgramStart how, params string[] args)
    {
        using var process = Start(how, args);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var ceiling = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(ceiling.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"monitor {string.Join(' ', args)} did not end: {await error}");
        }

        return new Outcome(process.ExitCode, await output, await error);
    }

    internal Process Start(ProgramStart how, params IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo
        {
            FileName = how.User is null ? Executable : "setpriv",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (how.User is { } user)
        {
            foreach (
                var word in (string[])
                    ["--reuid", $"{user}", "--regid", $"{how.Group ?? user}", "--clear-groups", "--", how.Command ?? Executable]
            )
            {
                start.ArgumentList.Add(word);
            }
        }

        foreach (var word in args)
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Remove("MONITOR_CONFIG");
        start.Environment["DOTNET_ROOT"] = _dotnetRoot;
        foreach (var (name, value) in how.Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IsProgram(string name) =>
        name is "monitor" or "monitor.exe" or "monitor.deps.json" or "monitor.runtimeconfig.json" or "appsettings.json";

    private static IEnumerable<string> Below(string folder, string name) =>
        Directory.Exists(Path.Combine(folder, name))
            ? Directory.GetFiles(Path.Combine(folder, name), "*", SearchOption.AllDirectories)
            : [];
}

/// <summary>As whom and with what a process is started.</summary>
internal sealed record ProgramStart
{
    /// <summary>Number of another user; null for the own one.</summary>
    public long? User { get; init; }

    /// <summary>Number of that user's group; null for one of the same number.</summary>
    public long? Group { get; init; }

    /// <summary>Another program than monitor, for another user.</summary>
    public string? Command { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

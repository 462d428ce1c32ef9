using System.Diagnostics;
using System.Runtime.InteropServices;
using Monitor.Worker.Registry;
using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests.Newcomer;

/// <summary>
/// A machine on which nothing was installed: this one, in namespaces of its own, where whatever is written goes to a memory disk. Users, groups, files,
/// modes and processes are real. Stand-ins are in <c>clean-machine.sh</c>, each refusing what it does not know: systemctl (starts the daemon as the unit says),
/// sudo (an environment of its own), dotnet (publishes the program that was built).
/// </summary>
internal sealed class CleanMachine : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly string _steps;
    private int _count;

    public CleanMachine()
    {
        _steps = Directory.CreateDirectory(_temp["steps"]).FullName;
        Directory.CreateDirectory(Out);
    }

    /// <summary>What is left when the machine is gone.</summary>
    public string Out => _temp["out"];

    /// <summary>Skips the test where such a machine cannot be had.</summary>
    public static async Task RequireAsync(params string[] programs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && UserAccounts.OwnUid == 0, "Only root on Linux can make a machine of its own.");
        foreach (var program in (string[])["unshare", "setpriv", "useradd", "ip", "pgrep", "python3", .. programs])
        {
            Assert.SkipUnless(
                (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
                $"{program} is not installed."
            );
        }

        var (code, said) = await RunAsync("unshare", "--mount", "--net", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
        Assert.SkipUnless(code == 0, $"This system allows no namespaces: {said.Trim()}");
    }

    /// <summary>Lines of bash that the machine runs before the first block.</summary>
    public void Prepare(string script) => File.WriteAllText(Path.Combine(_steps, "prepare"), script);

    /// <summary>Lines of bash that it runs after the last; <c>$disk/out</c> is <see cref="Out"/>.</summary>
    public void Finish(string script) => File.WriteAllText(Path.Combine(_steps, "finish"), script);

    /// <summary>One more block.</summary>
    public void Add(Block block) => File.WriteAllText(Path.Combine(_steps, $"{++_count:000}.step"), $"{block.Kind}\n{block.Text}");

    /// <summary>Types every block, and fails with everything that was said when one of them fails.</summary>
    public async Task<string> RunAsync(BuiltProgram program)
    {
        var script = Path.Combine(DocumentationTests.Repository(), "tests", "Monitor.EndToEnd.Tests", "Newcomer", "clean-machine.sh");
        var (code, said) = await RunAsync(
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "bash",
            script,
            DocumentationTests.Repository(),
            Path.GetDirectoryName(program.PathOf("monitor"))!,
            _steps,
            Out
        );
        Assert.True(code == 0 && said.EndsWith("DONE\n", StringComparison.Ordinal), said);
        return said;
    }

    public void Dispose() => _temp.Dispose();

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var ceiling = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        try
        {
            await process.WaitForExitAsync(ceiling.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail("The machine did not come to an end.");
        }

        return (process.ExitCode, await error + await output);
    }
}

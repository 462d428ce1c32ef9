using System.Text.Json;
using System.Text.RegularExpressions;
using Monitor.Worker.Api;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Tests.Deployment;

/// <summary>The rules that a Dockerfile linter would hold, and what the daemon needs of its surroundings; no engine is asked.</summary>
public sealed class DeploymentFilesTests
{
    private static readonly string Root = FindRoot();
    private static readonly List<string> Dockerfile = Instructions(Read("Dockerfile"));
    private static readonly List<string> Unit =
    [
        .. Read("deploy/monitor.service").Split('\n').Where(line => line is not ("" or ['#', ..])),
    ];

    [Fact]
    public void EveryBaseImageIsTaggedAndOurs() =>
        Assert.All(
            Dockerfile.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)),
            line => Assert.Matches(@"^FROM mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.\d+ AS \w+$", line)
        );

    [Fact]
    public void TheImageRunsAsANumberThatIsNotRootAndStopsBySigterm()
    {
        var stage = Dockerfile[Dockerfile.FindLastIndex(line => line.StartsWith("FROM ", StringComparison.Ordinal))..];

        Assert.Matches(@"^USER [1-9]\d*:[1-9]\d*$", stage.Single(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains("STOPSIGNAL SIGTERM", stage);
        Assert.DoesNotContain(stage, line => line.StartsWith("RUN ", StringComparison.Ordinal));
        Assert.DoesNotContain(stage, line => line.StartsWith("EXPOSE ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deploy/prometheus/monitor.rules.yml")]
    [InlineData("deploy/prometheus/monitor.dashboard.json")]
    public void EveryMetricOfAnAlertOrAPanelExists(string file)
    {
        var known = Measures
            .All.Concat(Readings.All)
            .SelectMany(family =>
                family.Kind switch
                {
                    FamilyKind.Counter => [family.Name + "_total"],
                    FamilyKind.Histogram => [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"],
                    _ => (string[])[family.Name],
                }
            )
            .ToHashSet(StringComparer.Ordinal);
        var used = Regex
            .Matches(Read(file), "monitor_[a-z_]+", RegexOptions.NonBacktracking)
            .Select(match => match.Value)
            .Distinct()
            .ToList();
        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.Contains(name, known));
    }

    [Fact]
    public void EveryFamilyIsOnTheDashboard()
    {
        using var dashboard = JsonDocument.Parse(Read("deploy/prometheus/monitor.dashboard.json"));
        var shown = dashboard
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => Regex.Matches(target.GetProperty("expr").GetString()!, "monitor_[a-z_]+", RegexOptions.NonBacktracking))
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(
            Measures.All.Concat(Readings.All),
            family =>
                Assert.Contains(
                    shown,
                    name =>
                        name == family.Name
                        || (
                            name.StartsWith(family.Name + "_", StringComparison.Ordinal)
                            && name[family.Name.Length..] is "_total" or "_bucket" or "_sum" or "_count"
                        )
                )
        );
    }

    [Fact]
    public void PanelsOfTheDashboardHaveNumbersOfTheirOwnAndDoNotOverlap()
    {
        using var dashboard = JsonDocument.Parse(Read("deploy/prometheus/monitor.dashboard.json"));
        var taken = new HashSet<(int X, int Y)>();
        var numbers = new HashSet<int>();
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            Assert.True(numbers.Add(panel.GetProperty("id").GetInt32()));
            var place = panel.GetProperty("gridPos");
            int Of(string name) => place.GetProperty(name).GetInt32();
            for (var cell = 0; cell < Of("w") * Of("h"); cell++)
            {
                var at = (X: Of("x") + (cell % Of("w")), Y: Of("y") + (cell / Of("w")));
                Assert.True(at.X < 24 && taken.Add(at), $"{panel.GetProperty("title")} lies on another panel or beyond the edge at {at}");
            }
        }
    }

    [Fact]
    public void TheServiceManagerIsToldWhenTheDaemonIsReadyAndThatItLives()
    {
        Assert.Contains("Type=notify", Unit);
        Assert.Contains(Unit, line => line.StartsWith("WatchdogSec=", StringComparison.Ordinal));
        Assert.Contains(
            Unit,
            line =>
                line.StartsWith("RestrictAddressFamilies=", StringComparison.Ordinal) && line.Contains("AF_UNIX", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("ENTRYPOINT ", "/app/monitor")]
    [InlineData("CMD ", "run")]
    public void WhatIsRunNeedsNoShell(string instruction, string first)
    {
        var line = Dockerfile.Single(line => line.StartsWith(instruction, StringComparison.Ordinal));

        Assert.Equal(first, JsonSerializer.Deserialize<string[]>(line[instruction.Length..])![0]);
    }

    [Fact]
    public void TheHealthCheckAsksTheDaemonWithoutAShellAndQuietly()
    {
        var line = Dockerfile.Single(line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));

        Assert.EndsWith("""CMD ["/app/monitor", "status", "--quiet"]""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheImageCopiesExistsAndIsLetThrough()
    {
        var allowed = Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet();
        foreach (
            var line in Dockerfile.Where(line =>
                line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)
            )
        )
        {
            foreach (var source in line.Split(' ')[1..^1])
            {
                Assert.True(Path.Exists(Path.Combine(Root, source)), source);
                Assert.Contains(source.Split('/')[0], allowed);
            }
        }

        Assert.DoesNotContain(Dockerfile, line => line.StartsWith("ADD ", StringComparison.Ordinal));
    }

    [Fact]
    public void TheContainerWritesToItsVolumeAndTwoMemoryDisksOnly()
    {
        var compose = Read("compose.yaml");

        Assert.All(
            new[] { "read_only: true", "- ALL", "no-new-privileges:true", "- data:/var/lib/monitor", "- /tmp:", "- /run/monitor:" },
            needed => Assert.Contains(needed, compose, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("ports:", compose, StringComparison.Ordinal);
        Assert.DoesNotContain("privileged: true", compose, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User=monitor")]
    [InlineData("ExecStart=/opt/monitor/monitor run")]
    [InlineData("StateDirectory=monitor")]
    [InlineData("RuntimeDirectory=monitor")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("CapabilityBoundingSet=")]
    [InlineData("RestartPreventExitStatus=2")]
    // Callers are known by their uid, which a user namespace would hide; and the runtime compiles just in time.
    [InlineData("PrivateUsers=no")]
    [InlineData("MemoryDenyWriteExecute=no")]
    public void TheUnitSays(string line) => Assert.Contains(line, Unit);

    [Fact]
    public void TheUnitGivesTheDaemonMoreTimeToStopThanItTakes()
    {
        var stop = Unit.Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal));

        Assert.True(int.Parse(stop.Split('=')[1]) > 10);
    }

    [Fact]
    public void TheExampleOfRolesIsJson() => JsonDocument.Parse(Read("deploy/monitor.example.json")).Dispose();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static List<string> Instructions(string text) =>
        [
            .. text.Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line is not ("" or ['#', ..])),
        ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not stand inside the repository.");
    }
}

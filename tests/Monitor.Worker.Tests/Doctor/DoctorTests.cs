using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Client;
using Monitor.Worker.Collection;
using Monitor.Worker.Configuration;
using Monitor.Worker.Doctor;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Cli;
using Examiner = Monitor.Worker.Doctor.Doctor;

namespace Monitor.Worker.Tests.Doctor;

/// <summary>What an operator is told of an installation, whole or broken in one place.</summary>
public sealed class DoctorTests : IDisposable
{
    private static readonly KernelClock InStep = new(Synchronised: true, TimeSpan.FromMilliseconds(3));

    private readonly TempFolder _temp = Some.Folder();

    private DataFolder Folder => new(new StorageOptions { Directory = _temp["data"] });

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task FolderWithoutADaemonIsWholeAndTheAbsentDaemonIsSaid()
    {
        await MigratedAsync();
        var found = await ExamineAsync();
        Assert.DoesNotContain(found, one => one.Condition == Condition.Bad);
        Assert.Equal(Condition.Good, Of(found, "database").Condition);
        Assert.Equal(Condition.Good, Of(found, "audit").Condition);
        Assert.Equal(Condition.Good, Of(found, "permissions").Condition);
        Assert.Equal(Condition.Good, Of(found, "model").Condition);
        Assert.Equal(Condition.Attention, Of(found, "socket").Condition);
        Assert.Contains("No daemon runs", Of(found, "socket").Said.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunningDaemonIsAskedAndAnswers()
    {
        await using var host = await Daemon.StartHostAsync(_temp["data"]);
        var found = await ExamineAsync();
        Assert.Equal(Condition.Good, Of(found, "socket").Condition);
        Assert.Equal(Condition.Good, Of(found, "model").Condition);
        Assert.Equal(Condition.Good, Of(found, "database").Condition);
        Assert.DoesNotContain(found, one => one.Condition == Condition.Bad);
        await host.StopAsync();
    }

    [Fact]
    public async Task EveryFindingThatIsNotGoodHasAFixInBothLanguages()
    {
        var found = await ExamineAsync(("Collection:AllowedPrivateHosts:0", "127.0.0.1:8000"));
        Assert.All(
            found.Where(one => one.Condition != Condition.Good),
            one =>
            {
                Assert.NotNull(one.Fix);
                Assert.NotEmpty(one.Fix.Id);
                Assert.NotEmpty(one.Fix.En);
            }
        );
        Assert.All(found.Where(one => one.Condition == Condition.Good), one => Assert.Null(one.Fix));
    }

    [Fact]
    public async Task ExaminationLeavesNothingBehind()
    {
        await ExamineAsync();
        Assert.False(Directory.Exists(_temp["data"]));
        await MigratedAsync();
        var before = Files();
        await ExamineAsync();
        Assert.Equal(before, Files());

        // SQLite keeps its index of the journal beside the file, with the file's mode and owner.
        List<string> Files() =>
            [
                .. Directory
                    .GetFileSystemEntries(_temp["data"], "*", SearchOption.AllDirectories)
                    .Where(path => !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith("-wal", StringComparison.Ordinal))
                    .Order(),
            ];
    }

    [Fact]
    public async Task EveryProblemOfTheConfigurationIsAFindingAndTheExitCodeSaysSo()
    {
        var outcome = await CommandLine.RunAsync(
            "doctor",
            "--json",
            "--lang",
            "en",
            "--data",
            _temp["data"],
            "--set",
            "Collection:Deadline=soon",
            "--set",
            "Storage:Bogus=1"
        );
        Assert.Equal(ExitCode.Finding, outcome.Code);
        using var document = JsonDocument.Parse(outcome.Out);
        Assert.False(document.RootElement.GetProperty("healthy").GetBoolean());
        var bad = document
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .Where(check => check.GetProperty("result").GetString() == "bad")
            .Select(check => check.GetProperty("said").GetString()!)
            .ToList();
        Assert.Contains(bad, said => said.StartsWith("Collection:Deadline", StringComparison.Ordinal));
        Assert.Contains(bad, said => said.StartsWith("Storage:Bogus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FolderAndKeysThatOthersCanReadAreNamedWithTheCommandThatClosesThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        await MigratedAsync();
        var key = Path.Combine(Folder.Keys, "key-1.xml");
        await File.WriteAllTextAsync(key, "<key/>");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, (UnixFileMode)0b110_100_100);
            File.SetUnixFileMode(Folder.Evidence, (UnixFileMode)0b111_101_101);
        }

        var found = await ExamineAsync();
        var fixes = found.Where(one => one.Check == "permissions").Select(one => one.Fix!.En);
        Assert.Equal([$"chmod 0700 {Folder.Evidence}", $"chmod 0600 {key}"], fixes);
    }

    [Fact]
    public async Task FileWithASecretThatOthersCanReadIsNamedAndItsContentIsNot()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        var configuration = _temp["monitor.json"];
        await File.WriteAllTextAsync(configuration, """{ "Collection": { "X": { "BearerToken": "rahasia-123" } } }""");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(configuration, (UnixFileMode)0b110_100_100);
        }

        var outcome = await CommandLine.RunAsync("doctor", "--lang", "en", "--data", _temp["data"], "--config", configuration);
        Assert.Contains($"{configuration} is open to other users (mode 0644)", outcome.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Finding, outcome.Code);
        Assert.DoesNotContain("rahasia-123", outcome.Out + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedDatabaseAndNewerSchemaAreBrokenWithAFix()
    {
        var database = await MigratedAsync();
        using (var open = new Database(Folder, new StorageOptions()))
        {
            await open.WriteAsync(
                session =>
                    session.ExecuteAsync("INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (9999, 'later', 'x', 0)"),
                default
            );
        }

        var newer = Of(await ExamineAsync(), "database");
        Assert.Equal(Condition.Bad, newer.Condition);
        Assert.Contains("newer than this program", newer.Said.En, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(database, Enumerable.Repeat((byte)'x', 8192).ToArray());
        var damaged = Of(await ExamineAsync(), "database");
        Assert.Equal(Condition.Bad, damaged.Condition);
        Assert.Contains("monitor db restore", damaged.Fix!.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditRowThatWasChangedIsBroken()
    {
        await MigratedAsync();
        using (var open = new Database(Folder, new StorageOptions()))
        {
            await open.WriteAsync(
                async session =>
                {
                    await new Worker.Audit.AuditLog(Clock.Machine).RecordAsync(session, Some.Admin, "uji", "flag:1");
                    await session.ExecuteAsync("UPDATE audit_head SET sequence = 7 WHERE id = 1");
                },
                default
            );
        }

        Assert.Equal(Condition.Bad, Of(await ExamineAsync(), "audit").Condition);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3600, true)]
    [InlineData(-3600, true)]
    public async Task ClockIsComparedWithTheTimesThatOtherSitesGave(int seconds, bool wrong)
    {
        await MigratedAsync();
        using var database = new Database(Folder, new StorageOptions());
        await database.WriteAsync(
            async session =>
            {
                foreach (var host in (string[])["a.example", "b.example", "c.example"])
                {
                    var date = Some.Moment.AddSeconds(seconds).ToString("r", System.Globalization.CultureInfo.InvariantCulture);
                    await session.ExecuteAsync(
                        """
                        INSERT INTO evidence (sha256, bytes, media_type, url, captured_at, headers, status)
                        VALUES ('0', 0, '', @Url, @At, @Headers, 200)
                        """,
                        new
                        {
                            Url = $"https://{host}/",
                            At = Some.Moment,
                            Headers = JsonSerializer.Serialize(new[] { KeyValuePair.Create("date", date) }),
                        }
                    );
                }
            },
            default
        );
        var found = await new ClockCheck(new ManualTime(Some.Moment), () => InStep).OfStoreAsync(database, default);
        Assert.Equal(wrong, found.Exists(one => one.Condition == Condition.Bad));
    }

    [Fact]
    public async Task ClockThatStandsBeforeTheNewestRowIsWrong()
    {
        await MigratedAsync();
        using var database = new Database(Folder, new StorageOptions());
        await database.WriteAsync(
            session => new Worker.Audit.AuditLog(new ManualTime(Some.Moment)).RecordAsync(session, Some.Admin, "uji", "flag:1"),
            default
        );
        var back = await new ClockCheck(new ManualTime(Some.Moment.AddMinutes(-10)), () => InStep).OfStoreAsync(database, default);
        Assert.Contains("600 s ahead of this clock", Assert.Single(back).Said.En, StringComparison.Ordinal);
        Assert.Empty(await new ClockCheck(new ManualTime(Some.Moment.AddMinutes(1)), () => InStep).OfStoreAsync(database, default));
    }

    [Fact]
    public void ClockFarBeforeTheFilesOfTheProgramOrOffTheFileSystemIsWrong()
    {
        var found = new ClockCheck(new ManualTime(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero)), () => InStep)
            .OfMachine(Folder)
            .ToList();
        Assert.Contains(found, one => one.Said.En.Contains("before the program's own files", StringComparison.Ordinal));
        Folder.Create();
        found = [.. new ClockCheck(new ManualTime(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)), () => InStep).OfMachine(Folder)];
        Assert.Contains(found, one => one.Said.En.Contains("file system stamps files", StringComparison.Ordinal));
    }

    [Fact]
    public void KernelThatSaysNothingIsSkippedAndOneOutOfStepIsSaid()
    {
        var silent = new ClockCheck(Clock.Machine, () => null).OfMachine(Folder);
        Assert.Equal(Condition.Skipped, Assert.Single(silent).Condition);
        var alone = new ClockCheck(Clock.Machine, () => InStep with { Synchronised = false }).OfMachine(Folder);
        Assert.Equal(Condition.Attention, Assert.Single(alone).Condition);
    }

    [Fact]
    public async Task SourcesThatAllCannotBeReachedPointToTheMachinesOwnNetwork()
    {
        await MigratedAsync();
        using var database = new Database(Folder, new StorageOptions());
        await database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    INSERT INTO source (kind, url, host, reads, every_ms, state, added_by, added_at, next_check_at, last_checked_at, last_outcome, failures)
                    VALUES ('feed', 'https://a.example/', 'a.example', 'page', 1, 'active', 'x', 0, 0, 1, 'unreachable', 4),
                        ('feed', 'https://b.example/', 'b.example', 'page', 1, 'active', 'x', 0, 0, 1, 'timed-out', 1)
                    """
                ),
            default
        );
        var options = new CollectionOptions { Contact = "satgas@contoh.example" };
        var cut = await NetworkChecks.GateAsync(options, database, default);
        Assert.Contains(cut, one => one.Condition == Condition.Bad);
        await database.WriteAsync(session => session.ExecuteAsync("UPDATE source SET failures = 0 WHERE id = 1"), default);
        Assert.DoesNotContain(await NetworkChecks.GateAsync(options, database, default), one => one.Condition == Condition.Bad);
    }

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("127.0.0.1:8000", false)]
    public async Task GateThatWasOpenedToTheMetadataServiceIsBroken(string allowed, bool broken)
    {
        var options = new CollectionOptions { Contact = "satgas@contoh.example", AllowedPrivateHosts = [allowed] };
        Assert.Equal(broken, (await NetworkChecks.GateAsync(options, null, default)).Exists(one => one.Condition == Condition.Bad));
    }

    [Fact]
    public void ZonesOfTheMachineThatAreAbsentOrOtherThanTheLawAreSaid()
    {
        Assert.Equal(Condition.Good, ZoneCheck.Look(TimeZoneInfo.FindSystemTimeZoneById, Some.Moment).Condition);
        Assert.Equal(Condition.Attention, ZoneCheck.Look(_ => throw new TimeZoneNotFoundException(), Some.Moment).Condition);
        Assert.Equal(Condition.Attention, ZoneCheck.Look(_ => TimeZoneInfo.Utc, Some.Moment).Condition);
    }

    [Fact]
    public async Task SocketLeftBehindByAKilledDaemonIsNoFault()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The socket is Unix's.");
        Folder.Create();
        var socket = Path.Combine(Folder.Run, "monitor.sock");
        using (
            var left = new System.Net.Sockets.Socket(
                System.Net.Sockets.AddressFamily.Unix,
                System.Net.Sockets.SocketType.Stream,
                System.Net.Sockets.ProtocolType.Unspecified
            )
        )
        {
            left.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
        }

        using var client = new DaemonClient(socket);
        var said = await new DaemonCheck(client, socket, Folder).LookAsync(default);
        Assert.Equal(Condition.Attention, said[0].Condition);
    }

    private static Diagnosis Of(IEnumerable<Diagnosis> found, string check) => found.First(one => one.Check == check);

    private async Task<string> MigratedAsync()
    {
        using var database = await Spine.OpenSqliteAsync(Folder, Clock.Machine);
        return Folder.DatabaseFile;
    }

    private async Task<List<Diagnosis>> ExamineAsync(params (string Key, string Value)[] further)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Storage:Directory"] = _temp["data"] };
        foreach (var (key, value) in further)
        {
            values[key] = value;
        }

        var settings = SettingsCatalogue.Check(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var socket = SocketPath.Of(settings.Get<ApiOptions>(), Folder);
        return await new Examiner(settings, () => new DaemonClient(socket), Clock.Machine).ExamineAsync(default);
    }
}

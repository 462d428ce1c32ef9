using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Configuration;
using Monitor.Worker.Export;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>The daemon's own deliveries: into the recipient's folder, with its rights, at its hour, and what stands in the way shows.</summary>
public abstract class DeliveryTests : ExportStore
{
    private static readonly Exporter Daemon = new(Actor.Daemon("export"), _ => true, TestUsers: false);

    private Deliveries Deliveries => new(Database, Batches, Options, Folder, Time);
    private DeliverySchedule Schedule => new(Database, Deliveries, Options, Time, NullLogger<DeliverySchedule>.Instance);
    private string Home => Path.Combine(Folder.Exports, "bkn");

    [Fact]
    public async Task ABatchStandsInTheFolderOfItsRecipientAndIsReportedByTheDaemonItself()
    {
        await Some.FindingAsync(Database, await PersonAsync());

        var delivery = await Deliveries.RunAsync(Daemon, ExportOrder.Everything, default);

        Assert.Equal(Home, delivery.Folder);
        Assert.Equal(["bkn-000001.csv", "bkn-000001.jsonl", "bkn-000001.manifest.json"], Names(Home));
        Assert.Empty((await FolderCheck.CheckAsync(Home, [], default)).Faults);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            Monitor.Worker.Tests.Some.ModeOf(Path.Combine(Home, "bkn-000001.csv"))
        );
        var batch = Assert.Single(await Batches.ListAsync(Some.Ketua, default));
        Assert.Equal((Some.Moment, "export", Home), (batch.DeliveredAt, batch.DeliveredBy, batch.DeliveredTo));
        Assert.Equal(
            ["asn.reveal_nip", "export.create", "export.fetch", "export.deliver"],
            (await AuditAsync()).Where(row => row.Role == "daemon").Select(row => row.Verb)
        );
        Assert.Empty((await Deliveries.RunAsync(Daemon, ExportOrder.Everything, default)).Files);
    }

    [Fact]
    public async Task FilesHaveTheModeAndTheGroupThatAreConfigured()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && UserAccounts.OwnUid == 0, "Giving a file to a group that one is not in takes root.");
        (Options.Mode, Options.Group, Options.Folder) = ("0640", "users", Out);
        await Some.FindingAsync(Database, await PersonAsync());

        await Deliveries.RunAsync(Daemon, ExportOrder.Everything, default);

        var folder = Path.Combine(Out, "bkn");
        using var stat = Process.Start(
            new ProcessStartInfo("stat", ["-c", "%a %G", folder, Path.Combine(folder, "bkn-000001.csv")])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        Assert.Equal("750 users\n640 users\n", await stat.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task WhereThereIsNoRoomTheBatchWaitsAndNothingIsWritten()
    {
        Options.KeepFree = long.MaxValue / 2;
        await Some.FindingAsync(Database, await PersonAsync());

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Deliveries.RunAsync(Daemon, ExportOrder.Everything, default));

        Assert.Contains("no room", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Empty(Names(Home));
        Options.KeepFree = 0;
        Assert.Equal(
            "bkn-000001",
            Assert.Single((await Deliveries.RunAsync(Daemon, ExportOrder.Everything, default)).Outcome.Undelivered).Name
        );
        Assert.Equal(3, Names(Home).Length);
    }

    [Fact]
    public async Task OldFilesGoAndAreMadeAgainTheSameToTheByte()
    {
        Options.KeepFilesFor = TimeSpan.FromDays(30);
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        await Some.FindingAsync(Database, await PersonAsync());
        await Deliveries.RunAsync(Daemon, ExportOrder.Everything, default);
        var before = Contents();
        Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await Deliveries.CleanAsync(default));
        Time.Advance(TimeSpan.FromDays(2));
        await Some.FindingAsync(Database, await PersonAsync());
        await Deliveries.RunAsync(Daemon, ExportOrder.Everything, default);

        Assert.Equal(1, await Deliveries.CleanAsync(default));

        // The newer batch stays, and the key that both were signed with.
        Assert.Equal(
            ["bkn-000002.csv", "bkn-000002.jsonl", "bkn-000002.manifest.json", "bkn-000002.manifest.sig"],
            Names(Home).Where(name => name.StartsWith("bkn", StringComparison.Ordinal))
        );
        Assert.Equal(0, await Deliveries.CleanAsync(default));
        var again = await Deliveries.AgainAsync("bkn-000001", Some.Ketua, default);
        Assert.Equal(before, Contents().Where(file => before.ContainsKey(file.Key)).ToDictionary());
        Assert.Equal(5, again.Files.Count);
        // Its time counts from then.
        Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await Deliveries.CleanAsync(default));
        Options.KeepFilesFor = null;
        Time.Advance(TimeSpan.FromDays(4000));
        Assert.Equal(0, await Deliveries.CleanAsync(default));
    }

    [Theory]
    [InlineData("bkn-000009")]
    [InlineData("bkn")]
    [InlineData("../../etc/passwd")]
    public async Task ABatchThatDoesNotExistIsSaidToBeNone(string name) =>
        Assert.Equal(
            RefusalKind.NotFound,
            (await Assert.ThrowsAsync<RefusalException>(() => Deliveries.AgainAsync(name, Some.Ketua, default))).Kind
        );

    [Fact]
    public async Task AScheduleIsFollowedInItsOwnZoneAndADayThatWasMissedIsMadeUpForOnce()
    {
        (Options.Schedule, Options.TimeZone) = ("0 0 6 ? * *", "Asia/Makassar");
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        // It is 9 o'clock in Makassar: the next time is tomorrow at 6, which is 22:00 UTC of today.
        await Schedule.RunDueAsync(Daemon, default);
        Time.Advance(TimeSpan.FromHours(21) - TimeSpan.FromMinutes(1));
        await Schedule.RunDueAsync(Daemon, default);
        Assert.Empty(Names(Home));

        Time.Advance(TimeSpan.FromMinutes(1));
        await Schedule.RunDueAsync(Daemon, default);
        Assert.Equal(3, Names(Home).Length);
        await Some.FindingAsync(Database, person);
        await Schedule.RunDueAsync(Daemon, default);
        Assert.Equal(3, Names(Home).Length);

        Time.Advance(TimeSpan.FromDays(3));
        await Schedule.RunDueAsync(Daemon, default);
        await Some.FindingAsync(Database, person);
        await Schedule.RunDueAsync(Daemon, default);
        Assert.Equal(6, Names(Home).Length);
        Assert.Equal(
            new DateTimeOffset(2024, 10, 12, 22, 0, 0, TimeSpan.Zero),
            (await new ExportWatch(Database, Options, Keys, Time).ReadAsync(default)).Recipients[0].NextRun
        );
    }

    [Fact]
    public async Task WithoutAScheduleNothingLeavesByItself()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        await Schedule.RunDueAsync(Daemon, default);
        Time.Advance(TimeSpan.FromDays(40));
        await Schedule.RunDueAsync(Daemon, default);

        Assert.Empty(Names(Home));
    }

    [Fact]
    public async Task AFailureIsRememberedTriedAgainAndStopsNoOtherRecipient()
    {
        await File.WriteAllTextAsync(Out, "bukan folder");
        Options.Schedule = "0 0 * ? * *";
        Options.Recipients.Add(new RecipientOptions { Name = "bkn", Folder = Path.Combine(Out, "bkn") });
        Options.Recipients.Add(new RecipientOptions { Name = "lembaga-baru" });
        var watch = new ExportWatch(Database, Options, Keys, Time);
        await Some.FindingAsync(Database, await PersonAsync());
        await Schedule.RunDueAsync(Daemon, default);
        Time.Advance(TimeSpan.FromHours(1));

        await Schedule.RunDueAsync(Daemon, default);
        await Schedule.RunDueAsync(Daemon, default);

        var health = await watch.ReadAsync(default);
        var setback = health.Recipients[0].Setback!;
        Assert.Equal(
            (1L, Some.Moment.AddHours(1), Some.Moment.AddHours(1).AddMinutes(5)),
            (setback.Failures, setback.FirstAt, setback.NextTryAt)
        );
        Assert.Contains("cannot be written", setback.ReasonEn, StringComparison.Ordinal);
        Assert.Null(health.Recipients[1].Setback);
        Assert.Equal(3, Names(Path.Combine(Folder.Exports, "lembaga-baru")).Length);
        Assert.Equal((1, false), (health.Failing, health.Red));
        for (var i = 0; i < 2; i++)
        {
            Time.Advance(TimeSpan.FromHours(1));
            await Schedule.RunDueAsync(Daemon, default);
        }

        Assert.True((await watch.ReadAsync(default)).Red);

        File.Delete(Out);
        Time.Advance(TimeSpan.FromHours(1));
        await Schedule.RunDueAsync(Daemon, default);
        Assert.Null((await watch.ReadAsync(default)).Recipients[0].Setback);
        Assert.Equal(3, Names(Path.Combine(Out, "bkn")).Length);
    }

    [Theory]
    [InlineData("Schedule", "setiap hari", "Quartz cron expression")]
    [InlineData("TimeZone", "Asia/Tokyo", "must be one of Asia/Jakarta")]
    [InlineData("Mode", "0644", "must be 0600")]
    [InlineData("Mode", "rw", "must be 0600")]
    [InlineData("Group", "tidak-ada-grup-ini", "which this system does not have")]
    [InlineData("KeepFilesFor", "00:00:01", "KeepFilesFor")]
    [InlineData("KeepFree", "-1", "KeepFree")]
    public void ADeliveryThatCannotWorkStopsTheStartWithOneSentence(string key, string value, string told)
    {
        foreach (var path in new[] { "Export:", "Export:Recipients:0:" }.Where(path => path == "Export:" || key != "KeepFree"))
        {
            var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
            {
                ["Export:Recipients:0:Name"] = "lembaga-baru",
                [path + key] = value,
            };

            Assert.Contains(
                told,
                Assert.Single(SettingsCatalogue.Check(SettingsSource.Read(file: null, values)).Problems).En,
                StringComparison.Ordinal
            );
        }
    }

    private static string[] Names(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
            : [];

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(Home).ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}

/// <summary>On SQLite.</summary>
public sealed class DeliveryOnSqliteTests : DeliveryTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class DeliveryOnPostgreSqlTests : DeliveryTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

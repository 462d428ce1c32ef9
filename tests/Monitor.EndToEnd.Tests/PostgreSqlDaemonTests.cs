using Monitor.Worker.Audit;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;
using Monitor.Worker.Tests.Storage;

namespace Monitor.EndToEnd.Tests;

/// <summary>The built program on PostgreSQL, as the role that the documentation gives it: from a feed to a decision, over a kill.</summary>
public sealed class PostgreSqlDaemonTests(BuiltProgram program) : IAsyncLifetime
{
    private FeedSite _site = null!;
    private DaemonProcess _daemon = null!;
    private DataFolder _folder = null!;
    private StorageOptions _owner = null!;

    public async ValueTask InitializeAsync()
    {
        await PostgreSqlServer.AsRoleAsync("monitor_owner");
        _site = await FeedSite.StartAsync();
        _daemon = new DaemonProcess(
            program,
            new
            {
                Storage = new
                {
                    Provider = "PostgreSql",
                    ConnectionString = await PostgreSqlServer.AsRoleAsync("monitor_daemon"),
                    Durability = "Normal",
                },
                Collection = new
                {
                    AllowedPrivateHosts = new[] { _site.Authority },
                    PerHostInterval = "00:00:00",
                    MinInterval = "00:00:01",
                    DefaultInterval = "00:00:02",
                },
                Intake = new { Threshold = "0", FlagUnattributed = true },
                Scheduling = new { CollectEvery = "00:00:01" },
                Review = new { DismissalSecondReadingShare = 0 },
                Access = new { TestUsers = new[] { new { Name = "satu", Role = "analis" }, new { Name = "dua", Role = "analis" } } },
            },
            closed: true
        );
        _folder = new DataFolder(new StorageOptions { Directory = _daemon.Data });
        _owner = new StorageOptions
        {
            Directory = _daemon.Data,
            Provider = StorageProvider.PostgreSql,
            ConnectionString = await PostgreSqlServer.AsRoleAsync("monitor_owner"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
            await _site.DisposeAsync();
        }
    }

    [Fact]
    public async Task FeedBecomesFlagsAndDecisionsAndAKillLosesNothing()
    {
        var refused = await _daemon.RunAsync("run");
        Assert.Equal(3, refused.Code);
        Assert.Contains("run 'monitor db migrate' as its owner", refused.Error, StringComparison.Ordinal);
        using var owner = new Database(_folder, _owner);
        await new Migrations(owner, _folder, Clock.Machine).ApplyAsync(default);

        _site.List("a", [.. Enumerable.Range(1, 12).Select(i => $"{i}")]);
        await _daemon.StartAsync();
        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "2s");
        await Eventually.TrueAsync(() => CountAsync(owner, "item").Result >= 4, "four items are in");
        await _daemon.KillAsync();
        await _daemon.StartAsync();
        await Eventually.TrueAsync(() => CountAsync(owner, "item").Result >= 12, "all items are in");
        Assert.Equal(12, await CountAsync(owner, "flag"));
        var status = await _daemon.JsonAsync("status");
        Assert.True(status.GetProperty("databaseBytes").GetInt64() > 0);

        string[] confirm =
        [
            .. (string[])["decide", "1", "--confirm", "--form", "D-6", "--reason", "mengajak memilih", "--phase", "none"],
            .. (string[])["--event-at", "2026-03-01 10:00", "--event-known", "perkiraan", "--ownership", "bukan_akun"],
        ];
        foreach (var analyst in (string[])["satu", "dua"])
        {
            var decided = await _daemon.RunAsync([.. confirm, "--as", analyst]);
            Assert.True(decided.Code == 0, decided.Error);
        }

        var rest = await _daemon.RunAsync("queue", "list", "--json", "--as", "satu");
        Assert.Equal(11, rest.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(1, await CountAsync(owner, "flag WHERE state = 'confirmed'"));
        var found = await _daemon.RunAsync("queue", "list", "--text", "tidakpernahada", "--json", "--as", "satu");
        Assert.Equal((0, ""), (found.Code, found.Out.Trim()));
        var doctor = await _daemon.RunAsync("doctor", "--json");
        Assert.True(doctor.Code is 0 or 1, doctor.Error);
        Assert.Contains("pg_dump", doctor.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be opened", doctor.Out, StringComparison.Ordinal);
        var second = await _daemon.RunAsync("db", "backup", _daemon.Beside("salinan.db"));
        Assert.Equal(2, second.Code);
        Assert.Contains("pg_dump", second.Error, StringComparison.Ordinal);
        await _daemon.SignalAsync("TERM");

        var check = await _daemon.RunAsync("db", "check");
        Assert.True(check.Code == 0, check.Out + check.Error);
        Assert.Null((await owner.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
        Assert.False(File.Exists(_daemon.DatabaseFile));
    }

    private static Task<long> CountAsync(Database database, string table) =>
        database.ReadAsync(session => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}"), default);
}

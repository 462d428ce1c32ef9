using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;
using Monitor.Worker.Tests.Storage;

namespace Monitor.EndToEnd.Tests;

/// <summary>Several nodes on one database: processes of the built program, killed and stopped, and nodes of this process whose clocks are wrong.</summary>
public sealed class NodesTests(BuiltProgram program) : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly TempFolder _temp = new();
    private readonly List<FeedSite> _sites = [];
    private readonly List<DaemonProcess> _daemons = [];
    private string? _first;
    private StorageOptions _storage = null!;
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = new DataFolder(new StorageOptions { Directory = _temp["store"] });
        _storage = await PostgreSqlServer.OptionsAsync(folder);
        _database = new Database(folder, _storage);
        for (var i = 0; i < 3; i++)
        {
            _sites.Add(await FeedSite.StartAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons)
        {
            await daemon.DisposeAsync();
        }

        foreach (var site in _sites)
        {
            await site.DisposeAsync();
        }

        if (_database is not null)
        {
            _database.Dispose();
            await PostgreSqlServer.DropAsync(new DataFolder(new StorageOptions { Directory = _temp["store"] }));
        }

        _temp.Dispose();
    }

    [Fact]
    public async Task KilledNodesWorkIsTakenOverAndNoHostIsAskedTooOften()
    {
        var (satu, dua) = (Node("satu"), Node("dua"));
        await StartAsync(satu);
        await StartAsync(dua);
        await AddSourcesAsync(satu, feeds: 4);
        await AllWorkAsync(2);
        var status = await dua.JsonAsync("status");
        Assert.Equal(
            [("dua", "alive", true), ("satu", "alive", false)],
            status
                .GetProperty("nodes")
                .EnumerateArray()
                .Select(node => (Text(node, "name"), Text(node, "state"), node.GetProperty("isSelf").GetBoolean()))
        );

        await Eventually.TrueAsync(async () => await HeldByAsync("satu") > 0, "the node that is to die holds sources");
        await satu.KillAsync();
        var held = await LeasesAsync("satu");
        Assert.NotEmpty(held);
        await Eventually.TrueAsync(
            async () => (await dua.RunAsync("status")).Out.Contains("node satu", StringComparison.Ordinal),
            "the other node says that it is gone"
        );
        Assert.Contains("ATTENTION  node satu", (await dua.RunAsync("status")).Out, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () =>
                await CountAsync(
                    $"SELECT COUNT(*) FROM source WHERE id IN ({string.Join(',', held)}) AND lease_owner IS DISTINCT FROM (SELECT name || ':' || run FROM node WHERE name = 'satu')"
                ) == held.Count,
            "what it held is taken over"
        );
        await EverythingIsReadAsync(feeds: 4, entries: 3);
        await dua.SignalAsync("TERM");
        AssertPace();
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM node WHERE name = 'dua' AND left_at IS NOT NULL"));
        // What either of them kept, both can prove.
        Assert.Equal(
            await CountAsync("SELECT COUNT(DISTINCT sha256) FROM evidence"),
            await CountAsync("SELECT COUNT(*) FROM evidence_bytes")
        );
        var check = await dua.RunAsync("db", "check");
        Assert.True(check.Code == 0, check.Out + check.Error);
        Assert.Null((await _database.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
    }

    [Fact]
    public async Task KilledNodeThatIsStartedAgainTakesUpItsOwnWorkAtOnceAndKeepsThePace()
    {
        var (satu, dua) = (Node("satu"), Node("dua"));
        await StartAsync(satu);
        await StartAsync(dua);
        await AddSourcesAsync(dua, feeds: 3);
        for (var kill = 0; kill < 3; kill++)
        {
            await Eventually.TrueAsync(async () => await HeldByAsync("satu") > 0, "the node holds sources");
            await satu.KillAsync();
            await StartAsync(satu);
        }

        // Sooner than a lease runs out: what it held was given back when it came again.
        Assert.Equal(
            0,
            await CountAsync(
                "SELECT COUNT(*) FROM source WHERE lease_owner LIKE 'satu:%' AND lease_owner <> (SELECT name || ':' || run FROM node WHERE name = 'satu')"
            )
        );
        await EverythingIsReadAsync(feeds: 3, entries: 3);
        await satu.SignalAsync("TERM");
        await dua.SignalAsync("TERM");
        AssertPace();
    }

    [Fact]
    public async Task ClocksThatDifferByAMinuteDoNoHarm()
    {
        await using var early = await StartHereAsync("terlalu-awal", TimeSpan.FromMinutes(-1));
        await using var late = await StartHereAsync("terlalu-lambat", TimeSpan.FromMinutes(1));
        var right = Node("tepat");
        await StartAsync(right);
        await AddSourcesAsync(right, feeds: 4);
        await AllWorkAsync(3);
        await right.KillAsync();
        await StartAsync(right);
        await EverythingIsReadAsync(feeds: 4, entries: 3);

        var status = await right.RunAsync("status", "--json");
        var nodes = JsonDocument.Parse(status.Out).RootElement.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(
            [("tepat", "alive", 0), ("terlalu-awal", "alive", -60), ("terlalu-lambat", "alive", 60)],
            nodes.Select(node =>
                (
                    Text(node, "name"),
                    Text(node, "state"),
                    (int)Math.Round(TimeSpan.Parse(Text(node, "clockAhead"), CultureInfo.InvariantCulture).TotalSeconds)
                )
            )
        );
        var shown = await right.RunAsync("status");
        Assert.Contains("the machine clock of node terlalu-awal differs by -60 s", shown.Out, StringComparison.Ordinal);
        await right.SignalAsync("TERM");
        AssertPace();
        // Nobody wrote a time that another node would take for the future, or for a minute ago.
        var now = await CountAsync("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT");
        Assert.InRange(await CountAsync("SELECT MAX(last_checked_at) FROM source"), now - 600_000, now);
        var recorded = await ListAsync("SELECT at::TEXT FROM audit ORDER BY sequence");
        Assert.Equal(recorded.Order(StringComparer.Ordinal), recorded);
    }

    [Fact]
    public async Task NameBelongsToOneNodeAndAStoppedOneGivesItUp()
    {
        var (satu, other) = (Node("satu"), Node("satu"));
        await StartAsync(satu);
        CopyKeysTo(other.Data);
        var refused = await other.RunAsync("run");
        Assert.Equal(1, refused.Code);
        Assert.Contains("A node 'satu' is running already on", refused.Error, StringComparison.Ordinal);
        await satu.SignalAsync("TERM");
        await StartAsync(other);
        await other.SignalAsync("TERM");
    }

    [Fact]
    public async Task NodeStopsByItselfWhenANewerProgramHasMigratedTheDatabase()
    {
        var satu = Node("satu");
        using var process = satu.Begin("run");
        var said = process.StandardError.ReadToEndAsync();
        await Eventually.TrueAsync(async () => await CountAsync("SELECT COUNT(*) FROM node") == 1, "it has joined");
        await ExecuteAsync(
            "INSERT INTO schema_migration (number, name, sha256, applied_at) SELECT MAX(number) + 1, 'later', 'f', 0 FROM schema_migration"
        );
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("a newer program has migrated it", await said, StringComparison.Ordinal);
        // Nothing more was written, not even that it stops.
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM node WHERE left_at IS NOT NULL"));
    }

    [Fact]
    public async Task NodeWithKeysOfItsOwnIsRefusedAndChangesNothing()
    {
        var (satu, dua) = (Node("satu"), Node("dua"));
        await StartAsync(satu);
        var without = await dua.RunAsync("run");
        Assert.Equal(1, without.Code);
        Assert.Contains("are not those of the other nodes", without.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(dua.Data, "keys")));

        // The same keys and one more, which this node would use and no other could open.
        await StartAsync(dua);
        await dua.SignalAsync("TERM");
        await File.WriteAllTextAsync(Path.Combine(dua.Data, "keys", $"key-{Guid.NewGuid()}.xml"), "<key/>");
        var more = await dua.RunAsync("run");
        Assert.Equal(1, more.Code);
        Assert.Contains("are not those of the other nodes", more.Error, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM node WHERE left_at IS NULL"));
        await satu.SignalAsync("TERM");
    }

    [Fact]
    public async Task JobWhoseNodeDiesInTheMiddleIsRunAgainByAnotherAndGoesOn()
    {
        var hook = new TaskCompletionSource();
        _sites[0].Bodies["/kabar"] = "";
        _sites[0].Held["/kabar"] = hook.Task;
        var nodes = new Dictionary<string, DaemonProcess>(StringComparer.Ordinal)
        {
            ["satu"] = Node("satu", tells: true),
            ["dua"] = Node("dua", tells: true),
        };
        await StartAsync(nodes["satu"]);
        await StartAsync(nodes["dua"]);
        // Something that operators have to be told of.
        await ExecuteAsync("INSERT INTO job_run (name, node, began_at, ended_at, failures) VALUES ('contoh', 'satu', 0, 0, 3)");
        await Eventually.TrueAsync(() => _sites[0].Asked("/kabar") == 1, "a node is at telling them");
        var at = (
            await ListAsync("SELECT instance_name FROM quartz_fired_triggers WHERE job_name = 'alerts' AND state = 'EXECUTING'")
        ).Single();
        await nodes[at].KillAsync();
        await Eventually.TrueAsync(() => _sites[0].Asked("/kabar") == 2, "another node is at it");
        hook.SetResult();
        var other = at == "satu" ? "dua" : "satu";
        await Eventually.TrueAsync(
            async () => await CountAsync($"SELECT COUNT(*) FROM job_run WHERE name = 'alerts' AND node = '{other}' AND failures = 0") == 1,
            "it is done"
        );
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM alert_message WHERE sent_at IS NOT NULL"));
        await Eventually.TrueAsync(
            async () =>
                await CountAsync(
                    "SELECT COUNT(*) FROM quartz_triggers WHERE trigger_name = 'alerts' AND trigger_state = 'WAITING' AND next_fire_time > prev_fire_time"
                ) == 1,
            "and it is due again in its rhythm"
        );
        await nodes[other].SignalAsync("TERM");
    }

    private DaemonProcess Node(string name, bool tells = false)
    {
        var daemon = new DaemonProcess(program, Configuration(name, tells), closed: true);
        _daemons.Add(daemon);
        return daemon;
    }

    // As an operator does: with the keys of a node that is there already.
    private async Task StartAsync(DaemonProcess daemon)
    {
        CopyKeysTo(daemon.Data);
        await daemon.StartAsync();
        _first ??= daemon.Data;
    }

    private void CopyKeysTo(string data)
    {
        if (_first is not null && _first != data)
        {
            NodeKeys.Copy(_first, data);
        }
    }

    private object Configuration(string name, bool tells = false) =>
        new
        {
            Storage = new
            {
                Provider = "PostgreSql",
                _storage.ConnectionString,
                Durability = "Normal",
            },
            Cluster = new
            {
                Name = name,
                BeatEvery = "00:00:01",
                GoneAfter = "00:00:05",
            },
            Collection = new
            {
                AllowedPrivateHosts = _sites.Select(site => site.Authority),
                PerHostInterval = Interval.ToString("c"),
                MinInterval = "00:00:01",
                DefaultInterval = "00:00:02",
                // As short as they may be: a node that was killed holds its sources and its turns for so long.
                LeaseFor = "00:01:00",
                Deadline = tells ? "00:05:00" : "00:00:02",
                // Who dies while it tells operators holds a turn there; another does not wait for it.
                PerHostConcurrency = tells ? 2 : 1,
                ConnectTimeout = "00:00:01",
                MaxCrawlDelay = "00:00:00",
                Workers = 2,
                BatchPerHost = 6,
            },
            Intake = new { Threshold = "0", FlagUnattributed = true },
            Evidence = new { Store = "Database" },
            Alerts = new
            {
                Settle = "00:00:00",
                AtMostEvery = "00:01:00",
                Webhook = new { Url = tells ? $"http://{_sites[0].Authority}/kabar" : "" },
            },
            Scheduling = new { CollectEvery = "00:00:01" },
            Review = new { DismissalSecondReadingShare = 0 },
        };

    private async Task<MonitorHost> StartHereAsync(string name, TimeSpan off)
    {
        var file = _temp[$"{name}.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Configuration(name)));
        var settings = SettingsCatalogue.Require(
            SettingsSource.Read(file, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:Directory"] = _temp[name] })
        );
        CopyKeysTo(_temp[name]);
        var host = await MonitorHost.StartAsync(settings, new WrongClock(off), _ => { }, Rules.Load(MonitorHost.RulesDirectory), default);
        _first ??= _temp[name];
        return host;
    }

    private async Task AddSourcesAsync(DaemonProcess daemon, int feeds)
    {
        foreach (var site in _sites)
        {
            for (var feed = 0; feed < feeds; feed++)
            {
                site.List($"f{feed}", [.. Enumerable.Range(1, 3).Select(entry => $"f{feed}-{entry}")]);
                await daemon.JsonAsync("source", "add", "feed", site.Feed($"f{feed}"), "--every", "2s");
            }
        }
    }

    private async Task EverythingIsReadAsync(int feeds, int entries)
    {
        await Eventually.TrueAsync(
            () =>
                _sites.TrueForAll(site =>
                    Enumerable.Range(0, feeds).All(feed => Enumerable.Range(1, entries).All(entry => site.Asked($"/p/f{feed}-{entry}") > 0))
                ),
            "every page was read"
        );
        await Eventually.TrueAsync(
            async () => await CountAsync("SELECT COUNT(*) FROM item") == _sites.Count * feeds * entries,
            "every item is in, once"
        );
        var before = _sites.Sum(site => site.Visits.Count);
        await Eventually.TrueAsync(() => _sites.Sum(site => site.Visits.Count) >= before + 20, "and it goes on");
    }

    // The sites say themselves what they saw. Times in the database are whole milliseconds, on either side.
    private void AssertPace()
    {
        foreach (var site in _sites)
        {
            var visits = site.Visits.OrderBy(visit => visit.Came).ToList();
            Assert.True(visits.Count > 10, $"{visits.Count} requests");
            Assert.All(
                visits.Zip(visits.Skip(1)),
                pair =>
                    Assert.True(
                        pair.Second.Came - pair.First.Came >= Interval - TimeSpan.FromMilliseconds(2),
                        $"{pair.First.Path} and {pair.Second.Path}: {pair.Second.Came - pair.First.Came}"
                    )
            );
        }
    }

    private async Task AllWorkAsync(int nodes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.TrueAsync(
            async () =>
            {
                seen.UnionWith(await ListAsync("SELECT DISTINCT lease_owner FROM source WHERE lease_owner IS NOT NULL"));
                return seen.Count == nodes;
            },
            $"{nodes} nodes have been at sources"
        );
    }

    private Task<long> HeldByAsync(string node) => CountAsync($"SELECT COUNT(*) FROM source WHERE lease_owner LIKE '{node}:%'");

    private Task<List<string>> LeasesAsync(string node) => ListAsync($"SELECT id::TEXT FROM source WHERE lease_owner LIKE '{node}:%'");

    private Task<long> CountAsync(string sql) => _database.ReadAsync(session => session.ScalarAsync<long>(sql), default);

    private Task<List<string>> ListAsync(string sql) => _database.ReadAsync(session => session.ListAsync<string>(sql), default);

    private Task ExecuteAsync(string sql) => _database.WriteAsync(session => session.ExecuteAsync(sql), default);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A machine whose clock was set wrong.</summary>
    private sealed class WrongClock(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + off;
    }
}

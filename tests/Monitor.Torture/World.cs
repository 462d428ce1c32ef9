using System.Globalization;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Hosting;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Torture;

/// <summary>Everything that a run works on: sites, disk, database server, wire, daemons, and the people at their desks.</summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>Of the run, on its own server.</summary>
    public const string Database = "monitor";

    private const int People = 12;
    private const int Desks = 3;

    private readonly string _work;
    private readonly TortureOptions _options;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _people = [];
    private readonly List<Node> _nodes = [];

    private World(string work, TortureOptions options)
    {
        (_work, _options) = (work, options);
        Random = new Random(options.Seed);
    }

    /// <summary>What chance is drawn from.</summary>
    public Random Random { get; }

    public Site Site { get; private set; } = null!;
    public Disk Disk { get; private set; } = null!;

    /// <summary>Null where it cannot be had.</summary>
    public Shim? Shim { get; private set; }

    /// <summary>Null on SQLite.</summary>
    public PostgreSqlCluster? Cluster { get; private set; }

    /// <summary>Null on SQLite.</summary>
    public Wire? Wire { get; private set; }

    public Ledger Ledger { get; } = new();

    /// <summary>Who exports.</summary>
    public Exporting Exporting { get; private set; } = null!;
    public Invariants Invariants { get; private set; } = null!;
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>What cannot be simulated here, and why.</summary>
    public List<string> Skipped { get; } = [];

    /// <summary>Where batches are put.</summary>
    public string Exports => Path.Combine(Disk.Path, "exports", "bkn");

    // Where several daemons keep evidence together.
    private string Common => Path.Combine(Disk.Path, "common");

    /// <summary>By the daemons' clock.</summary>
    public DateTimeOffset Now => Clock.Machine.GetUtcNow() + (Shim?.ClockMoved ?? TimeSpan.Zero);

    /// <summary>The folder of the run.</summary>
    public string Work => _work;

    /// <summary>Makes all of it, starts the daemons and sets people to work; null and the reason where it cannot be done here.</summary>
    public static async Task<(World? World, string Reason)> MakeAsync(TortureOptions options)
    {
        var work = Directory.CreateTempSubdirectory("monitor-torture-").FullName;
        var world = new World(work, options);
        world.Disk = await Disk.MountAsync(Path.Combine(work, "disk"), 1024);
        (world.Shim, var noShim) = await Shim.MakeAsync(work, world.Disk.Path);
        if (world.Shim is null)
        {
            world.Skipped.Add($"failing writes, failing fsyncs and moved clocks: {noShim}");
        }

        if (!world.Disk.CanBeFilled)
        {
            world.Skipped.Add("full disks: a file system can be mounted by root only");
        }

        world.Site = await Site.StartAsync(options.Seed);
        if (options.Store == Store.PostgreSql && PostgreSqlCluster.Refusal is { } noCluster)
        {
            await world.DisposeAsync();
            return (null, noCluster);
        }

        try
        {
            if (options.Store == Store.PostgreSql)
            {
                await world.StartServerAsync();
            }

            await world.BeginAsync();
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }

        return (world, "");
    }

    /// <summary>Lets everything that was put off be tried again now; false where that cannot be done.</summary>
    public async Task<bool> LetWaitsEndAsync()
    {
        if (Cluster is not null)
        {
            // Its daemons go by the server's clock, which nobody moves here.
            await Cluster.ExecuteAsync("UPDATE setback SET next_try_at = 0 WHERE state = 'retry'", Database);
            return true;
        }

        Shim?.MoveClock(TimeSpan.FromHours(3));
        return Shim is not null;
    }

    /// <summary>The socket of a daemon that should be there; null when none is.</summary>
    public string? AnySocket()
    {
        var running = _nodes.FindAll(node => node.ShouldRun);
        return running.Count == 0 ? null : running[System.Random.Shared.Next(running.Count)].Socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_people);
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (Site is not null)
        {
            await Site.DisposeAsync();
        }

        if (Wire is not null)
        {
            await Wire.DisposeAsync();
        }

        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        Shim?.Dispose();
        if (!_options.Keep)
        {
            await Disk.DisposeAsync();
            Directory.Delete(_work, recursive: true);
        }

        _end.Dispose();
    }

    private async Task BeginAsync()
    {
        for (var i = 0; i < _options.Nodes; i++)
        {
            var name = _options.Nodes == 1 ? "data" : $"node-{i + 1}";
            var configuration = Path.Combine(_work, $"{name}.json");
            await File.WriteAllTextAsync(configuration, JsonSerializer.Serialize(Configuration(name)));
            if (!OperatingSystem.IsWindows())
            {
                // The server's password is in it.
                File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            _nodes.Add(new Node(name, Path.Combine(Disk.Path, name), configuration, Shim));
        }

        // An installation is older than the slips of its clock: what is signed with a key before the key was made does not verify, and should not.
        Shim?.MoveClock(TimeSpan.FromDays(-3));
        var first = _nodes[0];
        await RequireStartAsync(first);
        using (var admin = new DaemonClient(first.Socket))
        {
            await SeedAsync(first, admin);
        }

        Shim?.MoveClock(TimeSpan.Zero);

        foreach (var node in _nodes.Skip(1))
        {
            NodeKeys.Copy(first.Data, node.Data);
            await RequireStartAsync(node);
        }

        Invariants = new Invariants(
            Cluster is null
                ? Reader.OfSqlite(Path.Combine(first.Data, "db", "monitor.db"))
                : Reader.OfPostgreSql(Cluster.ConnectionTo(Database)),
            Site,
            Ledger,
            Path.Combine(_nodes.Count > 1 ? Common : first.Data, "evidence"),
            Exports
        );
        for (var desk = 0; desk < Desks; desk++)
        {
            var person = new Desk(NameOf(desk), AnySocket, Ledger, new Random(_options.Seed + desk));
            _people.Add(Task.Run(() => person.WorkAsync(_end.Token)));
        }

        Exporting = new Exporting(AnySocket, Ledger, new Random(_options.Seed + Desks));
        _people.Add(Task.Run(() => Exporting.WorkAsync(_end.Token)));
    }

    private async Task StartServerAsync()
    {
        Cluster = await PostgreSqlCluster.MakeAsync(PostgreSqlCluster.InMemory, "monitor_torture");
        await Cluster.StartAsync(
            "listen_addresses=127.0.0.1",
            // Processes are killed here, not machines: what was written is in the system's cache, where the next server finds it.
            "fsync=off",
            "max_connections=200",
            "shared_buffers=64MB",
            "autovacuum=off"
        );
        await Cluster.ExecuteAsync($"CREATE DATABASE {Database}");
        Wire = new Wire(Cluster.Port);
    }

    private static async Task RequireStartAsync(Node node)
    {
        if (!await node.StartAsync())
        {
            throw new InvalidOperationException($"{node.Name} does not start: {string.Join('\n', node.TakeLog())}");
        }
    }

    private object Configuration(string name) =>
        new
        {
            Cluster = new { Name = name },
            Storage = new
            {
                Provider = _options.Store.ToString(),
                SharedDirectory = _options.Nodes > 1 ? Common : "",
                ConnectionString = Cluster is null ? "" : $"Host=127.0.0.1;Port={Wire!.Port};Database={Database};Username={Cluster.Role}",
                // The harness waits for whoever hangs; in an institution that is for the operator to weigh.
                StatementTimeout = "00:00:06",
                BusyTimeout = "00:00:05",
                RetryFor = "00:00:30",
            },
            Collection = new
            {
                AllowedPrivateHosts = new[] { Site.Authority },
                PerHostInterval = "00:00:00",
                PerHostConcurrency = 8,
                BatchPerHost = 8,
                MinInterval = "00:00:01",
                DefaultInterval = "00:00:01",
                MaxInterval = "00:00:04",
                LeaseFor = "00:01:00",
                Deadline = "00:00:05",
            },
            // Everything is flagged, so that every entry has a flag and its evidence.
            Intake = new { Threshold = "0", FlagUnattributed = true },
            Scheduling = new { CollectEvery = "00:00:01" },
            Review = new
            {
                DismissalSecondReadingShare = 0,
                ClaimFor = "00:01:00",
                SourceShare = 100_000,
                AccountShare = 100_000,
            },
            Export = new
            {
                RequireKajian = false,
                KeepFree = 0,
                Folder = Path.Combine(Disk.Path, "exports"),
            },
            Access = new { TestUsers = Enumerable.Range(0, Desks).Select(desk => new { Name = NameOf(desk), Role = "analis" }) },
        };

    private static string NameOf(int desk) => $"meja-{desk.ToString(CultureInfo.InvariantCulture)}";

    // Invented people, their accounts and the feeds, as an administrator enters them.
    private async Task SeedAsync(Node node, DaemonClient admin)
    {
        var people = new StringBuilder("nip;nama;jabatan;kategori_jabatan;unit;instansi;kode_wilayah;jenis\n");
        var accounts = new StringBuilder("nip;platform;native_id;handle;url;dasar;referensi\n");
        for (var i = 1; i <= People; i++)
        {
            var nip = $"19860926201505{1 + (i % 2)}{i:000}";
            people.Append(
                CultureInfo.InvariantCulture,
                $"{nip};Orang Rekaan {i};Analis;pelaksana;Dinas Contoh;Pemerintah Kabupaten Contoh;33.26;PNS\n"
            );
            accounts.Append(CultureInfo.InvariantCulture, $"{nip};x;{1000 + i};orang{i};https://x.com/orang{i};sendiri;\n");
        }

        await RequireAsync(node, "asn", "import", await WriteAsync("orang.csv", people));
        await RequireAsync(node, "account", "import", await WriteAsync("akun.csv", accounts));
        await RequireAsync(node, "export", "key", "create");
        foreach (var (at, feed) in Site.AccountFeeds.Index())
        {
            await admin.PostAsync<JsonElement>(
                "/source",
                new SourceAddRequest("feed", Site.UrlOf(feed), at + 1, null, "1s", "entry"),
                default
            );
        }

        foreach (var feed in Site.NewsFeeds)
        {
            await admin.PostAsync<JsonElement>(
                "/source",
                new SourceAddRequest("feed", Site.UrlOf(feed), null, null, "1s", "page"),
                default
            );
        }
    }

    private async Task<string> WriteAsync(string name, StringBuilder text)
    {
        var path = Path.Combine(_work, name);
        await File.WriteAllTextAsync(path, text.ToString());
        return path;
    }

    private static async Task RequireAsync(Node node, params string[] words)
    {
        var outcome = await node.RunAsync(words);
        if (outcome.Code != 0)
        {
            throw new InvalidOperationException(
                $"monitor {string.Join(' ', words)} ended with {outcome.Code}: {outcome.Error}{outcome.Out}"
            );
        }
    }
}

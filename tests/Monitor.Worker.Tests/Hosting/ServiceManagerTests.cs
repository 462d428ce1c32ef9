using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Health;
using Monitor.Worker.Hosting;
using Monitor.Worker.Nodes;
using Monitor.Worker.Scheduling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Hosting;

/// <summary>What systemd is told, read off a real datagram socket.</summary>
public sealed class ServiceManagerTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new();
    private readonly Lifetime _lifetime = new();
    private readonly Dictionary<string, string> _environment = [];
    private Socket _systemd = null!;
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await Spine.OpenSqliteAsync(new DataFolder(new StorageOptions { Directory = _temp["data"] }), _time);
        _environment["NOTIFY_SOCKET"] = _temp["notify"];
        _systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        _systemd.Bind(new UnixDomainSocketEndPoint(_temp["notify"]));
    }

    public ValueTask DisposeAsync()
    {
        _systemd.Dispose();
        _database.Dispose();
        _lifetime.Dispose();
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ReadyIsSaidOnceEverythingHasStartedAndStoppingWhenItStops()
    {
        using var manager = Manager(out _);
        await manager.StartAsync(default);
        Assert.Equal(0, _systemd.Available);
        _lifetime.Started();
        Assert.Equal("READY=1", Received());
        _lifetime.StopApplication();
        Assert.Equal("STOPPING=1", Received());
    }

    [Fact]
    public async Task TheWatchdogIsFedAtHalfItsPatience()
    {
        _environment["WATCHDOG_USEC"] = "120000000";
        using var manager = Manager(out _);
        await manager.StartAsync(default);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, _systemd.Available);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", Received());
    }

    [Fact]
    public async Task AScheduleThatStandsStillIsNotCoveredUp()
    {
        _environment["WATCHDOG_USEC"] = "120000000";
        using var manager = Manager(out var pulse);
        await manager.StartAsync(default);
        _time.Advance(Pulse.Patience + TimeSpan.FromMinutes(5));
        while (_systemd.Available > 0)
        {
            Received();
        }

        Assert.False(pulse.IsAlive);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, _systemd.Available);
    }

    [Theory]
    [InlineData("WATCHDOG_PID", "1")]
    [InlineData("WATCHDOG_USEC", "0")]
    [InlineData("WATCHDOG_USEC", "soon")]
    public async Task AWatchdogThatIsMeantForAnotherOrMakesNoSenseIsLeftAlone(string name, string value)
    {
        _environment["WATCHDOG_USEC"] = "120000000";
        _environment[name] = value;
        using var manager = Manager(out _);
        await manager.StartAsync(default);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, _systemd.Available);
    }

    [Fact]
    public async Task WhereNobodyAskedNothingIsSaid()
    {
        _environment.Remove("NOTIFY_SOCKET");
        using var manager = Manager(out _);
        await manager.StartAsync(default);
        _lifetime.Started();
        Assert.Equal(0, _systemd.Available);
    }

    [Fact]
    public async Task AManagerThatIsGoneDoesNoHarm()
    {
        _systemd.Dispose();
        File.Delete(_temp["notify"]);
        using var manager = Manager(out _);
        await manager.StartAsync(default);
        _lifetime.Started();
        Assert.True(_lifetime.ApplicationStarted.IsCancellationRequested);
    }

    [Fact]
    public async Task AManagerThatReadsNothingHoldsNothingUp()
    {
        _environment["WATCHDOG_USEC"] = "2000000";
        using var manager = Manager(out var pulse);
        await manager.StartAsync(default);
        // Far more than a datagram socket queues; a sender that waited would never come back.
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(pulse.IsAlive);
        Assert.Equal("WATCHDOG=1", Received());
    }

    private ServiceManager Manager(out Pulse pulse)
    {
        pulse = new Pulse(
            _database,
            new SchedulingOptions().CollectEvery,
            new JobFaults(),
            new JobRuns(_database, NodeSelf.Alone(), _time),
            _time,
            NullLogger<Pulse>.Instance
        );
        return new ServiceManager(
            pulse,
            _lifetime,
            _time,
            NullLogger<ServiceManager>.Instance,
            name => _environment.GetValueOrDefault(name)
        );
    }

    private string Received()
    {
        var buffer = new byte[100];
        return Encoding.ASCII.GetString(buffer, 0, _systemd.Receive(buffer));
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => _started.Token;
        public CancellationToken ApplicationStopping => _stopping.Token;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Started() => _started.Cancel();

        public void StopApplication() => _stopping.Cancel();

        public void Dispose()
        {
            _started.Dispose();
            _stopping.Dispose();
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;

namespace Monitor.EndToEnd.Tests;

/// <summary>One daemon on SQLite. It runs in the test, on a clock that can be turned.</summary>
public sealed class ClaimKillOnSqliteTests(BuiltProgram program) : ClaimKillTests(program)
{
    private readonly TurnedClock _clock = new();
    private MonitorHost _host = null!;

    internal override Database Database => _host.Services.GetRequiredService<Database>();

    internal override async Task StartAsync()
    {
        await File.WriteAllTextAsync(
            Temp["monitor.json"],
            System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    Storage = new { Directory = Temp["data"], Durability = "Normal" },
                    Collection,
                    Intake,
                    Scheduling,
                    Review,
                    Access,
                }
            )
        );
        var settings = SettingsCatalogue.Require(SettingsSource.Read(Temp["monitor.json"], new Dictionary<string, string?>()));
        _host = await MonitorHost.StartAsync(settings, _clock, _ => { }, Rules.Load(MonitorHost.RulesDirectory), CancellationToken.None);
    }

    internal override string SocketOf(int desk) => _host.Socket;

    internal override string[] WayOf(int desk) => ["--config", Temp["monitor.json"]];

    internal override Task TurnAsync(TimeSpan by)
    {
        _clock.Turn(by);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await base.DisposeAsync();
    }

    private sealed class TurnedClock : TimeProvider
    {
        private long _turned;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _turned));

        public void Turn(TimeSpan by) => Interlocked.Add(ref _turned, by.Ticks);
    }
}

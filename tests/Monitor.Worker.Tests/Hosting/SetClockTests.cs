using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Hosting;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Collection;

namespace Monitor.Worker.Tests.Hosting;

/// <summary>A daemon on a machine whose clock is set while it runs.</summary>
public sealed class SetClockTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private FeedSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await FeedSite.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _temp.Dispose();
    }

    [Theory]
    [InlineData(-26)]
    [InlineData(26)]
    public async Task ClockThatIsSetAndSetRightAgainStopsNoJob(int hours)
    {
        var clock = new SetClock();
        await using var host = await Daemon.StartHostAsync(
            _temp["data"],
            clock,
            ("Scheduling:CollectEvery", "00:00:01"),
            ("Collection:AllowedPrivateHosts:0", _site.Authority),
            ("Collection:PerHostInterval", "00:00:00"),
            ("Collection:MinInterval", "00:00:01")
        );
        _site.List("a", "1");
        using var admin = new DaemonClient(host.Socket);
        await admin.PostAsync<SourceAddAnswer>("/source", new SourceAddRequest("feed", _site.Feed("a"), null, null, "1s", null), default);
        await Eventually.TrueAsync(() => _site.Asked("/p/1") > 0, "the first page is read");

        clock.Set(TimeSpan.FromHours(hours));
        var before = _site.Asked("/a.xml");
        await Eventually.TrueAsync(() => _site.Asked("/a.xml") > before, "the feed is read on the clock that was set");
        // The scheduler alone counts what goes by; everybody else tells the time by the clock.
        var told = (await admin.GetAsync<StatusView>("/status", default)).Now - Clock.Machine.GetUtcNow();
        Assert.Equal(hours, Math.Round(told.TotalHours));

        clock.Set(TimeSpan.Zero);
        _site.List("a", "2", "1");
        await Eventually.TrueAsync(() => _site.Asked("/p/2") > 0, "a new page is read on the clock that was set right");
    }

    private sealed class SetClock : TimeProvider
    {
        private long _by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _by));

        public void Set(TimeSpan by) => Interlocked.Exchange(ref _by, by.Ticks);
    }
}

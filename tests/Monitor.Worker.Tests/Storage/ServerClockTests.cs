using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

/// <summary>The server's clock, between its answers and over whatever a machine's own clock does.</summary>
public sealed class ServerClockTests
{
    private readonly ManualTime _machine = new();
    private readonly DateTimeOffset _server = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private readonly ServerClock _clock;

    public ServerClockTests() => _clock = new ServerClock(_machine);

    [Fact]
    public void BeforeTheFirstAnswerTheMachinesClockIsAllThereIs()
    {
        Assert.Equal(_machine.GetUtcNow(), _clock.GetUtcNow());
        Assert.Null(_clock.MachineAhead);
    }

    [Fact]
    public void AnAnswerIsTheTimeAndTheCounterGoesOnFromThere()
    {
        Tell(_server, TimeSpan.FromMilliseconds(3));
        Assert.Equal(_server, _clock.GetUtcNow());
        _machine.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(_server + TimeSpan.FromMinutes(7), _clock.GetUtcNow());
    }

    [Fact]
    public void WhoeverSetsTheMachinesClockMovesNothing()
    {
        Tell(_server, TimeSpan.Zero);
        var ahead = _clock.MachineAhead!.Value;
        _machine.SetWallClock(_machine.GetUtcNow() + TimeSpan.FromMinutes(1));
        Assert.Equal(_server, _clock.GetUtcNow());
        Assert.Equal(ahead + TimeSpan.FromMinutes(1), _clock.MachineAhead);
    }

    [Fact]
    public void ASlowAnswerThatContradictsNothingMovesNothing()
    {
        Tell(_server, TimeSpan.Zero);
        // Asked at 0, answered at 900 ms: that the server says 400 fits what is known already.
        Tell(_server + TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(900));
        Assert.Equal(_server + TimeSpan.FromMilliseconds(900), _clock.GetUtcNow());
    }

    [Fact]
    public void AClockThatRanBehindIsBroughtForwardToTheAnswer()
    {
        Tell(_server, TimeSpan.Zero);
        // A machine that was suspended for an hour: its counter did not count.
        Tell(_server + TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(5));
        Assert.Equal(_server + TimeSpan.FromHours(1), _clock.GetUtcNow());
    }

    [Fact]
    public void AServerThatTookOverWithAnEarlierClockIsFollowed()
    {
        Tell(_server, TimeSpan.Zero);
        Tell(_server - TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(5));
        Assert.Equal(_server - TimeSpan.FromSeconds(2), _clock.GetUtcNow());
    }

    private void Tell(DateTimeOffset time, TimeSpan way)
    {
        var asked = _clock.GetTimestamp();
        _machine.Advance(way);
        _clock.Told(time, asked, _clock.GetTimestamp());
    }
}

namespace Monitor.Worker.Storage;

/// <summary>
/// The clock of the database's server. Several nodes write times into one database and compare them with each other's, so they all go by one clock,
/// and it does not matter what their own machines take the time to be.
/// </summary>
/// <remarks>
/// Every write transaction is told the server's time when it has its lock, and hands on when it asked and when the answer was there. Between two answers the
/// time is counted with the machine's steady counter, which nobody sets. An answer moves the clock only when the clock contradicts it: it cannot have been
/// later than the answer when the question left, nor earlier when the answer came. It is set so that it is behind the server by the way back and never ahead
/// of it: a wait that is measured by two nodes is rather a moment too long than too short.
/// </remarks>
/// <param name="machine">Counts, and tells the time until the server has been asked.</param>
internal sealed class ServerClock(TimeProvider machine) : TimeProvider
{
    private readonly Lock _lock = new();
    private volatile Anchor? _anchor;

    /// <summary>How far the machine's own clock is ahead of the server's; null before the first answer.</summary>
    public TimeSpan? MachineAhead => _anchor is null ? null : machine.GetUtcNow() - GetUtcNow();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _anchor is { } anchor ? At(anchor, GetTimestamp()) : machine.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes an answer of the server's.</summary>
    /// <param name="server">The time that it told.</param>
    /// <param name="asked">This clock's counter before the question left.</param>
    /// <param name="answered">This clock's counter when the answer was there.</param>
    public void Told(DateTimeOffset server, long asked, long answered)
    {
        lock (_lock)
        {
            if (_anchor is not { } anchor || At(anchor, asked) > server || At(anchor, answered) < server)
            {
                _anchor = new Anchor(server, answered);
            }
        }
    }

    private DateTimeOffset At(Anchor anchor, long timestamp) => anchor.Time + machine.GetElapsedTime(anchor.Timestamp, timestamp);

    private sealed record Anchor(DateTimeOffset Time, long Timestamp);
}

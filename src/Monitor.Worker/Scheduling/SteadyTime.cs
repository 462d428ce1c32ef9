namespace Monitor.Worker.Scheduling;

/// <summary>A clock that shows what another one showed at the beginning and the time that has really gone by since: it goes on when that one is set.</summary>
/// <remarks>
/// For what waits within one process. A scheduler that plans its next round by a clock that is then set back by a day stands still for a day; one that
/// counts what has gone by does not notice. What is due is still told by the clock itself, in the store.
/// </remarks>
internal sealed class SteadyTime(TimeProvider time) : TimeProvider
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => time.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _began + time.GetElapsedTime(_start);

    /// <inheritdoc />
    public override long GetTimestamp() => time.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}

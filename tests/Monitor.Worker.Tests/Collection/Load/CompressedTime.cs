using Monitor.Worker.Hosting;

namespace Monitor.Worker.Tests.Collection.Load;

/// <summary>A clock that runs faster than the machine's: waits, deadlines and timers are shortened alike, work is not.</summary>
internal sealed class CompressedTime(DateTimeOffset start, int factor) : TimeProvider
{
    private readonly TimeProvider _machine = Clock.Machine;
    private readonly long _began = Clock.Machine.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => _machine.GetElapsedTime(_began).Ticks * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(_machine.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)), this);

    private TimeSpan Shorter(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero
            ? span
            // The machine's timers know whole milliseconds: one more is late, one less would fire before the time.
            : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / factor));

    private sealed class Timer(ITimer inner, CompressedTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Shorter(dueTime), time.Shorter(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

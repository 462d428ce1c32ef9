using Microsoft.Extensions.Logging;
using Monitor.Worker.Metrics;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection;

/// <summary>
/// How many sources are worked at once: as many as configured while the store keeps up, half as many each second while its writes take too long,
/// twice as many every five seconds once they do not. What is not claimed stays due, so nothing is lost by waiting.
/// </summary>
/// <remarks>Collection brings the work and is the only part that can bring less; persons at the queue cannot be asked to.</remarks>
internal sealed class Brake(Database database, CollectionOptions options, TimeProvider time, ILogger<Brake> log)
{
    private static readonly TimeSpan Halves = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Doubles = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private int _halvings;
    private long _changed = time.GetTimestamp();

    /// <summary>How many sources may be worked at once at present.</summary>
    public int Workers => Math.Max(1, options.Workers >> Volatile.Read(ref _halvings));

    /// <summary>Whether collection is slower than configured because of the store.</summary>
    public bool IsOn => Volatile.Read(ref _halvings) > 0;

    /// <summary>Looks at the store and says how many sources may be worked at once from now on.</summary>
    public int Look()
    {
        var latency = database.Pressure.Latency;
        lock (_lock)
        {
            var since = time.GetElapsedTime(_changed);
            if (latency > options.SlowWrite && since >= Halves && Workers > 1)
            {
                Change(1);
                log.LogWarning(
                    "The store is slow: a write takes {Seconds:0.0} s. At most {Workers} of {Configured} sources are worked at once",
                    latency.TotalSeconds,
                    Workers,
                    options.Workers
                );
            }
            else if (latency < options.SlowWrite / 2 && since >= Doubles && IsOn)
            {
                Change(-1);
                if (!IsOn)
                {
                    log.LogInformation("The store keeps up again: {Workers} sources are worked at once", Workers);
                }
            }

            return Workers;
        }
    }

    private void Change(int halvings)
    {
        Volatile.Write(ref _halvings, _halvings + halvings);
        _changed = time.GetTimestamp();
        Measures.BrakeChanges.Add(1, new KeyValuePair<string, object?>("to", halvings > 0 ? "slower" : "faster"));
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Storage;

/// <summary>How long writes take from being asked for to being kept: by this whoever brings work learns to bring less.</summary>
internal sealed class StorePressure
{
    // The newest write counts for a fifth: a single slow one is no trouble, a handful in a row is.
    private const double Newest = 0.2;

    private readonly ConcurrentDictionary<PendingWrite, bool> _waiting = new();
    private long _smoothed;

    /// <summary>Writes that are asked for and not kept yet.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>What a write takes at present; while one has waited for longer than that, so long.</summary>
    public TimeSpan Latency
    {
        get
        {
            var smoothed = TimeSpan.FromTicks(Interlocked.Read(ref _smoothed));
            var oldest = _waiting.Keys.Select(write => Stopwatch.GetElapsedTime(write.AskedAt)).DefaultIfEmpty().Max();
            return oldest > smoothed ? oldest : smoothed;
        }
    }

    /// <summary>A write was asked for.</summary>
    public void Asked(PendingWrite write) => _waiting[write] = true;

    /// <summary>A write ended, however it did.</summary>
    public void Ended(PendingWrite write)
    {
        if (!_waiting.TryRemove(write, out _))
        {
            return;
        }

        var took = Stopwatch.GetElapsedTime(write.AskedAt);
        Measures.WriteDuration.Record(took.TotalSeconds);
        // A lost update between two that end at once is of no account: the next ones say the same.
        var before = Interlocked.Read(ref _smoothed);
        Interlocked.Exchange(ref _smoothed, before + (long)((took.Ticks - before) * Newest));
    }
}

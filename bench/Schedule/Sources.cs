using Monitor.Worker.Collection;

namespace Monitor.Bench.Schedule;

/// <summary>The sources of one simulation as columns: millions of rows do not fit as objects.</summary>
internal sealed class Sources
{
    private readonly CollectionOptions _options;
    private readonly Timetable _timetable;
    private readonly float[] _postsPerDay;
    private readonly long[] _beat;
    private readonly long[] _next;

    public Sources(int count, CollectionOptions options, Timetable timetable)
    {
        (_options, _timetable) = (options, timetable);
        (_postsPerDay, _beat, _next) = (new float[count], new long[count], new long[count]);
    }

    /// <summary>When a source is due, in ticks.</summary>
    public ref long Next(int source) => ref _next[source];

    /// <summary>What its account publishes in a day.</summary>
    public ref float PostsPerDay(int source) => ref _postsPerDay[source];

    /// <summary>Plans the next check by the product's own timetable, as the collector does after a check that went well.</summary>
    public void Plan(int source, DateTimeOffset now)
    {
        // What the dates of a feed's entries say of its rhythm.
        var gap = TimeSpan.FromDays(1) / Math.Max(0.01, _postsPerDay[source]);
        var said = Said.Nothing with { Oldest = now - (gap * 20), Listed = 20 };
        var row = new Source
        {
            Adaptive = 1,
            EveryMs = (long)_options.DefaultInterval.TotalMilliseconds,
            BeatAt = _beat[source] == 0 ? null : new DateTimeOffset(_beat[source], TimeSpan.Zero),
            NextCheckAt = new DateTimeOffset(_next[source], TimeSpan.Zero),
        };
        _next[source] = _beat[source] = _timetable.NextAfter(row, said, now).UtcTicks;
    }
}

/// <summary>What one platform came to.</summary>
internal sealed class PlatformTally
{
    /// <summary>Requests that were made.</summary>
    public long Requests { get; set; }

    /// <summary>New posts that they brought.</summary>
    public double Posts { get; set; }

    /// <summary>How late each check began, behind the beat that was planned for it.</summary>
    public List<float> LateSeconds { get; } = [];

    /// <summary>The shortest time between the end of one request to a host and the next.</summary>
    public TimeSpan Closest { get; set; } = TimeSpan.MaxValue;
}

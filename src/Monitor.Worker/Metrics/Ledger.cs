using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Monitor.Worker.Metrics;

/// <summary>Adds up what <see cref="Measures"/> reports, from the moment it is made. Safe from many threads; adding takes no lock.</summary>
internal sealed class Ledger : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), Tally> _tallies = new();

    public Ledger()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Measures.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Of(instrument, tags, []).Add(value));
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) =>
                Of(instrument, tags, ((Histogram<double>)instrument).Advice?.HistogramBucketBoundaries ?? []).Add(value)
        );
        _listener.Start();
    }

    /// <summary>The tallies of one family, ordered by their labels.</summary>
    public IEnumerable<(string Labels, Tally Tally)> Of(Family family) =>
        _tallies
            .Where(entry => entry.Key.Name == family.Name)
            .OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal)
            .Select(entry => (entry.Key.Labels, entry.Value));

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private Tally Of(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags, IReadOnlyList<double> bounds) =>
        _tallies.GetOrAdd((instrument.Name, OpenMetricsText.Labels(tags)), static (_, bounds) => new Tally(bounds), bounds);
}

/// <summary>The sum and the distribution of what was measured.</summary>
/// <param name="bounds">Upper bounds, included; none for a counter.</param>
internal sealed class Tally(IReadOnlyList<double> bounds)
{
    private readonly long[] _counts = new long[bounds.Count + 1];
    private long _sumBits;

    /// <summary>The upper bounds.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    /// <summary>What was added up.</summary>
    public double Sum => BitConverter.Int64BitsToDouble(Interlocked.Read(ref _sumBits));

    /// <summary>How many measurements lie at or below each bound, the last entry being all of them.</summary>
    public IReadOnlyList<long> Cumulative
    {
        get
        {
            var total = 0L;
            var cumulative = new long[_counts.Length];
            for (var i = 0; i < _counts.Length; i++)
            {
                cumulative[i] = total += Interlocked.Read(ref _counts[i]);
            }

            return cumulative;
        }
    }

    /// <summary>Adds one measurement.</summary>
    public void Add(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        long seen;
        do
        {
            seen = Interlocked.Read(ref _sumBits);
        } while (
            Interlocked.CompareExchange(ref _sumBits, BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value), seen)
            != seen
        );
    }
}

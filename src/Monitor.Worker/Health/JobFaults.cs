using System.Collections.Concurrent;

namespace Monitor.Worker.Health;

/// <summary>Which jobs ended in a fault at their last run, and how often in a row.</summary>
internal sealed class JobFaults
{
    private readonly ConcurrentDictionary<string, int> _inARow = new(StringComparer.Ordinal);

    /// <summary>The jobs by name, with how often they failed in a row.</summary>
    public IReadOnlyDictionary<string, int> Now => _inARow;

    /// <summary>Takes note of how a run ended.</summary>
    public void Ended(string job, bool failed)
    {
        if (failed)
        {
            _inARow.AddOrUpdate(job, 1, (_, times) => times + 1);
        }
        else
        {
            _inARow.TryRemove(job, out _);
        }
    }
}

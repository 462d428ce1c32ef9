namespace Monitor.Worker.Logging;

/// <summary>The last lines of the log, for the support bundle: where they went after standard error is the system's affair.</summary>
internal sealed class RecentLines
{
    private const int Most = 500;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(Most);

    /// <summary>Keeps one more.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            if (_lines.Count == Most)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<string> Now()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }
}

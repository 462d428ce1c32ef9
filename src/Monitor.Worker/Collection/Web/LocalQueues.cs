namespace Monitor.Worker.Collection.Web;

/// <summary>One queue for each host inside this process; a queue exists only while somebody stands in it.</summary>
internal sealed class LocalQueues(int places)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue> _queues = [];

    /// <summary>Waits for a place; false when none came free in time. After true, <see cref="Leave"/> must follow.</summary>
    public async Task<bool> EnterAsync(string host, TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        Queue queue;
        lock (_lock)
        {
            if (!_queues.TryGetValue(host, out queue!))
            {
                queue = new Queue(new SemaphoreSlim(places, places));
                _queues.Add(host, queue);
            }

            queue.Standing++;
        }

        // A free place is taken at once, also by a caller with no patience at all.
        var entered = queue.Places.Wait(0, CancellationToken.None);
        if (entered)
        {
            return true;
        }

        try
        {
            using var patience = new CancellationTokenSource(longest, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            try
            {
                await queue.Places.WaitAsync(either.Token);
                entered = true;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Waited long enough: the caller is told by the result.
            }

            return entered;
        }
        finally
        {
            if (!entered)
            {
                GoAway(host, queue);
            }
        }
    }

    /// <summary>Frees the place taken by <see cref="EnterAsync"/>.</summary>
    public void Leave(string host)
    {
        Queue queue;
        lock (_lock)
        {
            queue = _queues[host];
        }

        queue.Places.Release();
        GoAway(host, queue);
    }

    private void GoAway(string host, Queue queue)
    {
        lock (_lock)
        {
            queue.Standing--;
            if (queue.Standing == 0)
            {
                _queues.Remove(host);
            }
        }
    }

    private sealed class Queue(SemaphoreSlim places)
    {
        public SemaphoreSlim Places { get; } = places;
        public int Standing { get; set; }
    }
}

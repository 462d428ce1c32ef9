using System.Diagnostics;

namespace Monitor.Worker.Storage;

/// <summary>
/// The writes of this process that wait for the one write lock. Those that wait together are kept together: one transaction, each write in a
/// savepoint of its own, one commit. What the disk takes for a commit is so shared by all, and nobody is told "kept" before it is.
/// </summary>
/// <remarks>
/// Group commit: D. J. DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984, section 5.2. A write that throws is rolled
/// back to its savepoint and leaves nothing, as if it had been alone. When the transaction itself breaks, each of its writes is run again by itself.
/// Writes that a person waits for go before those that nobody waits for.
/// </remarks>
internal sealed class WriteQueue
{
    // Enough to share a commit among many, few enough that the first of them does not wait long for the last.
    private const int MostTogether = 64;
    private static readonly TimeSpan LongestTogether = TimeSpan.FromMilliseconds(25);

    private readonly Lock _lock = new();
    private readonly Queue<PendingWrite> _prompt = new();
    private readonly Queue<PendingWrite> _patient = new();
    private readonly IGroupStore _store;
    private readonly SemaphoreSlim _alone = new(1, 1);
    private bool _working;

    /// <summary>Names the store; does nothing yet.</summary>
    public WriteQueue(IGroupStore store) => _store = store;

    /// <summary>How long writes take here.</summary>
    public StorePressure Pressure { get; } = new();

    /// <summary>Puts a write into the queue; ends when it is kept, or as its work ended.</summary>
    /// <param name="work">What is done inside the transaction.</param>
    /// <param name="patient">Nobody waits for it.</param>
    /// <param name="ct">Cancels; once its commit is under way, no more.</param>
    public async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, bool patient, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var write = new PendingWrite<T>(work, ct);
        Pressure.Asked(write);
        try
        {
            lock (_lock)
            {
                (patient ? _patient : _prompt).Enqueue(write);
                if (!_working)
                {
                    _working = true;
                    // On its own, whoever asked first: a caller that is cancelled must not take the others along.
                    using (ExecutionContext.SuppressFlow())
                    {
                        _ = Task.Run(WorkAsync, CancellationToken.None);
                    }
                }
            }

            await using (ct.UnsafeRegister(static state => ((PendingWrite)state!).TryCancel(), write))
            {
                return await write.Told;
            }
        }
        finally
        {
            Pressure.Ended(write);
        }
    }

    /// <summary>Runs work while no write of this process is under way.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task WorkAsync()
    {
        while (HasWork())
        {
            await _alone.WaitAsync();
            try
            {
                await TogetherAsync();
            }
            finally
            {
                _alone.Release();
            }
        }
    }

    private bool HasWork()
    {
        lock (_lock)
        {
            return _working = _prompt.Count + _patient.Count > 0;
        }
    }

    private PendingWrite? Next()
    {
        lock (_lock)
        {
            while (_prompt.TryDequeue(out var write) || _patient.TryDequeue(out write))
            {
                if (write.TryTake())
                {
                    return write;
                }
            }

            return null;
        }
    }

    // Throws nothing: whatever happens is told to those whose writes they are.
    private async Task TogetherAsync()
    {
        var writes = new List<PendingWrite>();
        try
        {
            await using var group = await _store.BeginAsync();
            var started = Stopwatch.GetTimestamp();
            while (writes.Count < MostTogether && Stopwatch.GetElapsedTime(started) < LongestTogether && Next() is { } write)
            {
                writes.Add(write);
                await group.TryAsync(write);
            }

            if (writes.Count > 0)
            {
                await group.CommitAsync();
            }
        }
        catch (Exception exception)
        {
            // Nothing of the group was kept. Whose fault it was shows when each goes by itself.
            if (writes.Count == 0 && Next() is { } first)
            {
                writes.Add(first);
            }

            foreach (var write in writes)
            {
                await _store.AloneAsync(write, exception);
            }
        }

        writes.ForEach(write => write.Tell());
    }
}

/// <summary>One kind of database, as the queue of writes needs it.</summary>
internal interface IGroupStore
{
    /// <summary>Takes the write lock.</summary>
    Task<IWriteGroup> BeginAsync();

    /// <summary>Runs one write in a transaction of its own and remembers how it ended; throws nothing.</summary>
    /// <param name="write">The write.</param>
    /// <param name="broken">Why the group that it was in, or was to begin, came to nothing.</param>
    Task AloneAsync(PendingWrite write, Exception broken);
}

/// <summary>One transaction that holds the write lock.</summary>
internal interface IWriteGroup : IAsyncDisposable
{
    /// <summary>Runs one write in a savepoint; when its work throws, nothing of it stays. Throws when the transaction is broken.</summary>
    Task TryAsync(PendingWrite write);

    /// <summary>Keeps everything; when it throws, nothing was kept.</summary>
    Task CommitAsync();
}

/// <summary>A write that waits, runs, and is told how it ended.</summary>
internal abstract class PendingWrite(CancellationToken token)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private int _state;

    /// <summary>Cancels the work.</summary>
    public CancellationToken Token => token;

    /// <summary>When it was asked for, by <see cref="Stopwatch"/>.</summary>
    public long AskedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>How the last attempt failed; null when it did not.</summary>
    public Exception? Fault { get; protected set; }

    /// <summary>Whether it still waits; from now on it does not.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives up waiting.</summary>
    public void TryCancel()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
        {
            Cancel();
        }
    }

    /// <summary>Runs the work and remembers how it ended; what it throws is <see cref="Fault"/>.</summary>
    public abstract Task AttemptAsync(Session session);

    /// <summary>It could not even be begun, or not be kept.</summary>
    public void Fail(Exception fault) => Fault = fault;

    /// <summary>Tells whoever asked.</summary>
    public abstract void Tell();

    private protected abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(Func<Session, Task<T>> work, CancellationToken token) : PendingWrite(token)
{
    private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What is logged by the work is logged as by whoever asked.
    private readonly ExecutionContext? _asker = ExecutionContext.Capture();
    private T _result = default!;

    /// <summary>How it ended.</summary>
    public Task<T> Told => _told.Task;

    /// <inheritdoc/>
    public override async Task AttemptAsync(Session session)
    {
        Fault = null;
        try
        {
            Token.ThrowIfCancellationRequested();
            var running = Task.FromResult(_result);
            if (_asker is null)
            {
                running = work(session);
            }
            else
            {
                ExecutionContext.Run(_asker, _ => running = work(session), null);
            }

            _result = await running;
        }
        catch (Exception exception)
        {
            Fault = exception;
        }
    }

    /// <inheritdoc/>
    public override void Tell()
    {
        switch (Fault)
        {
            case null:
                _told.SetResult(_result);
                break;
            case OperationCanceledException when Token.IsCancellationRequested:
                _told.SetCanceled(Token);
                break;
            default:
                _told.SetException(Fault);
                break;
        }
    }

    private protected override void Cancel() => _told.SetCanceled(Token);
}

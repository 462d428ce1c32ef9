using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

/// <summary>How writes that wait together are kept together; over a store that only remembers what it was asked.</summary>
public sealed class WriteQueueTests
{
    private readonly RecordingStore _store = new();
    private readonly WriteQueue _queue;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteQueueTests() => _queue = new WriteQueue(_store);

    [Fact]
    public async Task WritesThatWaitTogetherAreKeptByOneCommit()
    {
        var first = await HoldAsync();
        var others = Enumerable.Range(1, 20).Select(i => Write($"{i}")).ToList();
        _open.SetResult();
        await first;
        await Task.WhenAll(others);
        // The one that was held took longer than a group may; the twenty that waited behind it are one more.
        Assert.Equal(2, _store.Commits);
        Assert.Equal(["held", .. Enumerable.Range(1, 20).Select(i => $"{i}")], _store.Ran);
    }

    [Fact]
    public async Task NobodyIsToldThatAWriteIsKeptBeforeItsCommit()
    {
        var first = await HoldAsync();
        _store.Committing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Write("1");
        _open.SetResult();
        await Eventually.TrueAsync(() => _store.IsCommitting, "the commit is under way");
        Assert.False(first.IsCompleted || second.IsCompleted);
        _store.Committing.SetResult();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task WriteThatThrowsIsTakenBackAloneAndItsCallerIsTold()
    {
        var first = await HoldAsync();
        var bad = Write("bad", new InvalidOperationException("by the test"));
        var good = Write("good");
        _open.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Task.WhenAll(first, good);
        Assert.Equal(["bad"], _store.TakenBack);
    }

    [Fact]
    public async Task WhenTheCommitBreaksEachWriteIsRunAgainByItself()
    {
        var first = await HoldAsync();
        var others = Enumerable.Range(1, 3).Select(i => Write($"{i}")).ToList();
        _store.BreakCommits = true;
        _open.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(["held", "1", "2", "3"], _store.Alone);
    }

    [Fact]
    public async Task WriteThatAPersonWaitsForGoesBeforeThoseThatNobodyWaitsFor()
    {
        var first = await HoldAsync();
        var patient = Enumerable.Range(1, 5).Select(i => Write($"patient {i}", patient: true)).ToList();
        var prompt = Write("prompt");
        _open.SetResult();
        await Task.WhenAll([first, .. patient, prompt]);
        Assert.Equal("prompt", _store.Ran[1]);
    }

    [Fact]
    public async Task WriteThatIsGivenUpWhileItWaitsIsNeverRun()
    {
        var first = await HoldAsync();
        using var stop = new CancellationTokenSource();
        var given = Write("given up", ct: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _open.SetResult();
        await first;
        await Write("last");
        Assert.DoesNotContain("given up", _store.Ran);
    }

    [Fact]
    public async Task WriteThatWaitsTellsByItsAgeThatTheStoreIsSlow()
    {
        var first = await HoldAsync();
        await Eventually.TrueAsync(() => _queue.Pressure.Latency > TimeSpan.FromMilliseconds(50), "the wait shows before it is over");
        Assert.Equal(1, _queue.Pressure.Waiting);
        _open.SetResult();
        await first;
        Assert.Equal(0, _queue.Pressure.Waiting);
    }

    // A write that is under way and does not end.
    private async Task<Task> HoldAsync()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = _queue.WriteAsync(
            async _ =>
            {
                _store.Note("held");
                begun.TrySetResult();
                await _open.Task;
                await Task.Delay(TimeSpan.FromMilliseconds(30));
                return true;
            },
            patient: false,
            default
        );
        await begun.Task;
        return held;
    }

    private Task Write(string name, Exception? fault = null, bool patient = false, CancellationToken ct = default) =>
        _queue.WriteAsync(
            _ =>
            {
                _store.Note(name);
                return fault is null ? Task.FromResult(true) : throw fault;
            },
            patient,
            ct
        );

    private sealed class RecordingStore : IGroupStore
    {
        private readonly List<string> _ran = [];

        public IReadOnlyList<string> Ran => _ran;
        public List<string> TakenBack { get; } = [];
        public List<string> Alone { get; } = [];
        public int Commits { get; private set; }
        public bool BreakCommits { get; set; }
        public bool IsCommitting { get; private set; }
        public TaskCompletionSource? Committing { get; set; }

        public void Note(string name) => _ran.Add(name);

        public Task<IWriteGroup> BeginAsync() => Task.FromResult<IWriteGroup>(new Group(this));

        public async Task AloneAsync(PendingWrite write, Exception broken)
        {
            await write.AttemptAsync(new Session(StorageProvider.Sqlite, null!, null!, write.Token));
            Alone.Add(_ran[^1]);
        }

        private sealed class Group(RecordingStore store) : IWriteGroup
        {
            public async Task TryAsync(PendingWrite write)
            {
                await write.AttemptAsync(new Session(StorageProvider.Sqlite, null!, null!, write.Token));
                if (write.Fault is not null)
                {
                    store.TakenBack.Add(store._ran[^1]);
                }
            }

            public async Task CommitAsync()
            {
                store.IsCommitting = true;
                if (store.Committing is { } held)
                {
                    await held.Task;
                }

                store.Commits++;
                if (store.BreakCommits)
                {
                    throw new IOException("the disk is gone");
                }
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

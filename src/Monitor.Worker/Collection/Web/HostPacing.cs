using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection.Web;

/// <summary>The right to send one request to a host now.</summary>
/// <param name="Id">The row that holds it.</param>
/// <param name="Host">The host and, away from the default ports, its port.</param>
internal sealed record HostTurn(string Id, string Host);

/// <summary>What came of asking for a turn: the turn, or how long the host is not to be asked.</summary>
internal sealed record HostTurnOrWait(HostTurn? Turn, TimeSpan Wait);

/// <summary>Spaces the requests to each host across workers and processes by rows in the database.</summary>
/// <remarks>
/// The interval is counted from the end of one request to the start of the next. Counted from start to start it would be broken at the
/// server: a first request that needs a connection arrives late, and the next one, on an open connection, arrives too soon after it.
/// A turn has an expiry, longer than any request may take, so that a process that was killed does not block its hosts.
/// </remarks>
internal sealed class HostPacing(Database database, CollectionOptions options, TimeProvider time)
{
    private const string InsertHost = """
        INSERT INTO host_pace (host, taken_at, next_at, rested_at, rest_until) VALUES (@Host, 0, 0, 0, 0)
        ON CONFLICT (host) DO NOTHING
        """;

    // A write before any read: where rows are locked one by one, this is the lock that makes the rest of the transaction one step.
    private const string LockHost = "UPDATE host_pace SET host = host WHERE host = @Host";

    private const string SelectPace = "SELECT taken_at, next_at, rested_at, rest_until FROM host_pace WHERE host = @Host";

    // An expiry further off than a lease reaches was written by a clock that has since been moved back.
    private const string DeleteLapsedTurns = "DELETE FROM host_turn WHERE host = @Host AND (expires_at <= @Now OR expires_at > @Latest)";

    private const string SelectTurns =
        "SELECT COUNT(*) AS turns, COALESCE(MIN(expires_at), 0) AS first_expiry FROM host_turn WHERE host = @Host";

    private const string InsertTurn = "INSERT INTO host_turn (id, host, expires_at) VALUES (@Id, @Host, @Expires)";

    private const string TakePace = "UPDATE host_pace SET taken_at = @Now, next_at = @Next WHERE host = @Host";

    private const string DeleteTurn = "DELETE FROM host_turn WHERE id = @Id";

    private const string RestHost = "UPDATE host_pace SET rested_at = @Now, rest_until = @Until WHERE host = @Host";

    private const string ForgetHosts = """
        DELETE FROM host_pace WHERE next_at < @Before AND rest_until < @Before
        AND NOT EXISTS (SELECT 1 FROM host_turn WHERE host_turn.host = host_pace.host)
        """;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(2);
    private const int ForgetEvery = 1000;

    private readonly LocalQueues _queues = new(options.PerHostConcurrency);
    private int _taken;

    // Longer than a request can last, with room for a slow commit: a lapsed turn must mean a dead owner.
    private TimeSpan Lease => options.Deadline + TimeSpan.FromMinutes(1);

    /// <summary>Waits for a turn at <paramref name="host"/>, up to <see cref="CollectionOptions.MaxTurnWait"/>; a host that rests for longer is not waited for.</summary>
    public async Task<HostTurnOrWait> TakeAsync(string host, TimeSpan interval, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        // Workers of one process queue here in the order they came, instead of asking the database in turn.
        if (!await _queues.EnterAsync(host, options.MaxTurnWait, time, ct))
        {
            return new HostTurnOrWait(Turn: null, interval > Poll ? interval : Poll);
        }

        var kept = false;
        try
        {
            while (true)
            {
                var result = await database.WriteAsync(session => TryTakeAsync(session, host, interval), ct);
                var left = options.MaxTurnWait - time.GetElapsedTime(start);
                if (result.Turn is not null || result.Wait > left)
                {
                    kept = result.Turn is not null;
                    return result;
                }

                await Task.Delay(result.Wait, time, ct);
            }
        }
        finally
        {
            if (!kept)
            {
                _queues.Leave(host);
            }
        }
    }

    /// <summary>Gives a turn back: the next one starts an interval from now, or after the rest that the host asked for.</summary>
    public async Task DoneAsync(HostTurn turn, TimeSpan interval, TimeSpan? rest)
    {
        try
        {
            // Not cancellable: a stop in between must not leave the host blocked until the turn lapses, or its rest forgotten.
            await database.WriteAsync(session => GiveBackAsync(session, turn, interval, rest), CancellationToken.None);
        }
        finally
        {
            _queues.Leave(turn.Host);
        }
    }

    /// <summary>
    /// Gives back every turn. Only for the start of a daemon that is alone on its store: a request that was under way when an earlier one
    /// was killed has ended with it. What each host is owed in time stays.
    /// </summary>
    public Task<int> ReleaseAllAsync(CancellationToken ct) =>
        database.WriteAsync(session => session.ExecuteAsync("DELETE FROM host_turn"), ct);

    private async Task<HostTurnOrWait> TryTakeAsync(Session session, string host, TimeSpan interval)
    {
        var now = time.GetUtcNow();
        await session.ExecuteAsync(InsertHost, new { Host = host });
        await session.ExecuteAsync(LockHost, new { Host = host });
        var pace = (await session.FirstOrDefaultAsync<Pace>(SelectPace, new { Host = host }))!;
        var wait = Longer(Left(pace.NextAt, pace.TakenAt, now), Left(pace.RestUntil, pace.RestedAt, now));
        if (wait > TimeSpan.Zero)
        {
            return new HostTurnOrWait(Turn: null, wait);
        }

        await session.ExecuteAsync(
            DeleteLapsedTurns,
            new
            {
                Host = host,
                Now = now,
                Latest = now + Lease + TimeSpan.FromMinutes(1),
            }
        );
        var busy = (await session.FirstOrDefaultAsync<Busy>(SelectTurns, new { Host = host }))!;
        if (busy.Turns >= options.PerHostConcurrency)
        {
            // Another process holds the turns; how soon it gives one back cannot be known from here.
            var lapse = busy.FirstExpiry - now;
            return new HostTurnOrWait(Turn: null, lapse < Poll ? Longer(lapse, TimeSpan.FromMilliseconds(1)) : Poll);
        }

        var turn = new HostTurn(Guid.NewGuid().ToString("N"), host);
        await session.ExecuteAsync(
            InsertTurn,
            new
            {
                turn.Id,
                turn.Host,
                Expires = now + Lease,
            }
        );
        await session.ExecuteAsync(
            TakePace,
            new
            {
                Host = host,
                Now = now,
                Next = now + interval,
            }
        );
        if (Interlocked.Increment(ref _taken) % ForgetEvery == 0)
        {
            await session.ExecuteAsync(ForgetHosts, new { Before = now - ForgetAfter });
        }

        return new HostTurnOrWait(turn, TimeSpan.Zero);
    }

    private async Task GiveBackAsync(Session session, HostTurn turn, TimeSpan interval, TimeSpan? rest)
    {
        var now = time.GetUtcNow();
        await session.ExecuteAsync(LockHost, new { turn.Host });
        await session.ExecuteAsync(DeleteTurn, new { turn.Id });
        await session.ExecuteAsync(
            TakePace,
            new
            {
                turn.Host,
                Now = now,
                Next = now + interval,
            }
        );
        if (rest is { } pause)
        {
            await session.ExecuteAsync(
                RestHost,
                new
                {
                    turn.Host,
                    Now = now,
                    Until = now + pause,
                }
            );
        }
    }

    /// <summary>What is left of a wait that was set at one moment until another; when the clock has been moved back since, all of it and no more.</summary>
    private static TimeSpan Left(DateTimeOffset until, DateTimeOffset set, DateTimeOffset now) => until - (set > now ? set : now);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class Pace
    {
        public DateTimeOffset TakenAt { get; init; }
        public DateTimeOffset NextAt { get; init; }
        public DateTimeOffset RestedAt { get; init; }
        public DateTimeOffset RestUntil { get; init; }
    }

    private sealed class Busy
    {
        public long Turns { get; init; }
        public DateTimeOffset FirstExpiry { get; init; }
    }
}

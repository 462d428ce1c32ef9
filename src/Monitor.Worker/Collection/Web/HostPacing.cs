using Monitor.Worker.Nodes;
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
internal sealed class HostPacing(Database database, CollectionOptions options, TimeProvider time, NodeSelf? self = null)
{
    private const string InsertHost = """
        INSERT INTO host_pace (host, taken_at, next_at, rested_at, rest_until) VALUES (@Host, 0, 0, 0, 0)
        ON CONFLICT (host) DO NOTHING
        """;

    // A write before any read: where rows are locked one by one, this is the lock that makes the rest of the transaction one step. What the time is, is asked
    // after it: whoever waited for the row would otherwise compare with a moment that has passed.
    private const string LockHost = "UPDATE host_pace SET host = host WHERE host = @Host";

    private const string SelectPace = "SELECT taken_at, next_at, rested_at, rest_until, pause FROM host_pace WHERE host = @Host";

    // An expiry further off than a lease reaches was written by a clock that has since been moved back.
    private const string DeleteLapsedTurns = "DELETE FROM host_turn WHERE host = @Host AND (expires_at <= @Now OR expires_at > @Latest)";

    private const string SelectTurns =
        "SELECT COUNT(*) AS turns, COALESCE(MIN(expires_at), 0) AS first_expiry FROM host_turn WHERE host = @Host";

    private const string InsertTurn = "INSERT INTO host_turn (id, host, expires_at, owner) VALUES (@Id, @Host, @Expires, @Owner)";

    private const string TakePace = "UPDATE host_pace SET taken_at = @Now, next_at = @Next, pause = @Pause WHERE host = @Host";

    private const string DeleteTurn = "DELETE FROM host_turn WHERE id = @Id";

    // Whoever had the turn died with its request, and when that was nobody knows: now at the latest, and the interval is counted from there.
    private const string OweAgain = """
        UPDATE host_pace SET taken_at = @Now, next_at = @Now + (next_at - taken_at)
        WHERE next_at > taken_at AND host IN (SELECT host FROM host_turn WHERE owner = @Owner OR @All = 1)
        """;

    private const string DeleteTurnsOf = "DELETE FROM host_turn WHERE owner = @Owner OR @All = 1";

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

    // Longer than a request can last, with room for a slow commit: a lapsed turn must mean a dead owner. Each turn adds its own interval, which the host is owed
    // after a request that was cut off at its very end.
    private TimeSpan Lease => options.Deadline + TimeSpan.FromMinutes(1);

    private readonly string? _owner = self?.Owner;

    /// <summary>Waits for a turn at <paramref name="host"/>, up to <see cref="CollectionOptions.MaxTurnWait"/>; a host that rests for longer is not waited for.</summary>
    /// <param name="host">The host, with its port where that is none of the default ones.</param>
    /// <param name="interval">What the host is owed after this request.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <param name="blind">The interval is only a guess, for the site's own wish is not read yet: no less is owed than last time.</param>
    public async Task<HostTurnOrWait> TakeAsync(string host, TimeSpan interval, CancellationToken ct, bool blind = false)
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
            if (Interlocked.Increment(ref _taken) % ForgetEvery == 0)
            {
                // Many rows at once: not beside others that hold one and wait for the next.
                await database.WriteAsync(
                    session => session.ExecuteAsync(ForgetHosts, new { Before = time.GetUtcNow() - ForgetAfter }),
                    ct
                );
            }

            while (true)
            {
                var result = await database.WriteOwnAsync(session => TryTakeAsync(session, host, interval, blind), ct);
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
    public async Task DoneAsync(HostTurn turn, TimeSpan interval, TimeSpan? rest, bool blind = false)
    {
        try
        {
            // Not cancellable: a stop in between must not leave the host blocked until the turn lapses, or its rest forgotten.
            await database.WriteOwnAsync(session => GiveBackAsync(session, turn, interval, rest, blind), CancellationToken.None);
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
    public Task<int> ReleaseAllAsync(CancellationToken ct) => ReleaseAsync("", all: true, ct);

    /// <summary>Gives back the turns of one owner that is known to be dead, on the same terms.</summary>
    public Task<int> ReleaseAsync(string owner, CancellationToken ct) => ReleaseAsync(owner, all: false, ct);

    private Task<int> ReleaseAsync(string owner, bool all, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var those = new
                {
                    Owner = owner,
                    All = all ? 1 : 0,
                    Now = time.GetUtcNow(),
                };
                await session.ExecuteAsync(OweAgain, those);
                return await session.ExecuteAsync(DeleteTurnsOf, those);
            },
            ct
        );

    private async Task<HostTurnOrWait> TryTakeAsync(Session session, string host, TimeSpan interval, bool blind)
    {
        await session.ExecuteAsync(InsertHost, new { Host = host });
        await session.ExecuteAsync(LockHost, new { Host = host });
        var now = time.GetUtcNow();
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
                Latest = now + Lease + Longer(Longer(options.PerHostInterval, options.MaxCrawlDelay), interval) + TimeSpan.FromMinutes(1),
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
                Expires = now + Lease + interval,
                Owner = _owner,
            }
        );
        await session.ExecuteAsync(
            TakePace,
            new
            {
                Host = host,
                Now = now,
                Next = now + (blind ? Longer(interval, pace.Paused) : interval),
                Pause = blind ? pace.Pause : (long)interval.TotalMilliseconds,
            }
        );
        return new HostTurnOrWait(turn, TimeSpan.Zero);
    }

    private async Task<bool> GiveBackAsync(Session session, HostTurn turn, TimeSpan interval, TimeSpan? rest, bool blind)
    {
        await session.ExecuteAsync(LockHost, new { turn.Host });
        var now = time.GetUtcNow();
        // Forgotten, when the turn had lapsed long ago.
        var pace = await session.FirstOrDefaultAsync<Pace>(SelectPace, turn) ?? new Pace();
        await session.ExecuteAsync(DeleteTurn, new { turn.Id });
        await session.ExecuteAsync(
            TakePace,
            new
            {
                turn.Host,
                Now = now,
                Next = now + (blind ? Longer(interval, pace.Paused) : interval),
                Pause = blind ? pace.Pause : (long)interval.TotalMilliseconds,
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

        return true;
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
        public long Pause { get; init; }
        public TimeSpan Paused => TimeSpan.FromMilliseconds(Pause);
    }

    private sealed class Busy
    {
        public long Turns { get; init; }
        public DateTimeOffset FirstExpiry { get; init; }
    }
}

using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection.X;

/// <summary>What is known of the account behind each X source, and the posts that were read for it and wait for its check.</summary>
internal sealed class XAccounts(Database database, AuditLog audit, XOptions options, TimeProvider time)
{
    private const string SelectColumns = """
        SELECT source.id AS source_id, source.url, source.state AS source_state, source.account_id, source.next_check_at, source.last_checked_at,
            x_account.user_id, COALESCE(x_account.handle, '') AS handle, COALESCE(x_account.state, 'new') AS state, x_account.looked_at,
            x_account.cursor_id, x_account.gap_until, x_account.gap_top, x_account.covered_at,
            COALESCE(x_account.posts_seen, 0) AS posts_seen, COALESCE(x_account.observed_ms, 0) AS observed_ms,
            account.native_id AS registered_id, account.platform AS registered_platform
        FROM source LEFT JOIN x_account ON x_account.source_id = source.id
            LEFT JOIN account ON account.id = source.account_id AND account.removed_at IS NULL
        WHERE source.kind = 'x'
        """;

    private const string UpsertLook = """
        INSERT INTO x_account (source_id, user_id, handle, state, looked_at) VALUES (@Source, @User, @Handle, @State, @Now)
        ON CONFLICT (source_id) DO UPDATE SET user_id = COALESCE(excluded.user_id, x_account.user_id),
            handle = CASE WHEN excluded.handle = '' THEN x_account.handle ELSE excluded.handle END,
            state = excluded.state, looked_at = excluded.looked_at
        """;

    private const string InsertPost = """
        INSERT INTO x_inbox (source_id, native_id, entry, read_at) VALUES (@Source, @Id, @Entry, @Now)
        ON CONFLICT (source_id, native_id) DO UPDATE SET entry = excluded.entry, read_at = excluded.read_at, handed_at = NULL
        """;

    private const string MarkGap = """
        UPDATE x_account SET gap_until = @Until, gap_top = @Top, cursor_id = COALESCE(cursor_id, @Since), posts_seen = posts_seen + @Posts
        WHERE source_id = @Source
        """;

    private const string Advance = """
        UPDATE x_account SET cursor_id = @Top, gap_until = NULL, gap_top = NULL, covered_at = @Now, posts_seen = posts_seen + @Posts,
            observed_ms = observed_ms + @Observed
        WHERE source_id = @Source
        """;

    private const string Near = """
         AND source.state = 'active' AND source.id <> @Self AND x_account.state = @Fine
            AND source.next_check_at <= @Now + (source.next_check_at - COALESCE(source.last_checked_at, source.next_check_at)) / 2
        ORDER BY ABS(COALESCE(x_account.cursor_id, @New) - @Own), source.id LIMIT @Most
        """;

    // Handed out, and the check that got them ended well: each is in the house or set aside with its reason.
    private const string Sweep = """
        DELETE FROM x_inbox WHERE handed_at IS NOT NULL
            AND handed_at <= (SELECT last_success_at FROM source WHERE source.id = x_inbox.source_id)
        """;

    /// <summary>The account behind one source.</summary>
    public Task<XAccount?> FindAsync(long source, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FirstOrDefaultAsync<XAccount>(SelectColumns + " AND source.id = @source", new { source }),
            ct
        );

    /// <summary>Those that are watched, whether due or not.</summary>
    public Task<List<XAccount>> WatchedAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.ListAsync<XAccount>(SelectColumns + " AND source.state = 'active' ORDER BY source.id"), ct);

    /// <summary>Those that are due, or nearer to it than to their last check, and were read about as far: whoever can share a request is among them.</summary>
    public Task<List<XAccount>> NeighboursAsync(XAccount account, DateTimeOffset now, int most, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<XAccount>(
                    SelectColumns + Near,
                    new
                    {
                        Self = account.SourceId,
                        XAccount.Fine,
                        Now = now,
                        New = XIds.At(now - options.Lookback),
                        Own = account.CursorId ?? XIds.At(now - options.Lookback),
                        Most = most,
                    }
                ),
            ct
        );

    /// <summary>The handles of those that are read.</summary>
    public async Task<Dictionary<long, string>> HandlesAsync(XReading reading, CancellationToken ct)
    {
        var ids = reading.Members.Select(member => member.SourceId).ToList();
        var rows = await database.ReadAsync(
            session => session.ListAsync<XAccount>("SELECT source_id, handle FROM x_account WHERE source_id IN @ids", new { ids }),
            ct
        );
        return rows.ToDictionary(row => row.SourceId, row => row.Handle);
    }

    /// <summary>Whether a look-up is wanted: never made, too old, or of an account that could not be read a day ago.</summary>
    public bool NeedsLook(XAccount account)
    {
        var age = account.LookedAt is { } at ? time.GetUtcNow() - at : TimeSpan.MaxValue;
        return account.UserId is null && account.State == XAccount.New
            || age >= options.UserRecheck
            || account.State != XAccount.Fine && age >= TimeSpan.FromDays(1);
    }

    /// <summary>Remembers what X said of users, each once.</summary>
    public async Task KeepLooksAsync(Session session, IReadOnlyList<XAccount> asked, XAnswer answer)
    {
        foreach (var account in asked)
        {
            var user = answer.Users.FirstOrDefault(user =>
                account.WantedId is { } id
                    ? user.Id == id
                    : string.Equals(user.Handle, account.WantedHandle, StringComparison.OrdinalIgnoreCase)
            );
            var problem = answer.Problems.FirstOrDefault(problem =>
                account.WantedId is { } id
                    ? problem.Value == $"{id}"
                    : string.Equals(problem.Value, account.WantedHandle, StringComparison.OrdinalIgnoreCase)
            );
            var state =
                user is null ? (problem is { IsSuspended: true } ? XAccount.Suspended : XAccount.Gone)
                : account is { RegisteredPlatform: "x", RegisteredId: { } known } && known != $"{user.Id}" ? XAccount.Reused
                : user.IsProtected ? XAccount.Protected
                : XAccount.Fine;
            if (user is null && problem is null)
            {
                // Neither given nor explained: nothing is known, and the next look may tell.
                continue;
            }

            await session.ExecuteAsync(
                UpsertLook,
                new
                {
                    Source = account.SourceId,
                    User = state == XAccount.Reused ? null : user?.Id,
                    Handle = user?.Handle ?? "",
                    State = state,
                    Now = time.GetUtcNow(),
                }
            );
            if (user is not null && state != XAccount.Reused)
            {
                await LearnIdAsync(session, account, user.Id);
            }
        }
    }

    /// <summary>Remembers what a timeline said of its account.</summary>
    public Task KeepStateAsync(Session session, long source, string state) =>
        session.ExecuteAsync(
            "UPDATE x_account SET state = @state, looked_at = @now WHERE source_id = @source",
            new
            {
                source,
                state,
                now = time.GetUtcNow(),
            }
        );

    /// <summary>Keeps one page: its posts for their sources, and how far these have now been read.</summary>
    /// <param name="session">The transaction in which it is paid for.</param>
    /// <param name="reading">What was asked.</param>
    /// <param name="posts">What came, by source.</param>
    /// <param name="top">Up to where everything has been read when the last page is in.</param>
    /// <param name="below">The id below which the next page begins; null when this was the last.</param>
    public async Task KeepPageAsync(Session session, XReading reading, ILookup<long, PendingEntry> posts, long top, long? below)
    {
        var now = time.GetUtcNow();
        foreach (var member in reading.Members)
        {
            var own = posts[member.SourceId].ToList();
            foreach (var post in own)
            {
                await session.ExecuteAsync(
                    InsertPost,
                    new
                    {
                        Source = member.SourceId,
                        post.Id,
                        Entry = JsonSerializer.Serialize(post),
                        Now = now,
                    }
                );
            }

            await session.ExecuteAsync(
                below is null ? Advance : MarkGap,
                new
                {
                    Source = member.SourceId,
                    Top = top,
                    Until = below,
                    member.Since,
                    Now = now,
                    Posts = own.Count,
                    Observed = (long)(XIds.TimeOf(top) - XIds.TimeOf(member.Since)).TotalMilliseconds,
                }
            );
        }
    }

    /// <summary>The posts that wait for a source, newest first; they stay until its check has ended well.</summary>
    public Task<List<PendingEntry>> HandOutAsync(long source, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(Sweep);
                await session.ExecuteAsync(
                    "UPDATE x_inbox SET handed_at = @now WHERE source_id = @source",
                    new { source, now = time.GetUtcNow() }
                );
                var rows = await session.ListAsync<string>("SELECT entry FROM x_inbox WHERE source_id = @source", new { source });
                return rows.ConvertAll(json => JsonSerializer.Deserialize<PendingEntry>(json)!)
                    .OrderByDescending(entry => XIds.Read(entry.Id))
                    .ToList();
            },
            ct
        );

    /// <summary>Forgets posts whose source has taken them: what was not flagged keeps no text.</summary>
    public Task<int> SweepAsync(CancellationToken ct) => database.WriteAsync(session => session.ExecuteAsync(Sweep), ct);

    /// <summary>The sources of these users' posts; a source that was added twice under two names gets each post once.</summary>
    public static ILookup<long, long> SourcesOf(XReading reading) =>
        reading.Members.ToLookup(member => member.UserId, member => member.SourceId);

    // The key of an account is its number: once it is known, a renamed handle keeps its person and a reused one inherits nothing.
    private async Task LearnIdAsync(Session session, XAccount account, long user)
    {
        if (account is not { AccountId: { } registered, RegisteredPlatform: "x", RegisteredId: null })
        {
            return;
        }

        var changed = await session.ExecuteAsync(
            """
            UPDATE account SET native_id = @user WHERE id = @registered AND native_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM account AS other WHERE other.platform = 'x' AND other.native_id = @user AND other.removed_at IS NULL)
            """,
            new { registered, user = $"{user}" }
        );
        if (changed == 1)
        {
            await Registry.RegistryState.ChangedAsync(session);
            await audit.RecordAsync(
                session,
                Actor.Daemon("collect"),
                "account.native_id",
                $"account:{registered}",
                after: new { native_id = $"{user}" }
            );
        }
    }
}

/// <summary>One X source with its account.</summary>
internal sealed class XAccount
{
    public const string New = "new";
    public const string Fine = "ok";
    public const string Protected = "protected";
    public const string Suspended = "suspended";
    public const string Gone = "gone";

    /// <summary>The handle leads to another number than the registered account's.</summary>
    public const string Reused = "reused";

    // A guess until something is known: five posts a day, weighing as much as one day of watching.
    private const double UsualPostsPerDay = 5;

    public long SourceId { get; init; }
    public string Url { get; init; } = "";
    public string SourceState { get; init; } = "";
    public long? AccountId { get; init; }
    public DateTimeOffset NextCheckAt { get; init; }
    public DateTimeOffset? LastCheckedAt { get; init; }
    public long? UserId { get; init; }
    public string Handle { get; init; } = "";
    public string State { get; init; } = New;
    public DateTimeOffset? LookedAt { get; init; }
    public long? CursorId { get; init; }
    public long? GapUntil { get; init; }
    public long? GapTop { get; init; }
    public DateTimeOffset? CoveredAt { get; init; }
    public long PostsSeen { get; init; }
    public long ObservedMs { get; init; }
    public string? RegisteredId { get; init; }
    public string? RegisteredPlatform { get; init; }

    /// <summary>Half the way from its last check to its next, whatever set the interval; nothing before the first.</summary>
    public TimeSpan HalfInterval => LastCheckedAt is { } last && NextCheckAt > last ? (NextCheckAt - last) / 2 : TimeSpan.Zero;

    /// <summary>The number to look up: learned, or in the source's address.</summary>
    public long? WantedId => UserId ?? XAddress.IdIn(Url);

    /// <summary>The handle to look up where no number is known.</summary>
    public string WantedHandle => XAddress.HandleIn(Url);

    /// <summary>What it usually writes.</summary>
    public double PostsPerDay => (PostsSeen + UsualPostsPerDay) / (TimeSpan.FromMilliseconds(ObservedMs).TotalDays + 1);

    /// <summary>As the planner sees it.</summary>
    public XWatched Watched(DateTimeOffset now, TimeSpan lookback) =>
        new(SourceId, WantedId ?? 0, CursorId ?? XIds.At(now - lookback), GapUntil, GapTop, PostsPerDay);
}

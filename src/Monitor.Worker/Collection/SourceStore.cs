using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection;

/// <summary>The sources and their leases. Whoever works a source owns its lease row until the expiry; a late owner changes nothing.</summary>
internal sealed class SourceStore(Database database, AuditLog audit, CollectionOptions options, TimeProvider time)
{
    private const string SelectColumns = """
        SELECT id, kind, url, host, account_id, region_code, reads, every_ms, state, added_at, next_check_at, etag, last_modified,
            last_checked_at, last_success_at, last_new_at, last_outcome, last_reason_id, last_reason_en, failures, first_failure_at, lease_until,
            gap_ms, gaps, empty_pages, empty_since, adaptive, phase_every, said, beat_at,
            COALESCE(region_code, (
                SELECT COALESCE(NULLIF(asn.region_code, ''), NULLIF(account.region_code, ''))
                FROM account LEFT JOIN asn ON asn.id = account.asn_id WHERE account.id = source.account_id
            )) AS place
        FROM source
        """;

    private const string InsertSource = """
        INSERT INTO source (kind, url, host, account_id, region_code, reads, every_ms, adaptive, phase_every, state, added_by, added_at, next_check_at)
        VALUES (@Kind, @Url, @Host, @AccountId, @RegionCode, @Reads, @EveryMs, @Adaptive, @PhaseEvery, 'active', @AddedBy, @Now, @Now)
        RETURNING id
        """;

    // Most overdue first, and at most so many of one host, counted before the limit: a host with a thousand feeds takes its share and no more. A
    // source whose host rests between two requests lets the others pass, so that no worker waits while there is work; not for ever, though.
    private const string ClaimDue = """
        UPDATE source SET lease_owner = @Owner, lease_until = @Until
        WHERE id IN (
            SELECT id FROM (
                SELECT id, next_check_at,
                    CASE WHEN next_check_at > @LongAgo AND EXISTS (
                        SELECT 1 FROM host_pace WHERE host_pace.host = source.host AND (next_at > @Now OR rest_until > @Now)
                    ) THEN 1 ELSE 0 END AS rests,
                    ROW_NUMBER() OVER (PARTITION BY host ORDER BY next_check_at, id)
                        + (SELECT COUNT(*) FROM source AS busy WHERE busy.host = source.host AND busy.lease_until >= @Now) AS place
                FROM source
                WHERE state = 'active' AND next_check_at <= @Now AND (lease_until IS NULL OR lease_until < @Now)
            ) AS due
            WHERE place <= @PerHost ORDER BY rests, next_check_at, id LIMIT @Count
        )
        RETURNING id
        """;

    // The same where several nodes claim at once: what another is just taking is passed over and not waited for, and what it took meanwhile is looked at again
    // before it is believed. Two that claim in the same moment may each take a host's share; how often the host is asked is kept elsewhere.
    private const string ClaimDueBesideOthers = """
        WITH due AS (
            SELECT id, next_check_at,
                CASE WHEN next_check_at > @LongAgo AND EXISTS (
                    SELECT 1 FROM host_pace WHERE host_pace.host = source.host AND (next_at > @Now OR rest_until > @Now)
                ) THEN 1 ELSE 0 END AS rests,
                ROW_NUMBER() OVER (PARTITION BY host ORDER BY next_check_at, id)
                    + (SELECT COUNT(*) FROM source AS busy WHERE busy.host = source.host AND busy.lease_until >= @Now) AS place
            FROM source
            WHERE state = 'active' AND next_check_at <= @Now AND (lease_until IS NULL OR lease_until < @Now)
        ), mine AS MATERIALIZED (
            SELECT source.id FROM source JOIN due ON due.id = source.id
            WHERE due.place <= @PerHost
                AND source.state = 'active' AND source.next_check_at <= @Now AND (source.lease_until IS NULL OR source.lease_until < @Now)
            ORDER BY due.rests, due.next_check_at, source.id LIMIT @Count FOR UPDATE OF source SKIP LOCKED
        )
        UPDATE source SET lease_owner = @Owner, lease_until = @Until FROM mine WHERE source.id = mine.id RETURNING source.id
        """;

    // A clock that was set back would leave every source waiting until the old time comes round again: what was left of each wait is kept.
    private const string FollowClockBack = """
        UPDATE source SET
            next_check_at = CASE WHEN last_checked_at IS NULL THEN @Now ELSE @Now + (next_check_at - last_checked_at) END,
            last_checked_at = CASE WHEN last_checked_at IS NULL THEN NULL ELSE @Now END
        WHERE last_checked_at > @Now OR (last_checked_at IS NULL AND added_at > @Now AND next_check_at > @Now)
        """;

    private static readonly TimeSpan LetsPass = TimeSpan.FromMinutes(5);

    private const string ExtendLease =
        "UPDATE source SET lease_until = @Until WHERE id = @Id AND lease_owner = @Owner AND lease_until >= @Now";

    private const string FinishCheck = """
        UPDATE source SET next_check_at = @NextCheckAt, beat_at = COALESCE(@BeatAt, beat_at), said = COALESCE(@Said, said), etag = @Etag, last_modified = @LastModified, last_checked_at = @Now,
            last_success_at = CASE WHEN @Health = 1 THEN @Now ELSE last_success_at END,
            last_new_at = CASE WHEN @Fresh = 1 THEN @Now ELSE last_new_at END,
            last_outcome = @Outcome, last_reason_id = @ReasonId, last_reason_en = @ReasonEn,
            failures = CASE @Health WHEN 1 THEN 0 WHEN 0 THEN failures + 1 ELSE failures END,
            first_failure_at = CASE @Health WHEN 1 THEN NULL WHEN 0 THEN COALESCE(first_failure_at, @Now) ELSE first_failure_at END,
            gap_ms = @GapMs, gaps = @Gaps, empty_pages = @EmptyPages, empty_since = @EmptySince,
            lease_owner = NULL, lease_until = NULL
        WHERE id = @Id AND lease_owner = @Owner
        """;

    /// <summary>The kind of the one source that officers' own reports belong to. No reader has this word.</summary>
    public const string Reports = "report";

    private const string InsertReports = """
        INSERT INTO source (kind, url, host, reads, every_ms, state, added_by, added_at, next_check_at)
        VALUES (@Kind, 'urn:monitor:report', '', 'entry', @EveryMs, 'paused', 'reports', @Now, @Now)
        RETURNING id
        """;

    /// <summary>The source that officers' own reports belong to: made when first asked for, and paused for good, so that no collector claims it.</summary>
    public async Task<long> ForReportsAsync(CancellationToken ct)
    {
        const string select = "SELECT id FROM source WHERE kind = @Kind";
        return await database.ReadAsync(session => session.ScalarAsync<long?>(select, new { Kind = Reports }), ct)
            ?? await database.WriteAsync(
                async session =>
                {
                    // Another report may have been faster between our look and our lock.
                    if (await session.ScalarAsync<long?>(select, new { Kind = Reports }) is { } made)
                    {
                        return made;
                    }

                    var id = await session.ScalarAsync<long>(
                        InsertReports,
                        new
                        {
                            Kind = Reports,
                            EveryMs = (long)options.MaxInterval.TotalMilliseconds,
                            Now = time.GetUtcNow(),
                        }
                    );
                    await audit.RecordAsync(session, Actor.Daemon("reports"), "source.add", $"source:{id}", after: new { kind = Reports });
                    return id;
                },
                ct
            );
    }

    /// <summary>Registers a source; it is due at once.</summary>
    /// <exception cref="RefusalException">The address is watched already, or the account is not registered.</exception>
    public Task<long> AddAsync(NewSource source, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var twin = await session.ScalarAsync<long?>("SELECT id FROM source WHERE url = @url", new { url = source.Url.AbsoluteUri });
                if (twin is not null)
                {
                    throw RefusalException.Conflict(
                        $"{source.Url} sudah menjadi sumber {twin}.",
                        $"{source.Url} is source {twin} already."
                    );
                }

                var id = await session.ScalarAsync<long>(
                    InsertSource,
                    new
                    {
                        source.Kind,
                        Url = source.Url.AbsoluteUri,
                        Host = source.Url.IdnHost.ToLowerInvariant(),
                        source.AccountId,
                        source.RegionCode,
                        source.Reads,
                        EveryMs = (long)source.Every.TotalMilliseconds,
                        Adaptive = source.IsAdaptive ? 1 : 0,
                        PhaseEvery = Source.WritePhases(source.PhaseIntervals),
                        AddedBy = actor.Name,
                        Now = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(
                    session,
                    actor,
                    "source.add",
                    $"source:{id}",
                    after: new
                    {
                        source.Kind,
                        url = source.Url.AbsoluteUri,
                        source.AccountId,
                        source.RegionCode,
                        source.Reads,
                        every = source.Every.ToString(),
                        adaptive = source.IsAdaptive,
                        phases = source.PhaseIntervals,
                    }
                );
                return id;
            },
            ct
        );

    /// <summary>All sources, by number.</summary>
    public Task<List<Source>> ListAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.ListAsync<Source>(SelectColumns + " ORDER BY id"), ct);

    /// <summary>One source.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<Source> GetAsync(long id, CancellationToken ct) =>
        await database.ReadAsync(session => session.FirstOrDefaultAsync<Source>(SelectColumns + " WHERE id = @id", new { id }), ct)
        ?? throw RefusalException.NotFound($"Sumber {id} tidak ada.", $"There is no source {id}.");

    /// <summary>Pauses or resumes; a resumed source is due at once.</summary>
    public Task SetStateAsync(long id, string state, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var before = await RequireCheckedAsync(session, id);
                await session.ExecuteAsync(
                    "UPDATE source SET state = @state, next_check_at = @now WHERE id = @id",
                    new
                    {
                        id,
                        state,
                        now = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(
                    session,
                    actor,
                    $"source.{(state == "paused" ? "pause" : "resume")}",
                    $"source:{id}",
                    new { before.State },
                    new { state }
                );
            },
            ct
        );

    /// <summary>Sets how often a source is checked; it is due at once, so that the new interval counts from now.</summary>
    /// <exception cref="RefusalException">There is no such source, or nothing checks it.</exception>
    public Task SetIntervalAsync(long id, NewInterval interval, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var before = await RequireCheckedAsync(session, id);
                await session.ExecuteAsync(
                    """
                    UPDATE source SET every_ms = @EveryMs, adaptive = @Adaptive, phase_every = @PhaseEvery, next_check_at = @Now, beat_at = NULL
                    WHERE id = @Id
                    """,
                    new
                    {
                        Id = id,
                        EveryMs = (long)interval.Every.TotalMilliseconds,
                        Adaptive = interval.IsAdaptive ? 1 : 0,
                        PhaseEvery = Source.WritePhases(interval.Phases),
                        Now = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(
                    session,
                    actor,
                    "source.interval",
                    $"source:{id}",
                    new
                    {
                        every = before.Every.ToString(),
                        adaptive = before.IsAdaptive,
                        phases = before.PhaseIntervals,
                    },
                    new
                    {
                        every = interval.Every.ToString(),
                        adaptive = interval.IsAdaptive,
                        phases = interval.Phases,
                    }
                );
            },
            ct
        );

    /// <summary>Takes the lease of sources that are due: most overdue first, at most <see cref="CollectionOptions.BatchPerHost"/> of one host.</summary>
    public Task<List<Source>> ClaimDueAsync(string owner, int count, CancellationToken ct) =>
        database.WriteOwnAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                await session.ExecuteAsync(FollowClockBack, new { Now = now });
                var ids = await session.ListAsync<long>(
                    session.In(ClaimDue, ClaimDueBesideOthers),
                    new
                    {
                        Owner = owner,
                        Until = now + options.LeaseFor,
                        Now = now,
                        LongAgo = now - LetsPass,
                        PerHost = options.BatchPerHost,
                        Count = count,
                    }
                );
                return ids.Count == 0
                    ? []
                    : await session.ListAsync<Source>(SelectColumns + " WHERE id IN @ids ORDER BY next_check_at, id", new { ids });
            },
            ct
        );

    /// <summary>Keeps a lease alive; false when it is no longer this owner's.</summary>
    public Task<bool> ExtendLeaseAsync(long id, string owner, CancellationToken ct) =>
        database.WriteOwnAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                return await session.ExecuteAsync(
                        ExtendLease,
                        new
                        {
                            Id = id,
                            Owner = owner,
                            Until = now + options.LeaseFor,
                            Now = now,
                        }
                    ) == 1;
            },
            ct
        );

    /// <summary>Writes what came of a check and gives the lease back. The next check is saved whatever happened.</summary>
    public Task FinishAsync(long id, string owner, CheckResult result, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var before = await session.FirstOrDefaultAsync<Source>(
                    SelectColumns + " WHERE id = @id AND lease_owner = @owner",
                    new { id, owner }
                );
                if (before is null)
                {
                    return;
                }

                if (result.MovedTo is { } place)
                {
                    await MoveAsync(session, before, place.GetLeftPart(UriPartial.Query), place.IdnHost.ToLowerInvariant());
                }

                // The clock was set back while the check was under way: what was reckoned by it moves with it.
                var setBack = result.At > now ? result.At.Value - now : TimeSpan.Zero;
                var rhythm =
                    result.Fresh && before.LastNewAt is { } last && now > last ? before.Rhythm.Learn(now - last, options) : before.Rhythm;
                var empty = result.EmptyPages + (result.SawText ? 0 : before.EmptyPages);
                await session.ExecuteAsync(
                    FinishCheck,
                    new
                    {
                        Id = id,
                        Owner = owner,
                        NextCheckAt = result.NextCheckAt - setBack,
                        BeatAt = result.BeatAt - setBack,
                        Said = result.Said?.Write(),
                        Etag = result.ETag,
                        result.LastModified,
                        Now = now,
                        Health = result.Healthy switch
                        {
                            true => 1,
                            false => 0,
                            null => -1,
                        },
                        Fresh = result.Fresh ? 1 : 0,
                        result.Outcome,
                        ReasonId = result.Reason.Id,
                        ReasonEn = result.Reason.En,
                        GapMs = rhythm.Gaps == 0 ? (long?)null : (long)rhythm.Gap.TotalMilliseconds,
                        rhythm.Gaps,
                        EmptyPages = empty,
                        EmptySince = empty == 0 ? (DateTimeOffset?)null
                        : result.SawText ? now
                        : before.EmptySince ?? now,
                    }
                );
            },
            ct
        );

    private static async Task<Source> RequireCheckedAsync(Session session, long id)
    {
        var source =
            await session.FirstOrDefaultAsync<Source>(SelectColumns + " WHERE id = @id", new { id })
            ?? throw RefusalException.NotFound($"Sumber {id} tidak ada.", $"There is no source {id}.");
        return source.Kind == Reports
            ? throw RefusalException.Conflict(
                $"Sumber {id} menampung laporan petugas; tidak ada yang diperiksa.",
                $"Source {id} holds officers' reports; there is nothing to check."
            )
            : source;
    }

    // An address that another source watches already stays with that one: this source goes on through its redirect.
    private async Task MoveAsync(Session session, Source before, string url, string host)
    {
        if (url == before.Url || await session.ScalarAsync<long?>("SELECT id FROM source WHERE url = @url", new { url }) is not null)
        {
            return;
        }

        await session.ExecuteAsync(
            "UPDATE source SET url = @url, host = @host WHERE id = @id",
            new
            {
                url,
                host,
                id = before.Id,
            }
        );
        await audit.RecordAsync(
            session,
            Actor.Daemon("collect"),
            "source.moved",
            $"source:{before.Id}",
            new { url = before.Url },
            new { url }
        );
    }

    /// <summary>
    /// Gives back every lease. Only for the start of a daemon that is alone on its folder: what an earlier one held when it died is due
    /// at once instead of when the lease runs out.
    /// </summary>
    public Task<int> ReleaseAllAsync(CancellationToken ct) =>
        database.WriteAsync(
            session => session.ExecuteAsync("UPDATE source SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL"),
            ct
        );

    /// <summary>Gives back the leases of one owner that is known to be dead.</summary>
    public Task<int> ReleaseAsync(string owner, CancellationToken ct) =>
        database.WriteAsync(
            session =>
                session.ExecuteAsync("UPDATE source SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = @owner", new { owner }),
            ct
        );
}

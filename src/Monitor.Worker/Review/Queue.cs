using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>Which claims of others hold just now: those that have not lapsed, and would not outlast one that is taken now.</summary>
internal sealed record ClaimWindow(DateTimeOffset Now, DateTimeOffset Latest);

/// <summary>Hands flags to persons: a claim is a lease with an owner and an expiry, taken and kept by conditional updates.</summary>
internal sealed class Queue(Database database, ReviewOptions options, TimeProvider time)
{
    // One conditional update decides who gets it: two claimers can never both see one row changed. A claim that would outlast one taken now was written
    // by a clock that has since been set back, and binds nobody but its holder.
    private const string TakeClaim = """
        UPDATE flag SET claim_identity = @Identity, claim_name = @Name, claim_until = @Until,
            claim_number = claim_number + CASE WHEN claim_identity = @Identity THEN 0 ELSE 1 END
        WHERE id = @Id AND state IN @Readable AND (assigned_identity IS NULL OR assigned_identity = @Identity) AND (claim_identity IS NULL OR claim_identity = @Identity OR claim_until < @Now OR claim_until > @Until)
        """;

    private const string DropClaim = """
        UPDATE flag SET claim_identity = NULL, claim_name = NULL, claim_until = NULL
        WHERE id = @Id AND claim_identity = @Identity
        """;

    /// <summary>Flags the reviewer may see, in the order of work.</summary>
    public Task<List<FlagRow>> ListAsync(IReadOnlyList<string> states, IReadOnlyList<string> regions, int limit, CancellationToken ct) =>
        database.ReadAsync(session => FlagStore.ListAsync(session, states, regions, limit), ct);

    /// <summary>One page of flags.</summary>
    public Task<FlagPage> PageAsync(FlagQuery query, CancellationToken ct) =>
        database.ReadAsync(session => FlagSearch.PageAsync(session, query), ct);

    /// <summary>One flag, when this person may see it.</summary>
    /// <exception cref="RefusalException">There is none, or it is another region's.</exception>
    public Task<FlagRow> GetAsync(long flag, Reviewer reviewer, CancellationToken ct) =>
        database.ReadAsync(session => VisibleAsync(session, flag, reviewer), ct);

    /// <summary>Claims the next flag that this person may decide; null when there is none.</summary>
    /// <param name="reviewer">Who.</param>
    /// <param name="skip">Flags put aside for now.</param>
    /// <param name="ct">Cancels.</param>
    public Task<FlagRow?> ClaimNextAsync(Reviewer reviewer, IReadOnlyCollection<long> skip, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                foreach (var flag in await FlagStore.AssignedAsync(session, reviewer, skip, Window(now)))
                {
                    if (await MayDecideAsync(session, flag, reviewer) is null)
                    {
                        await TakeAsync(session, flag.Id, reviewer, now);
                        return await FlagStore.FindAsync(session, flag.Id);
                    }
                }

                // Most often the first one is it; whoever may not judge a long row of them must not be asked for each twenty anew.
                for (var (start, count) = (0, 20); ; (start, count) = (start + count, Math.Min(count * 4, 1000)))
                {
                    var candidates = await FlagStore.ClaimableAsync(session, reviewer, skip, Window(now), count, start);
                    foreach (var flag in candidates)
                    {
                        if (await MayDecideAsync(session, flag, reviewer) is not null)
                        {
                            continue;
                        }

                        await TakeAsync(session, flag.Id, reviewer, now);
                        return await FlagStore.FindAsync(session, flag.Id);
                    }

                    if (candidates.Count < count)
                    {
                        return null;
                    }
                }
            },
            ct
        );

    /// <summary>
    /// Keeps a claim alive. Refuses a claim that has lapsed and was taken by another, and a flag that this person may not decide: whoever
    /// could hold it all the same would keep it from those who may.
    /// </summary>
    /// <param name="flag">Which.</param>
    /// <param name="reviewer">Whose.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="claim">Number of the claim; a claim that a ketua broke is not begun again by a heartbeat. Null takes the flag anew.</param>
    public Task<DateTimeOffset> ExtendAsync(long flag, Reviewer reviewer, CancellationToken ct, long? claim = null) =>
        database.WriteAsync(
            async session =>
            {
                var row = await VisibleAsync(session, flag, reviewer);
                if (claim is not null && (row.ClaimNumber != claim || row.ClaimIdentity != reviewer.Identity))
                {
                    throw RefusalException.Conflict(
                        $"Klaim Anda atas flag {flag} tidak berlaku lagi.",
                        $"Your claim on flag {flag} holds no longer."
                    );
                }

                return await MayDecideAsync(session, row, reviewer) is { } refusal
                    ? throw new RefusalException(RefusalKind.Conflict, refusal)
                    : await TakeAsync(session, flag, reviewer, time.GetUtcNow());
            },
            ct
        );

    /// <summary>Gives a claim back. Does nothing when it is not this person's.</summary>
    public Task ReleaseAsync(long flag, Reviewer reviewer, CancellationToken ct) =>
        database.WriteAsync(session => session.ExecuteAsync(DropClaim, new { Id = flag, reviewer.Identity }), ct);

    /// <summary>The flag, when this person may see it.</summary>
    /// <exception cref="RefusalException">There is none, or it is another region's.</exception>
    public static async Task<FlagRow> VisibleAsync(Session session, long flag, Reviewer reviewer)
    {
        var row = await FlagStore.FindAsync(session, flag);
        var seen =
            row is not null
            && (reviewer.Regions.Count == 0 || row.RegionCode is null || reviewer.Regions.Any(own => Region.Covers(own, row.RegionCode)));
        // Another region's flag and no flag sound the same, so that numbers tell nothing.
        return seen
            ? row!
            : throw RefusalException.NotFound(
                $"Flag {flag} tidak ada, atau bukan wilayah Anda.",
                $"There is no flag {flag}, or it is not of your regions."
            );
    }

    /// <summary>Why this person may not decide this flag now; null when they may.</summary>
    internal static async Task<Sentence?> MayDecideAsync(Session session, FlagRow flag, Reviewer reviewer)
    {
        // Confirm and dismiss go together: whoever may give the one may give the other.
        if (Moves.Against(flag.Id, flag.State, Verdict.Confirm, reviewer.IsLead) is { } closed)
        {
            return closed;
        }

        if (await HasDecidedAsync(session, flag, reviewer))
        {
            return new Sentence(
                $"Anda sudah memutus flag {flag.Id}; putusan berikutnya harus dari orang lain.",
                $"You have decided flag {flag.Id} already; the next verdict must be another person's."
            );
        }

        return await Impartiality.AgainstAsync(session, flag.Id, reviewer);
    }

    private ClaimWindow Window(DateTimeOffset now) => new(now, now + options.ClaimFor);

    /// <summary>Refuses to move a flag from under somebody who is reading it.</summary>
    internal static void RequireNotHeldByAnother(FlagRow flag, Reviewer reviewer, DateTimeOffset now)
    {
        if (flag.ClaimIdentity is not null && flag.ClaimIdentity != reviewer.Identity && flag.ClaimUntil >= now)
        {
            throw RefusalException.Conflict(
                $"Flag {flag.Id} sedang dipegang {flag.ClaimName} sampai {flag.ClaimUntil:HH:mm} UTC.",
                $"Flag {flag.Id} is held by {flag.ClaimName} until {flag.ClaimUntil:HH:mm} UTC."
            );
        }
    }

    // One person may have had another OS user once; the NIP tells.
    private static async Task<bool> HasDecidedAsync(Session session, FlagRow flag, Reviewer reviewer) =>
        await session.ScalarAsync<long>(
            """
            SELECT COUNT(*) FROM decision
            WHERE flag_id = @Id AND round = @Round
                AND (reviewer_identity = @Identity
                    OR reviewer_identity IN (SELECT 'uid:' || uid FROM app_user WHERE nip_index IS NOT NULL AND nip_index = @NipIndex))
            """,
            new
            {
                flag.Id,
                flag.Round,
                reviewer.Identity,
                reviewer.NipIndex,
            }
        ) > 0;

    private async Task<DateTimeOffset> TakeAsync(Session session, long flag, Reviewer reviewer, DateTimeOffset now)
    {
        var until = now + options.ClaimFor;
        var taken = await session.ExecuteAsync(
            TakeClaim,
            new
            {
                Id = flag,
                reviewer.Identity,
                reviewer.Name,
                Until = until,
                Now = now,
                FlagState.Readable,
            }
        );
        return taken == 1
            ? until
            : throw RefusalException.Conflict(
                $"Flag {flag} sedang dikerjakan atau ditugaskan kepada orang lain, atau sudah selesai.",
                $"Flag {flag} is being worked by or assigned to somebody else, or is closed."
            );
    }
}

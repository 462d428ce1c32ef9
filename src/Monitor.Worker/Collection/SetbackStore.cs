using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection;

/// <summary>
/// Entries that could not be taken in. A passing fault is tried again at growing intervals, even when the feed has dropped the entry
/// meanwhile; a lasting one, or one too many, puts the entry in quarantine with its reason, where it stops nothing else.
/// </summary>
internal sealed class SetbackStore(Database database, TimeProvider time)
{
    /// <summary>Waits for another try.</summary>
    public const string Retry = "retry";

    /// <summary>Was set aside, and its text has been forgotten since; the feed that still lists it brings it no more.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>Set aside until somebody looks.</summary>
    public const string Quarantined = "quarantined";

    private const int MostAttempts = 6;

    private const string Upsert = """
        INSERT INTO setback (source_id, native_id, state, attempts, next_try_at, entry, reason_id, reason_en, first_at, last_at)
        VALUES (@SourceId, @NativeId, @State, @Tried, @NextTryAt, @Entry, @ReasonId, @ReasonEn, @Now, @Now)
        ON CONFLICT (source_id, native_id) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
            next_try_at = excluded.next_try_at, reason_id = excluded.reason_id, reason_en = excluded.reason_en, last_at = excluded.last_at
        """;

    /// <summary>Remembers a failed entry.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="entry">All that is needed to try again.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="lasting">Trying again cannot help.</param>
    /// <param name="ours">It was our own disk that failed. The entry has nothing to do with it: that counts for no quarantine, however long it lasts.</param>
    /// <param name="ct">Cancels.</param>
    public Task RecordAsync(long source, PendingEntry entry, Sentence reason, bool lasting, bool ours, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var attempts = await session.ScalarAsync<long?>(
                    "SELECT attempts FROM setback WHERE source_id = @source AND native_id = @id",
                    new { source, id = entry.Id }
                );
                var tried = (int)(attempts ?? 0) + (ours ? 0 : 1);
                await session.ExecuteAsync(
                    Upsert,
                    new
                    {
                        SourceId = source,
                        NativeId = entry.Id,
                        State = lasting || tried >= MostAttempts ? Quarantined : Retry,
                        // 5 min, 10, 20, 40, 80: about two and a half hours in all before quarantine.
                        NextTryAt = now + (TimeSpan.FromMinutes(5) * Math.Pow(2, Math.Clamp(tried, 1, MostAttempts) - 1)),
                        Tried = tried,
                        Entry = JsonSerializer.Serialize(entry),
                        ReasonId = reason.Id,
                        ReasonEn = reason.En,
                        Now = now,
                    }
                );
            },
            ct
        );

    /// <summary>Native ids of a source that are set aside or wait for a later try: the feed still lists them, and they are left alone.</summary>
    public Task<HashSet<string>> RestingAsync(long source, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
                (
                    await session.ListAsync<string>(
                        "SELECT native_id FROM setback WHERE source_id = @source AND (state IN (@Quarantined, @Forgotten) OR (next_try_at > @now AND last_at <= @now))",
                        new
                        {
                            source,
                            Quarantined,
                            Forgotten,
                            now = time.GetUtcNow(),
                        }
                    )
                ).ToHashSet(StringComparer.Ordinal),
            ct
        );

    /// <summary>
    /// Entries of a source whose next try has come. One that was set back later than now was so by a clock that has since been moved back: it would wait for
    /// as long as the clock was wrong.
    /// </summary>
    public Task<List<PendingEntry>> DueAsync(long source, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
                (
                    await session.ListAsync<string>(
                        "SELECT entry FROM setback WHERE source_id = @source AND state = @Retry AND (next_try_at <= @now OR last_at > @now) ORDER BY id",
                        new
                        {
                            source,
                            Retry,
                            now = time.GetUtcNow(),
                        }
                    )
                ).ConvertAll(json => JsonSerializer.Deserialize<PendingEntry>(json)!),
            ct
        );

    /// <summary>Whether an entry of a source waits for another try, now or later.</summary>
    public Task<bool> AnyWaitsAsync(long source, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
                await session.ScalarAsync<long>(
                    "SELECT COUNT(*) FROM setback WHERE source_id = @source AND state = @Retry",
                    new { source, Retry }
                ) > 0,
            ct
        );

    /// <summary>Forgets a setback that was overcome.</summary>
    public Task ClearAsync(long source, string nativeId, CancellationToken ct) =>
        database.WriteAsync(
            session =>
                session.ExecuteAsync("DELETE FROM setback WHERE source_id = @source AND native_id = @nativeId", new { source, nativeId }),
            ct
        );

    /// <summary>How many entries are in quarantine, by source.</summary>
    public Task<Dictionary<long, long>> QuarantinedAsync(CancellationToken ct) =>
        database.ReadAsync(
            async session =>
                (
                    await session.ListAsync<SourceCount>(
                        "SELECT source_id, COUNT(*) AS count FROM setback WHERE state = @Quarantined GROUP BY source_id",
                        new { Quarantined }
                    )
                ).ToDictionary(row => row.SourceId, row => row.Count),
            ct
        );

    private sealed class SourceCount
    {
        public long SourceId { get; init; }
        public long Count { get; init; }
    }
}

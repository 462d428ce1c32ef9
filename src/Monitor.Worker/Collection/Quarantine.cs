using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection;

/// <summary>The entries that were set aside, for people: what they are and why, and the way back for another try.</summary>
internal sealed class Quarantine(Database database, AuditLog audit, TimeProvider time)
{
    private const string SelectEntries = """
        SELECT id, source_id, native_id, attempts, entry, reason_id, reason_en, first_at, last_at
        FROM setback
        WHERE state = 'quarantined' AND (@source IS NULL OR source_id = @source)
        ORDER BY source_id, id
        """;

    // A paused source keeps its word: its entries are tried when it is resumed.
    private const string MakeDue =
        "UPDATE source SET next_check_at = @now WHERE id = @source AND state = 'active' AND next_check_at > @now";

    /// <summary>What is set aside, of one source or of all, by source and in the order it came.</summary>
    /// <exception cref="RefusalException">There is no such source.</exception>
    public Task<List<SetAside>> ListAsync(long? source, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                await RequireSourceAsync(session, source);
                return (await session.ListAsync<Row>(SelectEntries, new { source })).ConvertAll(row => row.Read());
            },
            ct
        );

    /// <summary>Puts one entry back: it is tried at the next round of its source, which is due at once.</summary>
    /// <exception cref="RefusalException">There is no such entry, or it is not set aside.</exception>
    public Task RetryAsync(long entry, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var place =
                    await session.FirstOrDefaultAsync<Place>("SELECT source_id, state FROM setback WHERE id = @entry", new { entry })
                    ?? throw RefusalException.NotFound(
                        $"Entri {entry} tidak ada di karantina.",
                        $"There is no entry {entry} in quarantine."
                    );
                if (place.State == SetbackStore.Forgotten)
                {
                    throw RefusalException.NotFound(
                        $"Teks entri {entry} sudah dilupakan menurut masa simpannya.",
                        $"The text of entry {entry} was forgotten when its time was over."
                    );
                }

                if (place.State != SetbackStore.Quarantined)
                {
                    throw RefusalException.Conflict(
                        $"Entri {entry} sudah menunggu percobaan berikutnya.",
                        $"Entry {entry} waits for another try already."
                    );
                }

                await PutBackAsync(session, place.SourceId, [entry], actor);
            },
            ct
        );

    /// <summary>Puts everything back that a source has set aside; returns how many entries that are.</summary>
    /// <exception cref="RefusalException">There is no such source.</exception>
    public Task<int> RetrySourceAsync(long source, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await RequireSourceAsync(session, source);
                var entries = await session.ListAsync<long>(
                    "SELECT id FROM setback WHERE source_id = @source AND state = 'quarantined' ORDER BY id",
                    new { source }
                );
                if (entries.Count > 0)
                {
                    await PutBackAsync(session, source, entries, actor);
                }

                return entries.Count;
            },
            ct
        );

    // The count of attempts stays: one more failure sets the entry aside again, with what is wrong by then.
    private async Task PutBackAsync(Session session, long source, IReadOnlyList<long> entries, Actor actor)
    {
        var now = time.GetUtcNow();
        foreach (var entry in entries)
        {
            await session.ExecuteAsync("UPDATE setback SET state = 'retry', next_try_at = @now WHERE id = @entry", new { now, entry });
        }

        await session.ExecuteAsync(MakeDue, new { now, source });
        await audit.RecordAsync(
            session,
            actor,
            "source.retry",
            $"source:{source}",
            new { state = SetbackStore.Quarantined, entries },
            new { state = SetbackStore.Retry, entries }
        );
    }

    private static async Task RequireSourceAsync(Session session, long? source)
    {
        if (source is not null && await session.ScalarAsync<long?>("SELECT id FROM source WHERE id = @source", new { source }) is null)
        {
            throw RefusalException.NotFound($"Sumber {source} tidak ada.", $"There is no source {source}.");
        }
    }

    private sealed class Place
    {
        public long SourceId { get; init; }
        public string State { get; init; } = "";
    }

    private sealed class Row
    {
        public long Id { get; init; }
        public long SourceId { get; init; }
        public string NativeId { get; init; } = "";
        public int Attempts { get; init; }
        public string Entry { get; init; } = "";
        public string ReasonId { get; init; } = "";
        public string ReasonEn { get; init; } = "";
        public DateTimeOffset FirstAt { get; init; }
        public DateTimeOffset LastAt { get; init; }

        public SetAside Read()
        {
            var entry = JsonSerializer.Deserialize<PendingEntry>(Entry)!;
            return new(Id, SourceId, NativeId, entry.Url, entry.Title, Attempts, new Sentence(ReasonId, ReasonEn), FirstAt, LastAt);
        }
    }
}

/// <summary>One entry in quarantine.</summary>
/// <param name="Id">Its number, by which it is put back.</param>
/// <param name="SourceId">The source that announced it.</param>
/// <param name="NativeId">Its name within the source.</param>
/// <param name="Url">Where a person can read it.</param>
/// <param name="Title">Headline, or empty.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">What was wrong the last time.</param>
/// <param name="FirstAt">When it failed first.</param>
/// <param name="LastAt">When it failed last.</param>
internal sealed record SetAside(
    long Id,
    long SourceId,
    string NativeId,
    Uri? Url,
    string Title,
    int Attempts,
    Sentence Reason,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt
);

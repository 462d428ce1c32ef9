using Monitor.Worker.Evidence;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>Takes texts and captures away; who may ask for it, and what is kept back, is decided by those who call.</summary>
internal sealed class Removal(Database database, EvidenceStore evidence, TimeProvider time)
{
    // In statements of so many numbers at once.
    private const int AtOnce = 500;

    // Cases of which no finding is left.
    private const string Emptied = """
        SELECT case_id FROM case_finding WHERE flag_id IN @chunk
            AND case_id NOT IN (SELECT other.case_id FROM case_finding AS other JOIN flag ON flag.id = other.flag_id WHERE flag.taken_down_at IS NULL)
        """;

    /// <summary>
    /// Takes the texts of flags away, and the captures that prove nothing else. Numbers, score, verdicts and why it was done stay.
    /// </summary>
    public async Task TextsAsync(Session session, IReadOnlyList<long> flags, string why)
    {
        var now = time.GetUtcNow();
        foreach (var chunk in flags.Chunk(AtOnce))
        {
            await session.ExecuteAsync(
                "UPDATE flag SET title = '', text = '', taken_down_at = @now, taken_down_why = @why WHERE id IN @chunk AND taken_down_at IS NULL",
                new
                {
                    chunk,
                    now,
                    why,
                }
            );
            await session.ExecuteAsync(
                "UPDATE flag SET shared = @Blank WHERE id = @Id",
                (
                    await session.ListAsync<SharedRow>(
                        "SELECT id, shared FROM flag WHERE id IN @chunk AND shared IS NOT NULL",
                        new { chunk }
                    )
                ).ConvertAll(row => new { row.Id, Blank = SharedWords.WithoutText(row.Shared) })
            );
            // What somebody has typed about them and not sent cannot be read any more, wherever it lies.
            await session.ExecuteAsync("DELETE FROM draft_key WHERE flag_id IN @chunk", new { chunk });
            await CapturesAsync(session, chunk);
        }
    }

    /// <summary>Takes away which person and which address flags were about, and the words of their verdicts.</summary>
    public static async Task TiesAsync(Session session, IReadOnlyList<long> flags)
    {
        foreach (var chunk in flags.Chunk(AtOnce))
        {
            await session.ExecuteAsync(
                """
                UPDATE flag SET asn_id = NULL, account_id = NULL, url = NULL, kajian_number = NULL, kajian_date = NULL, shared = NULL,
                    reasons = '[]', attribution_evidence = '{}', sketch = 0
                WHERE id IN @chunk
                """,
                new { chunk }
            );
            await session.ExecuteAsync(
                """
                UPDATE evidence SET url = '', headers = '[]'
                WHERE removed_at IS NOT NULL AND id IN (SELECT evidence_id FROM flag_evidence WHERE flag_id IN @chunk)
                """,
                new { chunk }
            );
            await session.ExecuteAsync("UPDATE flag_evidence SET note = '' WHERE flag_id IN @chunk", new { chunk });
            await session.ExecuteAsync($"UPDATE case_entry SET code = '', text = '' WHERE case_id IN ({Emptied})", new { chunk });
            await session.ExecuteAsync($"UPDATE case_file SET asn_id = NULL, title = '' WHERE id IN ({Emptied})", new { chunk });
            await session.ExecuteAsync(
                "UPDATE decision SET reason = '', event_at = NULL, ownership_note = NULL WHERE flag_id IN @chunk",
                new { chunk }
            );
            await session.ExecuteAsync("UPDATE flag_note SET text = '' WHERE flag_id IN @chunk", new { chunk });
            await session.ExecuteAsync("UPDATE export_row SET cells = '{}', nip_protected = '' WHERE flag_id IN @chunk", new { chunk });
            await session.ExecuteAsync(
                """
                UPDATE item SET score = NULL, model = NULL, published_at = NULL, shared_id = NULL, author_key = CASE author_key WHEN 'news' THEN 'news' ELSE 'forgotten' END
                WHERE id IN (SELECT item_id FROM flag WHERE id IN @chunk)
                """,
                new { chunk }
            );
        }
    }

    /// <summary>Marks the captures of these flags as removed, unless a flag that keeps its text has them too.</summary>
    private async Task CapturesAsync(Session session, IReadOnlyList<long> flags)
    {
        await session.ExecuteAsync(
            """
            UPDATE evidence SET removed_at = @Now
            WHERE removed_at IS NULL AND id IN (SELECT evidence_id FROM flag_evidence WHERE flag_id IN @flags)
                AND NOT EXISTS (SELECT 1 FROM flag_evidence JOIN flag ON flag.id = flag_evidence.flag_id
                                WHERE flag_evidence.evidence_id = evidence.id AND flag.taken_down_at IS NULL)
            """,
            new { flags, Now = time.GetUtcNow() }
        );
    }

    /// <summary>
    /// Deletes the bytes of captures that were removed. It is done after the transaction: a crash in between leaves bytes that the next
    /// run finds by their rows, never a row without its bytes.
    /// </summary>
    /// <returns>Of how many captures.</returns>
    public async Task<int> FilesAsync(CancellationToken ct)
    {
        var gone = await database.ReadAsync(
            session =>
                session.ListAsync<string>(
                    "SELECT sha256 FROM evidence GROUP BY sha256 HAVING COUNT(*) = COUNT(removed_at) AND MAX(removed_at) > 0"
                ),
            ct
        );
        return await evidence.RemoveAsync(gone, ct);
    }

    private sealed class SharedRow
    {
        public long Id { get; init; }
        public string Shared { get; init; } = "";
    }
}

using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>How it goes with one recipient.</summary>
/// <param name="Recipient">Whom.</param>
/// <param name="Undelivered">Batches that have not arrived.</param>
/// <param name="Unanswered">Findings that were delivered longer ago than <c>AnswerWithin</c> and have no answer beyond "waits to be verified".</param>
/// <param name="UnansweredSince">When the oldest of them was delivered.</param>
/// <param name="NextRun">When the schedule comes next; null without one.</param>
/// <param name="Setback">Why the scheduled export failed last; null while it does not.</param>
internal sealed record RecipientHealth(
    string Recipient,
    long Undelivered,
    long Unanswered,
    DateTimeOffset? UnansweredSince,
    DateTimeOffset? NextRun,
    ExportRun? Setback
);

/// <summary>How it goes with the exports.</summary>
/// <param name="Signed">Whether batches are signed.</param>
/// <param name="KeyProblem">Why nothing can be signed, and so nothing leaves; null when all is well.</param>
/// <param name="Recipients">By recipient.</param>
internal sealed record ExportHealth(bool Signed, Sentence? KeyProblem, IReadOnlyList<RecipientHealth> Recipients)
{
    /// <summary>Findings of all recipients that wait for an answer past its time.</summary>
    public long Unanswered => Recipients.Sum(one => one.Unanswered);

    /// <summary>Recipients whose scheduled export fails.</summary>
    public int Failing => Recipients.Count(one => one.Setback is not null);

    /// <summary>Whether it is more than a passing trouble.</summary>
    public bool Red => KeyProblem is not null || Recipients.Any(one => one.Setback?.Failures >= 3);
}

/// <summary>Reads it off the store.</summary>
internal sealed class ExportWatch(Database database, ExportOptions options, SigningKeys keys, TimeProvider time)
{
    private const string CountUndelivered = "SELECT COUNT(*) FROM export_batch WHERE recipient = @Name AND delivered_at IS NULL";

    // What somebody recorded in the case by hand is the answer of the recipient that is meant when none is named.
    private const string CountUnanswered = """
        SELECT COUNT(*) AS findings, MIN(export_batch.delivered_at) AS since
        FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id
        WHERE export_row.recipient = @Name AND kind <> @Withdrawal AND export_batch.delivered_at < @Before
            AND NOT EXISTS (
                SELECT 1 FROM export_row AS later
                WHERE later.recipient = export_row.recipient AND later.flag_id = export_row.flag_id AND later.revision > export_row.revision)
            AND NOT EXISTS (
                SELECT 1 FROM export_answer
                WHERE export_answer.recipient = export_row.recipient AND export_answer.flag_id = export_row.flag_id AND status <> @Waiting)
            AND NOT (@Standard = 1 AND EXISTS (
                SELECT 1 FROM case_finding JOIN case_entry ON case_entry.case_id = case_finding.case_id
                WHERE case_finding.flag_id = export_row.flag_id AND case_entry.kind = 'answer' AND case_entry.code <> @Waiting))
        """;

    /// <summary>Takes the reading now.</summary>
    public Task<ExportHealth> ReadAsync(CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var recipients = new List<RecipientHealth>();
                foreach (var recipient in options.All)
                {
                    var waiting = await session.FirstOrDefaultAsync<Waiting>(
                        CountUnanswered,
                        new
                        {
                            recipient.Name,
                            RowKind.Withdrawal,
                            Before = time.GetUtcNow() - recipient.AnswerWithin,
                            Waiting = Cases.AnswerStatus.WaitsForVerification,
                            Standard = recipient.Name == options.Recipient ? 1L : 0L,
                        }
                    );
                    var run = await DeliverySchedule.FindAsync(session, recipient.Name);
                    recipients.Add(
                        new RecipientHealth(
                            recipient.Name,
                            await session.ScalarAsync<long>(CountUndelivered, new { recipient.Name }),
                            waiting!.Findings,
                            waiting.Since,
                            recipient.Delivery.Schedule?.GetNextValidTimeAfter(run?.RanAt ?? time.GetUtcNow()),
                            run is { Failures: > 0 } ? run : null
                        )
                    );
                }

                return new ExportHealth(keys.IsOn, keys.Problem(), recipients);
            },
            ct
        );

    private sealed class Waiting
    {
        public long Findings { get; init; }
        public DateTimeOffset? Since { get; init; }
    }
}

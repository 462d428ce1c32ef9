using System.Data.Common;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>A row of <c>export_run</c>: when a schedule was last followed, and what stands in its way.</summary>
internal sealed class ExportRun
{
    public string Recipient { get; init; } = "";
    public DateTimeOffset RanAt { get; init; }

    /// <summary>Times in a row that it failed.</summary>
    public long Failures { get; init; }
    public DateTimeOffset? FirstAt { get; init; }
    public DateTimeOffset? NextTryAt { get; init; }
    public string? ReasonId { get; init; }
    public string? ReasonEn { get; init; }
}

/// <summary>Follows the schedules of the recipients.</summary>
/// <remarks>
/// When a schedule was last followed stands in the store, and not in the scheduler's memory: a daemon that was off at the hour makes up for it when it is
/// back, once. Several nodes that are due at the same time make one batch and write the same bytes.
/// </remarks>
internal sealed class DeliverySchedule(
    Database database,
    Deliveries deliveries,
    ExportOptions options,
    TimeProvider time,
    ILogger<DeliverySchedule> log
)
{
    private const string SelectRun =
        "SELECT recipient, ran_at, failures, first_at, next_try_at, reason_id, reason_en FROM export_run WHERE recipient = @name";

    private const string InsertRun = "INSERT INTO export_run (recipient, ran_at) VALUES (@name, @now) ON CONFLICT (recipient) DO NOTHING";

    private const string UpdateDone = """
        UPDATE export_run SET ran_at = @now, failures = 0, first_at = NULL, next_try_at = NULL, reason_id = NULL, reason_en = NULL
        WHERE recipient = @name
        """;

    private const string UpdateFailed = """
        UPDATE export_run SET failures = failures + 1, first_at = COALESCE(first_at, @now), next_try_at = @next, reason_id = @Id, reason_en = @En
        WHERE recipient = @name
        """;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Delivers to every recipient whose hour has come; what goes wrong with one is remembered, tried again, and stops no other.</summary>
    public async Task RunDueAsync(Exporter daemon, CancellationToken ct)
    {
        foreach (var recipient in options.All.Where(one => one.Delivery.Schedule is not null))
        {
            var (name, now) = (recipient.Name, time.GetUtcNow());
            var run = await FindAsync(name, ct);
            if (run is null)
            {
                // Counted from the first sight of it: a new schedule does not begin with its past.
                await database.WriteAsync(session => session.ExecuteAsync(InsertRun, new { name, now }), ct);
            }
            else if (recipient.Delivery.Schedule!.GetNextValidTimeAfter(run.RanAt) <= now && !(run.NextTryAt > now))
            {
                await RunAsync(name, run, now, daemon, ct);
            }
        }
    }

    /// <summary>How it went last; null when the recipient has no schedule, or it was not looked at yet.</summary>
    public Task<ExportRun?> FindAsync(string name, CancellationToken ct) => database.ReadAsync(session => FindAsync(session, name), ct);

    /// <inheritdoc cref="FindAsync(string, CancellationToken)"/>
    public static Task<ExportRun?> FindAsync(Session session, string name) =>
        session.FirstOrDefaultAsync<ExportRun>(SelectRun, new { name });

    private async Task RunAsync(string name, ExportRun run, DateTimeOffset now, Exporter daemon, CancellationToken ct)
    {
        try
        {
            var delivery = await deliveries.RunAsync(daemon, new ExportOrder(name, Selection.Everything), ct);
            await database.WriteAsync(session => session.ExecuteAsync(UpdateDone, new { name, now }), ct);
            log.LogInformation(
                "Scheduled export for {Recipient}: {Batches} batches delivered, {Held} findings wait",
                name,
                delivery.Files.Count,
                delivery.Outcome.Held.Count
            );
        }
        catch (Exception exception) when (exception is RefusalException or IOException or UnauthorizedAccessException or DbException)
        {
            Measures.Exports.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));
            log.LogError(exception, "The scheduled export for {Recipient} failed; it is tried again", name);
            var reason = (exception as RefusalException)?.Sentence ?? new Sentence(exception.Message, exception.Message);
            var pause = FirstPause * Math.Pow(2, Math.Min(run.Failures, 10));
            await database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        UpdateFailed,
                        new
                        {
                            name,
                            now,
                            next = now + (pause < LongestPause ? pause : LongestPause),
                            reason.Id,
                            reason.En,
                        }
                    ),
                ct
            );
        }
    }
}

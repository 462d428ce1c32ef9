using Microsoft.Extensions.Logging;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Logging;
using Monitor.Worker.Metrics;
using Monitor.Worker.Nodes;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection;

/// <summary>Works the sources that are due: claims them by lease, reads them, hands every item to intake, and saves the next check whatever happened.</summary>
internal sealed class Collector(
    SourceStore sources,
    SetbackStore setbacks,
    SourceReaders readers,
    PageReader pages,
    Intake.Intake intake,
    Timetable timetable,
    Brake brake,
    CollectionOptions options,
    TimeProvider time,
    ILogger<Collector> log,
    NodeSelf? self = null
)
{
    private readonly Entries _entries = new(setbacks, pages, intake, time, log);

    private static readonly Sentence Fine = new("Baik.", "Fine.");

    // A feed that had entries and lists none now has more likely been broken or moved than fallen silent.
    private static readonly Sentence Emptied = new(
        "Umpan yang dahulu berisi kini kosong.",
        "The feed had entries before and lists none now."
    );

    // Renewing at a third of the lease leaves two missed renewals before anybody else may take the source.
    private TimeSpan Heartbeat => options.LeaseFor / 3;

    /// <summary>This process as lease owner: never the same twice, so that a restarted daemon is not taken for the one that died.</summary>
    public string Owner { get; } = self?.Owner ?? $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>Counts since the start, for the status screen and the demo.</summary>
    public CollectionCounts Counts => _entries.Counts;

    /// <summary>Works until nothing is due: at most <see cref="CollectionOptions.Workers"/> sources at a time, fewer while the store is slow.</summary>
    public async Task CollectDueAsync(CancellationToken ct)
    {
        List<Task> running = [];
        try
        {
            while (true)
            {
                ct.ThrowIfCancellationRequested();
                var workers = brake.Look();
                var free = workers - running.Count;
                var claimed = free > 0 ? await sources.ClaimDueAsync(Owner, free, ct) : [];
                running.AddRange(claimed.Select(source => Task.Run(() => WorkAsync(source, ct), CancellationToken.None)));
                if (running.Count == 0)
                {
                    return;
                }

                if (claimed.Count == 0 || running.Count >= workers)
                {
                    await Task.WhenAny(running);
                }

                running.RemoveAll(task => task.IsCompleted);
            }
        }
        finally
        {
            // A stop waits for each worker to give its lease back; they all hold the same token.
            await Task.WhenAll(running);
        }
    }

    /// <summary>Checks one claimed source and gives its lease back. Throws nothing: whatever happened is saved or logged.</summary>
    private async Task WorkAsync(Source source, CancellationToken ct)
    {
        CheckResult result;
        using var about = log.About(LogScopes.Subject("source", source.Id));
        try
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var heartbeat = time.CreateTimer(_ => _ = RenewAsync(source.Id, lost), null, Heartbeat, Heartbeat);
            result = await CheckAsync(source, lost.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or the lease was lost: what was taken in stays, the rest is due again at once. The validators are not saved.
            result = Result("interrupted", healthy: null, fresh: false, new Sentence("Terhenti.", "Interrupted."), TimeSpan.Zero);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Source {Source} failed", source.Id);
            result = Failure(
                source,
                "fault",
                new Sentence($"Kesalahan di dalam Monitor: {exception.Message}", $"A fault inside Monitor: {exception.Message}"),
                null
            );
        }

        try
        {
            await sources.FinishAsync(source.Id, Owner, result, CancellationToken.None);
            Measures.Checks.Add(1, new KeyValuePair<string, object?>("outcome", result.Outcome));
        }
        catch (Exception exception)
        {
            // Nobody awaits one worker's fault; the lease runs out, and the source is due again.
            log.LogError(exception, "What came of source {Source} could not be saved", source.Id);
        }
    }

    private async Task RenewAsync(long source, CancellationTokenSource lost)
    {
        try
        {
            if (!await sources.ExtendLeaseAsync(source, Owner, lost.Token))
            {
                Measures.LeasesLost.Add(1, new KeyValuePair<string, object?>("kind", "source"));
                log.LogWarning("The lease of source {Source} was lost; its work is given up", source);
                await lost.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            log.LogDebug("Source {Source} ended while its lease was renewed", source);
        }
        catch (Exception exception)
        {
            // The lease still has two thirds of its life; the next beat tries again.
            log.LogWarning(exception, "The lease of source {Source} could not be renewed", source);
        }
    }

    private async Task<CheckResult> CheckAsync(Source source, CancellationToken ct)
    {
        var reading = await readers.Of(source.Kind).ReadAsync(source, ct);
        var answer = reading.Answer;
        if (reading.Fault is { } fault)
        {
            return Failure(source, fault.Word, fault.Reason, fault.RetryAfter);
        }

        switch (answer.Outcome)
        {
            case WebOutcome.Ok when source.AccountId is not null && !PageReader.IsSameSite(new Uri(source.Url), answer.Url):
                return Failure(source, "moved-elsewhere", MovedElsewhere(answer.Url), null);
            case WebOutcome.Ok when reading.Entries is null:
                return Failure(source, "not-readable", reading.Problem ?? Fine, null);
            case WebOutcome.Ok when reading.Entries.Count == 0 && !reading.IsQuiet && source.LastNewAt is not null:
                return Failure(source, "empty", Emptied, null);
            case WebOutcome.Ok:
                return await TakeEntriesAsync(source, reading, ct);
            case WebOutcome.NotModified:
                var overcome = await _entries.RetryAsync(source, ct);
                return overcome.On(Good(source, reading, "not-modified", overcome.Fresh, source.Etag, source.LastModified));
            case WebOutcome.Postponed:
                return Result(
                    "postponed",
                    healthy: null,
                    fresh: false,
                    answer.Reason,
                    answer.RetryAfter ?? TimeSpan.FromMinutes(1),
                    source.Etag,
                    source.LastModified
                );
            default:
                return Failure(source, Word(answer.Outcome), answer.Reason, answer.RetryAfter);
        }
    }

    private async Task<CheckResult> TakeEntriesAsync(Source source, SourceReading reading, CancellationToken ct)
    {
        var taken = await _entries.TakeAsync(source, reading, ct);
        if (taken.Pause is { } pause)
        {
            // The host wants to be left alone. Without validators the next check brings the rest.
            return taken.On(Result("postponed", healthy: true, taken.Fresh, Fine, pause));
        }

        // Without validators the next answer comes whole, for what waits in it.
        var etag = taken.Waits ? null : reading.Answer.ETag;
        var lastModified = taken.Waits ? null : reading.Answer.LastModified;
        return taken.On(Good(source, reading, "ok", taken.Fresh, etag, lastModified)) with { MovedTo = reading.MovedTo };
    }

    // What another host serves is not the account's word until a person has said that it is: a domain that lapsed and was bought by
    // somebody else redirects like one that moved.
    private static Sentence MovedElsewhere(Uri place) =>
        new(
            $"Sumber akun ini dialihkan ke situs lain ({place.Host}); daftarkan alamat barunya bila memang milik akun itu.",
            $"The source of this account is redirected to another site ({place.Host}); register the new address if it is the account's."
        );

    private CheckResult Failure(Source source, string outcome, Sentence reason, TimeSpan? retryAfter)
    {
        Counts.Add(failed: 1);
        // Doubling from the source's own interval, with jitter so that sources that failed together do not come back together.
        var factor = Math.Pow(2, Math.Min(source.Failures, 10)) * (1 + (Random.Shared.NextDouble() * 0.2));
        var backOff = TimeSpan.FromMilliseconds(
            Math.Min(timetable.PaceOf(source, time.GetUtcNow()).Interval.TotalMilliseconds * factor, options.MaxInterval.TotalMilliseconds)
        );
        var wait = retryAfter is { } asked && asked > backOff ? asked : backOff;
        return Result(outcome, healthy: false, fresh: false, reason, wait);
    }

    private CheckResult Good(Source source, SourceReading reading, string outcome, bool fresh, string? etag, string? lastModified)
    {
        var said = Said.Of(reading, source.LastSaid);
        var now = time.GetUtcNow();
        var next = timetable.NextAfter(source, said, now);
        return new CheckResult(outcome, Healthy: true, fresh, Fine, next, etag, lastModified)
        {
            At = now,
            BeatAt = next,
            Said = said,
        };
    }

    // By one look at the clock: when it is set between two, nobody sees that the next check was reckoned by the wrong one.
    private CheckResult Result(
        string outcome,
        bool? healthy,
        bool fresh,
        Sentence reason,
        TimeSpan wait,
        string? etag = null,
        string? lastModified = null
    )
    {
        var now = time.GetUtcNow();
        return new(outcome, healthy, fresh, reason, now + wait, etag, lastModified) { At = now };
    }

    internal static string Word(WebOutcome outcome) =>
        string.Concat(
            outcome
                .ToString()
                .Select(
                    (letter, i) => i > 0 && char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"
                )
        );
}

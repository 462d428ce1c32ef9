using Microsoft.Extensions.Logging;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Audit;

/// <summary>How the audit chain was found when the daemon last walked it.</summary>
/// <param name="CheckedAt">When; null before the first time.</param>
/// <param name="Rows">How many rows hold.</param>
/// <param name="Fault">What is wrong; null when nothing is.</param>
internal sealed record ChainHealth(DateTimeOffset? CheckedAt, long Rows, Sentence? Fault);

/// <summary>Walks the whole chain once a day and against the file of heads: a record that was rewritten must not wait until somebody asks.</summary>
internal sealed class ChainWatch(Database database, AuditOptions options, TimeProvider time, ILogger<ChainWatch> log)
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>What was found.</summary>
    public ChainHealth Health { get; private set; } = new(null, 0, null);

    /// <summary>Walks it when it was not walked since the start, or for a day. One that did not hold is walked again each time.</summary>
    public async Task LookIfDueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (Health is { Fault: null, CheckedAt: { } last } && now - last < Every)
        {
            return;
        }

        try
        {
            List<Witness> witnesses =
                options.HeadFile.Length > 0 && File.Exists(options.HeadFile) ? await Witness.ReadAsync(options.HeadFile, ct) : [];
            var verdict = await database.ReadAsync(session => AuditLog.VerifyAsync(session, witnesses), ct);
            Health = new ChainHealth(now, verdict.Rows, verdict.Fault is null ? null : verdict.Describe());
        }
        catch (RefusalException refused)
        {
            // The file of heads was changed: what it saw cannot be compared any more, which is what a rewriter would want.
            Health = new ChainHealth(now, 0, refused.Sentence);
        }

        if (Health.Fault is { } fault)
        {
            log.LogCritical("The audit record does not hold: {Fault}", fault.En);
        }
    }
}

using Monitor.Classifier;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Alerts;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Collection;
using Monitor.Worker.Drift;
using Monitor.Worker.Evidence;
using Monitor.Worker.Export;
using Monitor.Worker.Intake;
using Monitor.Worker.Nodes;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Api;

/// <summary>One screen that says whether all is well.</summary>
internal sealed class StatusReport(
    Database database,
    SourceStore sources,
    SetbackStore setbacks,
    Timetable timetable,
    CollectionOptions options,
    NetralitasClassifier classifier,
    Intake.Intake intake,
    EvidenceCheck evidence,
    Stamps stamps,
    OwnWarnings own,
    Nodes.Nodes nodes,
    Doorkeeper doorkeeper,
    DataFolder folder,
    DriftWatch watch,
    TruthWatch truth,
    Copies copies,
    ChainWatch chain,
    Outbox outbox,
    ExportWatch exports,
    Brake brake,
    TimeProvider time
)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>Takes the readings now.</summary>
    public async Task<StatusView> MakeAsync(Caller caller, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var views = await SourceEndpoints.ViewsAsync(sources, setbacks, timetable, options, time, ct);
        var (flags, items, overdue, soon, beyond) = await database.ReadAsync(
            async session =>
                (
                    await FlagStore.CountsAsync(session),
                    await ItemStore.CountAsync(session),
                    await FlagStore.DueBeforeAsync(session, now),
                    await FlagStore.DueBeforeAsync(session, now + TimeSpan.FromDays(2)),
                    await Turns.BeyondAsync(session)
                ),
            ct
        );
        var health = await evidence.HealthAsync(ct);
        var stamped = await stamps.HealthAsync(ct);
        var backup = await copies.HealthAsync(ct);
        var sent = await exports.ReadAsync(ct);
        var everybody = await nodes.ListAsync(ct);
        // A failing job is told by what it leaves undone.
        var warnings = own.Read().Where(warning => !warning.StartsWith("job-", StringComparison.Ordinal)).ToList();
        warnings.AddRange(NodeWarnings.Of(everybody));
        if (health.Damaged.Count > 0)
        {
            warnings.Add("evidence-damaged");
        }

        if (health.Late > 0)
        {
            warnings.Add("evidence-late");
        }

        if (stamped.Setback is not null)
        {
            warnings.Add("stamps");
        }

        if (backup.Fault is not null)
        {
            warnings.Add("backup-faulty");
        }

        if (backup.Setback is not null)
        {
            warnings.Add("backup-failed");
        }

        if (backup.Late)
        {
            warnings.Add("backup-late");
        }

        var alerts = await outbox.HealthAsync(ct);
        if (alerts.Fault is not null)
        {
            warnings.Add("alerts");
        }

        if (sent.KeyProblem is not null)
        {
            warnings.Add("export-key");
        }

        if (sent.Failing > 0)
        {
            warnings.Add("export-failed");
        }

        if (sent.Unanswered > 0)
        {
            warnings.Add("export-unanswered");
        }

        if (doorkeeper.HasTestUsers)
        {
            warnings.Add("test-users");
        }

        if (overdue > 0)
        {
            warnings.Add("overdue");
        }

        if (beyond.Count > 0)
        {
            warnings.Add("flood");
        }

        if (brake.IsOn)
        {
            warnings.Add("store-slow");
        }

        var drift = await watch.ReadAsync(ct);
        if (drift.Scores >= DriftWatch.Much)
        {
            warnings.Add("drift-scores");
        }

        if (drift.Words >= DriftWatch.Much)
        {
            warnings.Add("drift-words");
        }

        if (drift.PrecisionFell)
        {
            warnings.Add("precision");
        }

        return new StatusView(
            Version: typeof(StatusReport).Assembly.GetName().Version?.ToString(3) ?? "?",
            StartedAt: _started,
            Now: now,
            You: caller.Name,
            Role: caller.Role,
            DataFolder: folder.Root,
            FreeBytes: own.FreeBytes,
            DatabaseBytes: await database.SizeAsync(ct),
            Model: classifier.Info.Version,
            Threshold: intake.Threshold,
            Items: items.Total,
            Duplicates: items.Duplicates,
            Flags: flags,
            Overdue: overdue,
            DueWithinTwoDays: soon,
            BeyondShare: beyond,
            Sources: views.GroupBy(view => view.Health, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()),
            Quarantined: views.Sum(view => view.Quarantined),
            Pace: new BrakeView(
                brake.Workers,
                options.Workers,
                (long)database.Pressure.Latency.TotalMilliseconds,
                database.Pressure.Waiting
            ),
            RedSources: [.. views.Where(view => view.Health == "red")],
            Drift: drift,
            Truth: await truth.ReadAsync(ct),
            Evidence: health,
            Stamps: stamped,
            Backup: backup,
            Audit: chain.Health,
            Alerts: alerts,
            Exports: sent,
            Nodes: everybody,
            Warnings: warnings,
            Red: overdue > 0
                || health.Damaged.Count > 0
                || health.Late > 0
                || sent.Red
                || backup.Red
                || views.Exists(view => view.Health == "red")
                || warnings.Exists(NodeWarnings.IsRed)
                || everybody.Exists(node => node.State == NodeState.Alive && node.Warnings.Any(NodeWarnings.IsRed))
        );
    }
}

/// <summary>The readings.</summary>
internal sealed record StatusView(
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset Now,
    string You,
    string Role,
    string DataFolder,
    long FreeBytes,
    long DatabaseBytes,
    string Model,
    double Threshold,
    long Items,
    long Duplicates,
    IReadOnlyDictionary<string, long> Flags,
    long Overdue,
    long DueWithinTwoDays,
    IReadOnlyList<Beyond> BeyondShare,
    IReadOnlyDictionary<string, int> Sources,
    long Quarantined,
    BrakeView Pace,
    IReadOnlyList<SourceView> RedSources,
    DriftReading Drift,
    TruthReading Truth,
    EvidenceHealth Evidence,
    StampHealth Stamps,
    BackupHealth Backup,
    ChainHealth Audit,
    AlertHealth Alerts,
    ExportHealth Exports,
    IReadOnlyList<NodeView> Nodes,
    IReadOnlyList<string> Warnings,
    bool Red
);

/// <summary>How fast collection goes, and what the store has to do with it.</summary>
/// <param name="Workers">Sources worked at once at most, at present.</param>
/// <param name="Configured">As configured.</param>
/// <param name="WriteMilliseconds">What a write takes at present, waiting included.</param>
/// <param name="WaitingWrites">Writes that are asked for and not kept yet.</param>
internal sealed record BrakeView(int Workers, int Configured, long WriteMilliseconds, int WaitingWrites);

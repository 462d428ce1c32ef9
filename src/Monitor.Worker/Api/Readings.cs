using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Collection;
using Monitor.Worker.Export;
using Monitor.Worker.Intake;
using Monitor.Worker.Metrics;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>What is read off the store when somebody asks for metrics.</summary>
internal sealed class Readings(
    Database database,
    SourceStore sources,
    SetbackStore setbacks,
    Timetable timetable,
    CollectionOptions options,
    Intake.Intake intake,
    Monitor.Classifier.NetralitasClassifier classifier,
    DataFolder folder,
    Copies copies,
    ExportWatch exports,
    ChainWatch chain,
    Brake brake,
    Nodes.Nodes nodes,
    TimeProvider time
)
{
    private static readonly Family Build = Gauge(
        "monitor_build_info",
        "Always 1; the labels say which program and model run.",
        "version",
        "model"
    );
    private static readonly Family Started = Gauge("monitor_start_time_seconds", "When the daemon started, in Unix seconds.");
    private static readonly Family Memory = Gauge("monitor_resident_memory_bytes", "Memory of the process that is in use.");
    private static readonly Family Flags = Gauge("monitor_flags", "Flags by state.", "state");
    private static readonly Family Overdue = Gauge("monitor_flags_overdue", "Open flags whose legal deadline has passed.");
    private static readonly Family DueSoon = Gauge(
        "monitor_flags_due_soon",
        "Open flags that fall due within two days, overdue ones included."
    );
    private static readonly Family QueueAge = Gauge("monitor_queue_age_seconds", "Age of the oldest open flag.");
    private static readonly Family ItemCount = Gauge("monitor_stored_items", "Items that are known, texts kept or not.");
    private static readonly Family Threshold = Gauge("monitor_flag_threshold", "The score from which a text is flagged.");
    private static readonly Family Sources = Gauge("monitor_sources", "Sources by health.", "health");
    private static readonly Family Quarantined = Gauge(
        "monitor_quarantined_entries",
        "Entries that were set aside after repeated failure."
    );
    private static readonly Family Workers = Gauge(
        "monitor_collection_workers",
        "Sources that may be worked at once at present; fewer than configured while the store is slow."
    );
    private static readonly Family WaitingWrites = Gauge("monitor_waiting_writes", "Writes that are asked for and not kept yet.");
    private static readonly Family DatabaseSize = Gauge("monitor_database_bytes", "Size of the database file.");
    private static readonly Family Free = Gauge("monitor_free_bytes", "Free space on the data folder's file system.");

    private static readonly Family BackupAge = Gauge(
        "monitor_backup_age_seconds",
        "Age of the newest copy of the database; absent while there is none."
    );
    private static readonly Family BackupChecked = Gauge(
        "monitor_backup_check_age_seconds",
        "Time since that copy was last opened and looked through; absent before the first time."
    );
    private static readonly Family BackupSound = Gauge(
        "monitor_backup_sound",
        "1 when the newest copy was found sound and none is late or fails, 0 otherwise; absent while copies are not taken."
    );

    private static readonly Family AuditSound = Gauge(
        "monitor_audit_sound",
        "1 when the audit chain held at the last daily walk, 0 otherwise; absent before the first."
    );

    private static readonly Family Undelivered = Gauge(
        "monitor_export_undelivered",
        "Batches that have not arrived, by recipient.",
        "recipient"
    );
    private static readonly Family Unanswered = Gauge(
        "monitor_export_unanswered",
        "Delivered findings that the recipient has not answered in its time.",
        "recipient"
    );
    private static readonly Family Failing = Gauge(
        "monitor_export_failing",
        "Times in a row that the scheduled export to a recipient failed.",
        "recipient"
    );

    private static readonly Family NodeCount = Gauge("monitor_nodes", "Nodes on this database by state; absent on SQLite.", "state");
    private static readonly Family ClockAhead = Gauge(
        "monitor_clock_ahead_seconds",
        "How far this machine's clock is ahead of the database server's; absent on SQLite."
    );

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>Every family that <see cref="TakeAsync"/> gives, in its order.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        Build,
        Started,
        Memory,
        Flags,
        Overdue,
        DueSoon,
        QueueAge,
        ItemCount,
        Threshold,
        Sources,
        Quarantined,
        Workers,
        WaitingWrites,
        DatabaseSize,
        Free,
        BackupAge,
        BackupChecked,
        BackupSound,
        Undelivered,
        Unanswered,
        Failing,
        AuditSound,
        NodeCount,
        ClockAhead,
    ];

    /// <summary>Takes them now.</summary>
    public async Task<List<Sample>> TakeAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var views = await SourceEndpoints.ViewsAsync(sources, setbacks, timetable, options, time, ct);
        var (states, items, overdue, soon, oldest) = await database.ReadAsync(
            async session =>
                (
                    await FlagStore.CountsAsync(session),
                    await ItemStore.CountAsync(session),
                    await FlagStore.DueBeforeAsync(session, now),
                    await FlagStore.DueBeforeAsync(session, now + TimeSpan.FromDays(2)),
                    await FlagStore.OldestOpenAsync(session)
                ),
            ct
        );
        var backup = await copies.HealthAsync(ct);
        var sent = await exports.ReadAsync(ct);
        return
        [
            .. Of(backup, now),
            .. sent.Recipients.Select(one => new Sample(Undelivered, one.Undelivered, one.Recipient)),
            .. sent.Recipients.Select(one => new Sample(Unanswered, one.Unanswered, one.Recipient)),
            .. sent.Recipients.Select(one => new Sample(Failing, one.Setback?.Failures ?? 0, one.Recipient)),
            .. chain.Health.CheckedAt is null ? (Sample[])[] : [new Sample(AuditSound, chain.Health.Fault is null ? 1 : 0)],
            .. (await nodes.ListAsync(ct))
                .GroupBy(node => node.State, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Sample(NodeCount, group.Count(), group.Key)),
            .. time is ServerClock { MachineAhead: { } ahead } ? (Sample[])[new Sample(ClockAhead, ahead.TotalSeconds)] : [],
            new(Build, 1, typeof(Readings).Assembly.GetName().Version?.ToString(3) ?? "?", classifier.Info.Version),
            new(Started, _started.ToUnixTimeSeconds()),
            new(Memory, Environment.WorkingSet),
            .. states.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => new Sample(Flags, state.Value, state.Key)),
            new(Overdue, overdue),
            new(DueSoon, soon),
            new(QueueAge, oldest is { } found ? (now - found).TotalSeconds : 0),
            new(ItemCount, items.Total),
            new(Threshold, intake.Threshold),
            .. views
                .GroupBy(view => view.Health, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Sample(Sources, group.Count(), group.Key)),
            new(Quarantined, views.Sum(view => view.Quarantined)),
            new(Workers, brake.Workers),
            new(WaitingWrites, database.Pressure.Waiting),
            new(DatabaseSize, await database.SizeAsync(ct)),
            new(Free, new DriveInfo(folder.Root).AvailableFreeSpace),
        ];
    }

    private static IEnumerable<Sample> Of(BackupHealth backup, DateTimeOffset now)
    {
        if (backup.TakenAt is { } taken)
        {
            yield return new Sample(BackupAge, (now - taken).TotalSeconds);
        }

        if (backup.CheckedAt is { } opened)
        {
            yield return new Sample(BackupChecked, (now - opened).TotalSeconds);
        }

        if (backup.On)
        {
            yield return new Sample(BackupSound, backup.Red ? 0 : 1);
        }
    }

    private static Family Gauge(string name, string help, params string[] labels) => new(name, FamilyKind.Gauge, help, labels);
}

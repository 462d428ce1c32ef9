using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Client;
using Monitor.Worker.Collection;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Doctor;

/// <summary>Looks at everything that the daemon needs, whether one runs or not, and changes nothing.</summary>
/// <param name="settings">Checked, with whatever problems it has.</param>
/// <param name="client">Asks the daemon; called only when the configuration says where it is.</param>
/// <param name="time">The clock in question.</param>
internal sealed class Doctor(Settings settings, Func<DaemonClient> client, TimeProvider time)
{
    /// <summary>Every check, in the order in which a fault in one explains those in the next.</summary>
    public async Task<List<Diagnosis>> ExamineAsync(CancellationToken ct)
    {
        var found = Configuration();
        if (found.Exists(one => one.Condition == Condition.Bad))
        {
            // Nothing after this would be about the installation that was meant.
            found.AddRange(StoreChecks.Models(running: null));
            return found;
        }

        var folder = new DataFolder(settings.Get<StorageOptions>());
        var clock = new ClockCheck(time, KernelClock.Read);
        using var asking = client();
        var daemon = new DaemonCheck(asking, SocketPath.Of(settings.Get<ApiOptions>(), folder), folder);
        var answered = await daemon.LookAsync(ct);
        found.AddRange(clock.OfMachine(folder));
        if (daemon.Status is { } status && clock.OfDaemon(status.Now) is { } skewed)
        {
            found.Add(skewed);
        }

        found.Add(ZoneCheck.Look(TimeZoneInfo.FindSystemTimeZoneById, time.GetUtcNow()));
        found.Add(FolderChecks.Disk(folder));
        found.AddRange(FolderChecks.Permissions(folder));
        found.AddRange(FolderChecks.Secrets(settings.Root));
        found.AddRange(StoreChecks.Models(daemon.Status?.Model));
        found.AddRange(await StoreAsync(folder, clock, ct));
        found.AddRange(answered);
        return found;
    }

    private List<Diagnosis> Configuration() =>
        settings.Problems.Count == 0
            ? [Diagnosis.Good("configuration", "Konfigurasi baik.", "The configuration is good.")]
            : settings.Problems.ConvertAll(problem =>
                Diagnosis.Bad(
                    "configuration",
                    problem,
                    new Sentence(
                        "Perbaiki nilai itu di sumber yang disebut; docs/configuration.md memuat setiap pengaturan.",
                        "Correct that value in the source that is named; docs/configuration.md holds every setting."
                    )
                )
            );

    private async Task<List<Diagnosis>> StoreAsync(DataFolder folder, ClockCheck clock, CancellationToken ct)
    {
        var found = new List<Diagnosis>();
        var readable = false;
        using var database = new Database(folder, settings.Get<StorageOptions>(), readOnly: true);
        try
        {
            found.AddRange(await StoreChecks.DatabaseAsync(database, folder, time, ct));
            readable = (database.Sqlite is null || folder.Exists) && !found.Exists(one => one.Condition == Condition.Bad);
            if (readable)
            {
                found.AddRange(await clock.OfStoreAsync(database, ct));
                var backup = settings.Get<BackupOptions>();
                var copies = new Copies(database, folder, backup, new AuditLog(time), time, NullLogger<Copies>.Instance);
                found.Add(StoreChecks.Copies(await copies.HealthAsync(ct), database.Provider));
            }
        }
        catch (Exception exception) when (StoreChecks.Unreadable(exception, folder) is { } said)
        {
            found.Add(said);
            readable = false;
        }

        found.AddRange(await NetworkChecks.GateAsync(settings.Get<CollectionOptions>(), readable ? database : null, ct));
        return found;
    }
}

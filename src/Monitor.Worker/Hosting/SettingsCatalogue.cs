using System.Reflection;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Alerts;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Configuration;
using Monitor.Worker.Evidence;
using Monitor.Worker.Export;
using Monitor.Worker.Intake;
using Monitor.Worker.Logging;
using Monitor.Worker.Nodes;
using Monitor.Worker.Privacy;
using Monitor.Worker.Reports;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Scheduling;
using Monitor.Worker.Storage;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Hosting;

/// <summary>One options class per folder; this is the list of them. A section that is not here does not exist.</summary>
internal static class SettingsCatalogue
{
    /// <summary>Section name and class, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<(string Section, Type Type)> All =
    [
        (StorageOptions.Section, typeof(StorageOptions)),
        (ClusterOptions.Section, typeof(ClusterOptions)),
        (CollectionOptions.Section, typeof(CollectionOptions)),
        (XOptions.Section, typeof(XOptions)),
        (IntakeOptions.Section, typeof(IntakeOptions)),
        (ReportOptions.Section, typeof(ReportOptions)),
        (EvidenceOptions.Section, typeof(EvidenceOptions)),
        (TimestampOptions.Section, typeof(TimestampOptions)),
        (ReviewOptions.Section, typeof(ReviewOptions)),
        (SamplingOptions.Section, typeof(SamplingOptions)),
        (AuditOptions.Section, typeof(AuditOptions)),
        (BackupOptions.Section, typeof(BackupOptions)),
        (ExportOptions.Section, typeof(ExportOptions)),
        (AlertOptions.Section, typeof(AlertOptions)),
        (MailOptions.Section, typeof(MailOptions)),
        (WebhookOptions.Section, typeof(WebhookOptions)),
        (PrivacyOptions.Section, typeof(PrivacyOptions)),
        (SchedulingOptions.Section, typeof(SchedulingOptions)),
        (LogOptions.Section, typeof(LogOptions)),
        (ApiOptions.Section, typeof(ApiOptions)),
        (AccessOptions.Section, typeof(AccessOptions)),
        (HealthOptions.Section, typeof(HealthOptions)),
    ];

    /// <inheritdoc cref="Settings.Check"/>
    public static Settings Check(IConfigurationRoot root) => Settings.Check(root, All);

    /// <inheritdoc cref="Settings.Require"/>
    public static Settings Require(IConfigurationRoot root) => Settings.Require(root, All);

    /// <summary>The keys whose value is a secret.</summary>
    public static IEnumerable<string> Secrets => Keys<SecretAttribute>();

    /// <summary>The keys whose value names a file with a key in it.</summary>
    public static IEnumerable<string> KeyFiles => Keys<KeyFileAttribute>();

    private static IEnumerable<string> Keys<TMark>()
        where TMark : Attribute =>
        from entry in All
        from property in Settings.Properties(entry.Type)
        where property.GetCustomAttribute<TMark>() is not null
        select $"{entry.Section}:{property.Name}";
}

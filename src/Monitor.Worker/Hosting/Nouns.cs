using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Classifier;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Alerts;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Ballots;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Bluesky;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Mastodon;
using Monitor.Worker.Collection.Sitemaps;
using Monitor.Worker.Collection.Telegram;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Collection.YouTube;
using Monitor.Worker.Contests;
using Monitor.Worker.Drift;
using Monitor.Worker.Evidence;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Answering;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Intake;
using Monitor.Worker.Logging;
using Monitor.Worker.Metrics;
using Monitor.Worker.Nodes;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Reports;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;
using Monitor.Worker.Summaries;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Hosting;

/// <summary>What the daemon is made of.</summary>
internal static class Nouns
{
    /// <summary>Adds every noun of the house, each once, in the order in which an item meets them.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="folder">The daemon's own.</param>
    /// <param name="models">The folder with rules and model.</param>
    /// <param name="shared">Whether other nodes may work on the same database.</param>
    public static void AddNouns(this IServiceCollection services, DataFolder folder, string models, bool shared)
    {
        services.AddSingleton(provider => new Database(
            folder,
            provider.GetRequiredService<StorageOptions>(),
            readOnly: false,
            provider.GetRequiredService<TimeProvider>() as ServerClock
        ));
        services.AddSingleton<Migrations>();
        services.AddSingleton<Nodes.Nodes>();
        services.AddSingleton<JobRuns>();
        services.AddSingleton<NodeEnd>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<HeadFile>();
        services.AddSingleton<Copies>();
        services.AddSingleton<CopyCheck>();
        services.AddSingleton(_ => NetralitasClassifier.Load(models));
        services.AddSingleton<BallotImport>();
        services.AddSingleton<BallotStore>();
        services.AddSingleton<BlindClassifier>();
        services.AddSingleton<VerdictTexts>();
        var keys = services
            .AddDataProtection()
            .SetApplicationName(NipVault.ApplicationName)
            .PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
        if (shared)
        {
            // A key that one node makes by itself when the old one has its years would be unknown to the others: the first node makes one that lasts.
            keys.SetDefaultKeyLifetime(TimeSpan.FromDays(365 * 50));
            if (SharedKeys.HoldsKeys(folder))
            {
                keys.DisableAutomaticKeyGeneration();
            }
        }

        services.AddSingleton<SharedKeys>();
        services.AddSingleton<NipVault>();
        services.AddSingleton(provider => new AsnImport(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Rules>().IsRegion
        ));
        services.AddSingleton(provider => new AccountImport(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Rules>().IsRegion
        ));
        services.AddSingleton<Users>();
        services.AddSingleton<PersonStatuses>();
        services.AddSingleton<PledgeImport>();
        services.AddSingleton<Pledges>();
        services.AddSingleton<People>();
        services.AddSingleton<Accounts>();
        services.AddSingleton(provider => new Attributions(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<Rules>().Regions
        ));
        services.AddSingleton<HostPacing>();
        services.AddSingleton(provider => new WebGate(
            provider.GetRequiredService<CollectionOptions>(),
            provider.GetRequiredService<HostPacing>(),
            provider.GetRequiredService<TimeProvider>(),
            lookup: null,
            provider
                .GetRequiredService<XOptions>()
                .Contracted.And(provider.GetRequiredService<TimestampOptions>().Contracted)
                .And(provider.GetRequiredService<WebhookOptions>().Contracted)
        ));
        services.AddSingleton(_ => new ArticleExtractor(SiteSelectors.Shipped()));
        services.AddSingleton<PageReader>();
        services.AddSingleton<Timetable>();
        services.AddSingleton<ISourceReader, FeedReader>();
        services.AddSingleton<ISourceReader, TelegramReader>();
        services.AddSingleton<ISourceReader, YouTubeReader>();
        services.AddSingleton<ISourceReader, BlueskyReader>();
        services.AddSingleton<ISourceReader, MastodonReader>();
        services.AddSingleton<ISourceReader, SitemapReader>();
        services.AddSingleton<XBudget>();
        services.AddSingleton<XAccounts>();
        services.AddSingleton<XPlanner>();
        services.AddSingleton<XClient>();
        services.AddSingleton<ISourceReader, XReader>();
        services.AddSingleton<XCompliance>();
        services.AddSingleton<Takedown>();
        services.AddSingleton<SourceReaders>();
        services.AddSingleton<SourceStore>();
        services.AddSingleton<SetbackStore>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<SourceTester>();
        services.AddSingleton<Brake>();
        services.AddSingleton<Collector>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<EvidenceCheck>();
        services.AddSingleton<Stamps>();
        services.AddSingleton<Attributor>();
        services.AddSingleton<DrawKey>();
        services.AddSingleton<SampleDraw>();
        services.AddSingleton<Samples>();
        services.AddSingleton<TruthWatch>();
        services.AddSingleton<Intake.Intake>();
        services.AddSingleton<OfficerReports>();
        services.AddSingleton<Turns>();
        services.AddSingleton<FlagStore>();
        services.AddSingleton<Queue>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<DraftKeys>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<EarlierDecisions>();
        services.AddSingleton<FlagMoves>();
        services.AddSingleton<Claims>();
        services.AddSingleton<SavedViews>();
        services.AddSingleton<Cases.Cases>();
        services.AddSingleton<Cases.Carried.CaseFolders>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<Batches>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<DeliverySchedule>();
        services.AddSingleton<Answers>();
        services.AddSingleton<ExportWatch>();
        services.AddSingleton<Summarizer>();
        services.AddSingleton<Circulars>();
        services.AddSingleton<FlagPresenter>();
        services.AddSingleton<Removal>();
        services.AddSingleton<Wiping>();
        services.AddSingleton<Traces>();
        services.AddSingleton<Holds>();
        services.AddSingleton<Requests>();
        services.AddSingleton<Subjects>();
        services.AddSingleton<Corrections>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<Retention>();
        services.AddSingleton<ViewLog>();
        services.AddHostedService(provider => provider.GetRequiredService<ViewLog>());
        services.AddSingleton<RecentLines>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<DriftWatch>();
        services.AddSingleton<OwnWarnings>();
        services.AddSingleton<StatusReport>();
        services.AddSingleton<ChainWatch>();
        services.AddSingleton<IAlertChannel, MailChannel>();
        services.AddSingleton<IAlertChannel, WebhookChannel>();
        services.AddSingleton<Conditions>();
        services.AddSingleton<AlertRound>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<Readings>();
        services.AddSingleton<HealthServer>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthServer>());
        services.AddSingleton<Func<string, string?>>(Environment.GetEnvironmentVariable);
        services.AddHostedService<ServiceManager>();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Monitor.Worker.Alerts;
using Monitor.Worker.Backups;
using Monitor.Worker.Configuration;
using Monitor.Worker.Health;
using Monitor.Worker.Nodes;
using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;
using Monitor.Worker.Timestamps;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Which job runs how often, and where: on every node, or on one of them.</summary>
/// <remarks>
/// What a node does for itself is scheduled in its memory: it collects what it claimed, says that it lives, keeps its own witness of the audit chain.
/// What is done once for all lies on PostgreSQL in the schedule that the nodes share: one of them takes each run, and when it dies in the middle of it another
/// takes that run again. On SQLite there is one node, and everything lies in its memory.
/// </remarks>
internal static class Schedule
{
    // A clock that is given to a scheduler without a name becomes the clock of everything in the container.
    private const string Own = "own";

    /// <summary>Adds the schedulers and every job.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">Checked already.</param>
    /// <param name="time">The clock. The scheduler counts by what goes by on it, not by what it shows: a clock that is set back stops no job.</param>
    public static void AddSchedule(this IServiceCollection services, Settings settings, TimeProvider time)
    {
        var steady = new SteadyTime(time);
        services.AddSingleton(steady);
        var entries = Entries(settings).Where(entry => entry.IsOn).ToList();
        var sharing = settings.Get<StorageOptions>().Provider == StorageProvider.PostgreSql;
        var rhythm = settings.Get<SchedulingOptions>().CollectEvery;
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Pulse>(provider, rhythm));
        services.AddSingleton<JobFaults>();
        services.AddSingleton(new JobSwitches(entries.Select(entry => entry.Name)));
        foreach (var entry in Entries(settings))
        {
            services.AddTransient(entry.Job);
        }

        services.AddQuartz(
            Own,
            quartz =>
            {
                quartz.UseTimeProvider(steady);
                quartz.Watch();
                foreach (var entry in entries.Where(entry => !(sharing && entry.Once) && (sharing || entry.Job != typeof(BeatJob))))
                {
                    quartz.AddJob(entry.Scoped, job => job.WithIdentity(entry.Name));
                    quartz.AddTrigger((_, trigger) => entry.Describe(trigger.ForJob(entry.Name), steady));
                }
            }
        );
        if (sharing)
        {
            var cluster = settings.Get<ClusterOptions>();
            services.AddSingleton(new SharedSchedule([.. entries.Where(entry => entry.Once)]));
            services.AddQuartz(
                JobRuns.Scheduler,
                quartz =>
                {
                    quartz.Watch();
                    quartz.UsePersistentStore(store =>
                    {
                        store.UsePostgres(source =>
                            source.DataSourceFactory = provider => provider.GetRequiredService<Database>().PostgreSql!.Source
                        );
                        store.ConfigureStore(options =>
                        {
                            options.TablePrefix = "quartz_";
                            options.StoreJobDataAsStrings = true;
                            options.UseBackgroundThreads = true;
                            // What was told to stop is not done: another node does it.
                            options.RecoverFiringsCancelledByShutdown = true;
                            options.SchemaProvisioning = SchemaProvisioning.Validate;
                        });
                        store.UseClustering(clustering =>
                        {
                            clustering.CheckinInterval = cluster.BeatEvery;
                            clustering.CheckinMisfireThreshold = cluster.GoneAfter - cluster.BeatEvery;
                        });
                    });
                }
            );
            // The name of the node, not of its start: one that is started again takes up at once what it died at.
            services
                .AddOptions<QuartzSchedulerOptions>(JobRuns.Scheduler)
                .Configure<NodeSelf>(
                    (options, self) =>
                    {
                        options.GenerateInstanceId = false;
                        options.InstanceId = self.Name;
                    }
                );
        }

        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Get<SchedulingOptions>().StopWithin);
    }

    private static IEnumerable<ScheduleEntry> Entries(Settings settings)
    {
        var options = settings.Get<SchedulingOptions>();
        var timestamps = settings.Get<TimestampOptions>();
        yield return ScheduleEntry.Everywhere<BeatJob>("beat", settings.Get<ClusterOptions>().BeatEvery);
        yield return ScheduleEntry.Everywhere<CollectJob>("collect", options.CollectEvery);
        yield return ScheduleEntry.Everywhere<WitnessJob>("witness", TimeSpan.FromMinutes(1));
        // Each node for itself: who can rewrite the record may also hold one of the machines.
        yield return ScheduleEntry.Everywhere<ChainJob>("chain", TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        yield return ScheduleEntry.OnOne<TakedownJob>("takedown", options.TakedownEvery);
        yield return ScheduleEntry.OnOne<EvidenceJob>("evidence", TimeSpan.FromHours(1));
        yield return ScheduleEntry.OnOne<ExportJob>("export", TimeSpan.FromMinutes(1));
        yield return ScheduleEntry.OnOne<StampJob>("stamp", timestamps.Every) with
        {
            IsOn = timestamps.IsOn,
        };
        yield return ScheduleEntry.OnOne<BackupJob>("backup", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)) with
        {
            IsOn = settings.Get<BackupOptions>().IsOn,
        };
        yield return ScheduleEntry.OnOne<AlertJob>("alerts", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)) with
        {
            IsOn = settings.Get<MailOptions>().IsOn || settings.Get<WebhookOptions>().IsOn,
        };
        // Not in the first minutes, in which everything else starts; after that by the day.
        yield return ScheduleEntry.OnOne<RetentionJob>(
            "retention",
            settings.Get<PrivacyOptions>().RetentionEvery,
            TimeSpan.FromMinutes(10)
        );
    }

    private static void Watch(this IQuartzBuilder quartz)
    {
        // A job that is told to stop gives its leases and its turns at hosts back; one that is cut off leaves them to run out.
        quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
        quartz.AddJobListener(provider => provider.GetRequiredService<Pulse>());
    }
}

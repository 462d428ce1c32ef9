using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Monitor.Worker.Alerts;
using Monitor.Worker.Backups;
using Monitor.Worker.Configuration;
using Monitor.Worker.Health;
using Monitor.Worker.Privacy;
using Monitor.Worker.Timestamps;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Which job runs how often.</summary>
internal static class Schedule
{
    /// <summary>Adds the scheduler and every job.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">Checked already.</param>
    public static void AddSchedule(this IServiceCollection services, Settings settings)
    {
        var options = settings.Get<SchedulingOptions>();
        var timestamps = settings.Get<TimestampOptions>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Pulse>(provider, options.CollectEvery));
        services.AddSingleton<JobFaults>();
        services.AddQuartz(quartz =>
        {
            // A job that is told to stop gives its leases and its turns at hosts back; one that is cut off leaves them to run out.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.AddJobListener(provider => provider.GetRequiredService<Pulse>());
            quartz.Every<CollectJob>(services, "collect", options.CollectEvery);
            quartz.Every<TakedownJob>(services, "takedown", options.TakedownEvery);
            quartz.Every<WitnessJob>(services, "witness", TimeSpan.FromMinutes(1));
            quartz.Every<EvidenceJob>(services, "evidence", TimeSpan.FromHours(1));
            quartz.Every<ExportJob>(services, "export", TimeSpan.FromMinutes(1));
            if (timestamps.IsOn)
            {
                quartz.Every<StampJob>(services, "stamp", timestamps.Every);
            }

            if (settings.Get<BackupOptions>().IsOn)
            {
                quartz.Every<BackupJob>(services, "backup", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
            }

            quartz.Every<ChainJob>(services, "chain", TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
            if (settings.Get<MailOptions>().IsOn || settings.Get<WebhookOptions>().IsOn)
            {
                quartz.Every<AlertJob>(services, "alerts", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
            }

            // Not in the first minutes, in which everything else starts; after that by the day.
            quartz.Every<RetentionJob>(services, "retention", settings.Get<PrivacyOptions>().RetentionEvery, TimeSpan.FromMinutes(10));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopWithin);
    }

    // Counted from the end of one round: a long round is not chased by the next, and after a suspend there is nothing to catch up
    // with, for what is due stands in the store.
    private static void Every<TJob>(
        this IQuartzBuilder quartz,
        IServiceCollection services,
        string name,
        TimeSpan interval,
        TimeSpan delay = default
    )
        where TJob : class, IJob
    {
        services.AddTransient<TJob>();
        quartz.AddJob<Scoped<TJob>>(job => job.WithIdentity(name));
        quartz.AddTrigger(
            (provider, trigger) =>
                trigger
                    .ForJob(name)
                    .WithIdentity(name)
                    // By the clock that the scheduler itself goes by.
                    .StartAt(provider.GetRequiredService<TimeProvider>().GetUtcNow() + delay)
                    .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever().MeasureIntervalFromCompletion())
        );
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Monitor.Classifier;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
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
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Drift;
using Monitor.Worker.Evidence;
using Monitor.Worker.Evidence.Timestamps;
using Monitor.Worker.Export;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Reports;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Scheduling;
using Monitor.Worker.Storage;
using Quartz;

namespace Monitor.Worker.Hosting;

/// <summary>Puts the daemon together. <c>run</c>, <c>demo</c> and the tests all start this one; none has a shortcut.</summary>
internal sealed class MonitorHost : IAsyncDisposable
{
    private static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

    private readonly WebApplication _app;
    private readonly DaemonLock _lock;

    private MonitorHost(WebApplication app, DaemonLock daemonLock, string socket)
    {
        _app = app;
        _lock = daemonLock;
        Socket = socket;
    }

    /// <summary>The rules beside the program.</summary>
    public static string RulesDirectory => Path.Combine(Models, "rules");

    /// <summary>Where the verbs reach it.</summary>
    public string Socket { get; }

    /// <summary>The nouns, for the demo's progress display and the tests.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Takes the folder, migrates, opens the socket and starts the schedule.</summary>
    /// <param name="settings">Checked already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where logs go.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="RefusalException">The folder is taken, the database does not fit, or the socket cannot be opened.</exception>
    public static async Task<MonitorHost> StartAsync(
        Settings settings,
        TimeProvider time,
        Action<ILoggingBuilder> logging,
        Rules rules,
        CancellationToken ct
    )
    {
        var folder = new DataFolder(settings.Get<StorageOptions>());
        var daemonLock = DaemonLock.Take(folder);
        try
        {
            var socket = SocketPath.Of(settings.Get<ApiOptions>(), folder);
            // Before Kestrel is told of it, which has an exception of its own for this.
            RequireShort(socket);
            var app = Build(settings, folder, socket, time, logging, rules);
            try
            {
                // What cannot work is found now, with everything that is wrong, and not by the first job or the first caller.
                _ = app.Services.GetRequiredService<NetralitasClassifier>();
                _ = app.Services.GetRequiredService<ArticleExtractor>();
                await app.Services.GetRequiredService<Migrations>().ApplyAsync(ct);
                _ = app.Services.GetRequiredService<NipVault>();
                _ = app.Services.GetRequiredService<StatusReport>();
                _ = app.Services.GetRequiredService<HeadFile>();
                await app.Services.GetRequiredService<Doorkeeper>().RequireAnAdminAsync(ct);
                // Alone on the folder, as the lock says: what a killed daemon had claimed is due now, not when its leases run out.
                await app.Services.GetRequiredService<SourceStore>().ReleaseAllAsync(ct);
                await app.Services.GetRequiredService<HostPacing>().ReleaseAllAsync(ct);
                app.Services.GetRequiredService<Cases.Carried.CaseFolders>().RemoveLeftovers();
                PrepareSocket(socket);
                await app.StartAsync(ct);
                OpenSocketTo(socket, settings.Get<ApiOptions>(), app.Logger);
                return new MonitorHost(app, daemonLock, socket);
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }
        }
        catch
        {
            daemonLock.Dispose();
            throw;
        }
    }

    /// <summary>Loads rules and model as a start would; refuses with everything that is wrong.</summary>
    public static void CheckModels()
    {
        _ = Rules.Load(RulesDirectory);
        _ = SiteSelectors.Load(RulesDirectory);
        _ = NetralitasClassifier.Load(Models);
    }

    /// <summary>Waits until SIGTERM, SIGINT or a fault ends it.</summary>
    public Task WaitAsync(CancellationToken ct) => _app.WaitForShutdownAsync(ct);

    /// <summary>Stops cleanly: no new work, running work to its next safe point, the socket gone.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // However it was stopped: what the last minute recorded has its witness too.
        await _app.Services.GetRequiredService<HeadFile>().WitnessAsync(CancellationToken.None);
        await _app.DisposeAsync();
        File.Delete(Socket);
        _lock.Dispose();
    }

    private static WebApplication Build(
        Settings settings,
        DataFolder folder,
        string socket,
        TimeProvider time,
        Action<ILoggingBuilder> logging,
        Rules rules
    )
    {
        // The empty builder reads no configuration of its own: ours is checked already, and a stray variable must not open a port.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "monitor" });
        builder.Configuration.AddConfiguration(settings.Root.GetSection("Logging"));
        logging(builder.Logging);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Get<ApiOptions>().MaxRequestBytes;
        });
        var services = builder.Services;
        services.AddRoutingCore();
        // Otherwise what cannot be bound is a bare 400 that tells the caller nothing.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = Cli.Invocation.JsonFormat.Encoder;
            // What a contract declares as there is there: a request without it is refused by name instead of failing somewhere inside.
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        foreach (var (type, options) in settings.All)
        {
            services.AddSingleton(type, options);
        }

        services.AddSingleton(time);
        services.AddSingleton(folder);
        services.AddSingleton(rules);
        AddNouns(services, folder);
        AddSchedule(
            services,
            settings.Get<Scheduling.SchedulingOptions>(),
            settings.Get<PrivacyOptions>(),
            settings.Get<TimestampOptions>()
        );
        var app = builder.Build();
        app.UseDoorkeeper();
        Endpoints.Map(app);
        return app;
    }

    private static void AddNouns(IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(provider => new Database(folder, provider.GetRequiredService<StorageOptions>()));
        services.AddSingleton<Migrations>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<HeadFile>();
        services.AddSingleton(_ => NetralitasClassifier.Load(Models));
        services.AddSingleton<BallotImport>();
        services.AddSingleton<BallotStore>();
        services.AddSingleton<BlindClassifier>();
        services.AddSingleton<VerdictTexts>();
        services.AddDataProtection().SetApplicationName(NipVault.ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
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
            provider.GetRequiredService<XOptions>().Contracted.And(provider.GetRequiredService<TimestampOptions>().Contracted)
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
        services.AddSingleton<Collector>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<EvidenceCheck>();
        services.AddSingleton<Stamps>();
        services.AddSingleton<Attributor>();
        services.AddSingleton<SampleDraw>();
        services.AddSingleton<Samples>();
        services.AddSingleton<TruthWatch>();
        services.AddSingleton<Intake.Intake>();
        services.AddSingleton<OfficerReports>();
        services.AddSingleton<FlagStore>();
        services.AddSingleton<Queue>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<EarlierDecisions>();
        services.AddSingleton<FlagMoves>();
        services.AddSingleton<Claims>();
        services.AddSingleton<SavedViews>();
        services.AddSingleton<Cases.Cases>();
        services.AddSingleton<Cases.Carried.CaseFolders>();
        services.AddSingleton<Batches>();
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
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<DriftWatch>();
        services.AddSingleton<StatusReport>();
    }

    private static void AddSchedule(
        IServiceCollection services,
        Scheduling.SchedulingOptions options,
        PrivacyOptions privacy,
        TimestampOptions timestamps
    )
    {
        services.AddQuartz(quartz =>
        {
            // A job that is told to stop gives its leases and its turns at hosts back; one that is cut off leaves them to run out.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.AddJobListener(provider => provider.GetRequiredService<Pulse>());
            quartz.ScheduleJob<CollectJob>(
                trigger =>
                    trigger
                        .WithIdentity("collect")
                        .StartNow()
                        // Counted from the end of one round: a long round is not chased by the next, and after a suspend there is
                        // nothing to catch up with, for the sources themselves know what is due.
                        .WithSimpleSchedule(schedule =>
                            schedule.WithInterval(options.CollectEvery).RepeatForever().MeasureIntervalFromCompletion()
                        ),
                job => job.WithIdentity("collect")
            );
            quartz.ScheduleJob<TakedownJob>(
                trigger =>
                    trigger
                        .WithIdentity("takedown")
                        .StartNow()
                        .WithSimpleSchedule(schedule =>
                            schedule.WithInterval(options.TakedownEvery).RepeatForever().MeasureIntervalFromCompletion()
                        ),
                job => job.WithIdentity("takedown")
            );
            quartz.ScheduleJob<WitnessJob>(
                trigger =>
                    trigger
                        .WithIdentity("witness")
                        .StartNow()
                        .WithSimpleSchedule(schedule =>
                            schedule.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever().MeasureIntervalFromCompletion()
                        ),
                job => job.WithIdentity("witness")
            );
            quartz.ScheduleJob<EvidenceJob>(
                trigger =>
                    trigger
                        .WithIdentity("evidence")
                        .StartNow()
                        .WithSimpleSchedule(schedule =>
                            schedule.WithInterval(TimeSpan.FromHours(1)).RepeatForever().MeasureIntervalFromCompletion()
                        ),
                job => job.WithIdentity("evidence")
            );
            if (timestamps.IsOn)
            {
                quartz.ScheduleJob<StampJob>(
                    trigger =>
                        trigger
                            .WithIdentity("stamp")
                            .StartNow()
                            .WithSimpleSchedule(schedule =>
                                schedule.WithInterval(timestamps.Every).RepeatForever().MeasureIntervalFromCompletion()
                            ),
                    job => job.WithIdentity("stamp")
                );
            }

            quartz.ScheduleJob<RetentionJob>(
                trigger =>
                    trigger
                        .WithIdentity("retention")
                        // Not in the first minutes, in which everything else starts; after that by the day.
                        .StartAt(Clock.Machine.GetUtcNow() + TimeSpan.FromMinutes(10))
                        .WithSimpleSchedule(schedule =>
                            schedule.WithInterval(privacy.RetentionEvery).RepeatForever().MeasureIntervalFromCompletion()
                        ),
                job => job.WithIdentity("retention")
            );
        });
        services.AddSingleton<Ledger>();
        services.AddSingleton<Readings>();
        services.AddSingleton<HealthServer>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthServer>());
        services.AddSingleton<Pulse>();
        services.AddSingleton<Func<string, string?>>(Environment.GetEnvironmentVariable);
        services.AddHostedService<ServiceManager>();
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopWithin);
    }

    private static void RequireShort(string socket)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(socket) > 107)
        {
            throw RefusalException.Wrong(
                $"Jalur soket '{socket}' lebih panjang daripada 107 bita yang diizinkan sistem; pilih --socket atau Api:Socket yang pendek.",
                $"The socket path '{socket}' is longer than the 107 bytes the system allows; choose a short one with --socket or Api:Socket."
            );
        }
    }

    // A socket left by a daemon that was killed would make bind fail. The lock says that no daemon of this folder is alive behind it;
    // one of another folder may be, and a file that is no socket is somebody's.
    private static void PrepareSocket(string socket)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        if (!File.Exists(socket))
        {
            return;
        }

        if (new FileInfo(socket).Length > 0)
        {
            throw RefusalException.Wrong($"'{socket}' adalah berkas, bukan soket.", $"'{socket}' is a file, not a socket.");
        }

        if (Cli.DaemonClient.IsAnswered(socket))
        {
            throw RefusalException.Conflict(
                $"Program lain menjawab di soket {socket}; pilih soket lain.",
                $"Another program answers on the socket {socket}; choose another one."
            );
        }

        File.Delete(socket);
    }

    private static void OpenSocketTo(string socket, ApiOptions options, ILogger log)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Not everybody on the machine may knock: the daemon's own group, or the one that was named.
        const UnixFileMode group = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        if (options.SocketGroup.Length == 0)
        {
            File.SetUnixFileMode(socket, group);
            return;
        }

        var gid =
            UserAccounts.GidOf(options.SocketGroup)
            ?? throw RefusalException.Wrong(
                $"Api:SocketGroup: grup '{options.SocketGroup}' tidak ada di sistem ini.",
                $"Api:SocketGroup: there is no group '{options.SocketGroup}' on this system."
            );
        if (!UserAccounts.TryChangeGroup(socket, gid))
        {
            throw RefusalException.Wrong(
                $"Api:SocketGroup: soket tidak dapat diberikan kepada grup '{options.SocketGroup}'; daemon harus menjadi anggotanya.",
                $"Api:SocketGroup: the socket cannot be given to the group '{options.SocketGroup}'; the daemon must be a member of it."
            );
        }

        File.SetUnixFileMode(socket, group);
        log.LogInformation("The socket {Socket} is open to the group {Group}", socket, options.SocketGroup);
    }
}

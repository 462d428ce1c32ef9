using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Monitor.Classifier;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Client;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;
using Monitor.Worker.Nodes;
using Monitor.Worker.Registry;
using Monitor.Worker.Scheduling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Hosting;

/// <summary>Puts the daemon together. <c>run</c>, <c>demo</c> and the tests all start this one; none has a shortcut.</summary>
internal sealed class MonitorHost : IAsyncDisposable
{
    /// <summary>The folder with rules and model beside the program.</summary>
    public static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

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
                var earlier = await JoinAsync(app.Services, settings, ct);
                _ = app.Services.GetRequiredService<NipVault>();
                _ = app.Services.GetRequiredService<StatusReport>();
                _ = app.Services.GetRequiredService<HeadFile>();
                await app.Services.GetRequiredService<Doorkeeper>().RequireAnAdminAsync(ct);
                await ReleaseAsync(app.Services, earlier, ct);
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
    /// <exception cref="RefusalException">It had to stop by itself: its name is another node's now, or the database a newer program's.</exception>
    public async Task WaitAsync(CancellationToken ct)
    {
        await _app.WaitForShutdownAsync(ct);
        if (_app.Services.GetRequiredService<NodeEnd>().Reason is { } reason)
        {
            throw reason;
        }
    }

    /// <summary>Stops cleanly: no new work, running work to its next safe point, the socket gone.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // However it was stopped: what the last minute recorded has its witness too.
        await _app.Services.GetRequiredService<HeadFile>().WitnessAsync(CancellationToken.None);
        await LeaveAsync();
        await _app.DisposeAsync();
        File.Delete(Socket);
        _lock.Dispose();
    }

    // Says who it is to the others, or refuses; on SQLite there are none.
    private static async Task<string?> JoinAsync(IServiceProvider services, Settings settings, CancellationToken ct)
    {
        if (services.GetRequiredService<Database>().PostgreSql is not { } server)
        {
            return null;
        }

        server.HoldTo(Migrations.Of(StorageProvider.PostgreSql).Count);
        await RequireKeysAsync(services, ct);
        return await services
            .GetRequiredService<Nodes.Nodes>()
            .JoinAsync(
                new NodeFacts(
                    typeof(MonitorHost).Assembly.GetName().Version?.ToString(3) ?? "?",
                    services.GetRequiredService<NetralitasClassifier>().Info.Version,
                    settings.CommonFingerprint()
                ),
                ct
            );
    }

    // Before it joins: a node with other keys was never one of them.
    private static async Task RequireKeysAsync(IServiceProvider services, CancellationToken ct)
    {
        var alone = await services.GetRequiredService<Nodes.Nodes>().IsAloneAsync(ct);
        var keys = services.GetRequiredService<SharedKeys>();
        await keys.RequireAsync(alone, ct);
        await keys.RequireIndexKeyAsync(services.GetRequiredService<NipVault>().KeyFingerprint, ct);
        await services.GetRequiredService<SigningKeys>().RequireInUseAsync(alone, ct);
    }

    // What a killed daemon had claimed is due now and not when its leases run out, where it is known whose it was: everything where there is one daemon, and
    // where there are several what this very node signed before. The lock of the data folder says that nobody lives who did.
    private static async Task ReleaseAsync(IServiceProvider services, string? earlier, CancellationToken ct)
    {
        var (sources, pacing) = (services.GetRequiredService<SourceStore>(), services.GetRequiredService<HostPacing>());
        if (!services.GetRequiredService<Nodes.Nodes>().IsOn)
        {
            await sources.ReleaseAllAsync(ct);
            await pacing.ReleaseAllAsync(ct);
            return;
        }

        if (earlier is not null)
        {
            await sources.ReleaseAsync(earlier, ct);
            await pacing.ReleaseAsync(earlier, ct);
        }

        await services.GetRequiredService<SharedSchedule>().SetAsync(services, ct);
    }

    private async Task LeaveAsync()
    {
        var nodes = _app.Services.GetRequiredService<Nodes.Nodes>();
        if (!nodes.IsOn)
        {
            return;
        }

        try
        {
            await nodes.LeaveAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or RefusalException)
        {
            // The others will take it for gone, which it is.
            _app.Logger.LogWarning(exception, "This node could not say that it stops");
        }
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
        logging(builder.Logging);
        var turnstile = new Turnstile(settings.Get<ApiOptions>());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(
                socket,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.Use(turnstile.Count);
                }
            );
            kestrel.AddServerHeader = false;
            turnstile.Bound(kestrel.Limits);
        });
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddRateLimiter(turnstile.Limit);
        // Otherwise what cannot be bound is a bare 400 that tells the caller nothing.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = Json.Format.Encoder;
            // What a contract declares as there is there: a request without it is refused by name instead of failing somewhere inside.
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        foreach (var (type, options) in settings.All)
        {
            services.AddSingleton(type, options);
        }

        // Several nodes compare their times in the database: they go by its clock.
        var shared = settings.Get<StorageOptions>().Provider == StorageProvider.PostgreSql;
        services.AddSingleton(shared ? new ServerClock(time) : time);
        services.AddSingleton(folder);
        services.AddSingleton(shared ? NodeSelf.At(folder, settings.Get<ClusterOptions>()) : NodeSelf.Alone());
        services.AddSingleton(rules);
        services.AddNouns(folder, Models, shared);
        services.AddSchedule(settings, time);
        var app = builder.Build();
        app.UseDoorkeeper();
        Endpoints.Map(app);
        return app;
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

        if (DaemonClient.IsAnswered(socket))
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

using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection;

/// <summary>The collector between a real web server and a real store; only the clock is turned by hand.</summary>
public abstract class CollectorSuite : Spine
{
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    internal ListLogger<Collector> Log { get; } = new();
    internal FeedSite Site { get; private set; } = null!;
    internal WebGate Gate { get; private set; } = null!;
    internal Collector Collector { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Site = await FeedSite.StartAsync();
        CollectionSettings.AllowedPrivateHosts = [Site.Authority, $"localhost:{Site.Port}"];
        CollectionSettings.Workers = 4;
        Gate = new WebGate(CollectionSettings, new HostPacing(Database, CollectionSettings, Time), Time);
        Collector = NewCollector();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Gate.Dispose();
        await Site.DisposeAsync();
        await base.DisposeAsync();
    }

    internal Collector NewCollector() =>
        new(
            Sources,
            Setbacks,
            new SourceReaders([new FeedReader(Gate)]),
            new PageReader(Gate, new ArticleExtractor(SiteSelectors.Shipped()), CollectionSettings),
            IntakeRoom,
            Timetable,
            new Brake(Database, CollectionSettings, Time, NullLogger<Brake>.Instance),
            CollectionSettings,
            Time,
            Log
        );

    internal async Task WatchAsync(string name, params string[] entries)
    {
        Site.List(name, entries);
        await AddSourceAsync(Site.Feed(name));
    }

    internal Task CollectAsync() => Collector.CollectDueAsync(default);
}

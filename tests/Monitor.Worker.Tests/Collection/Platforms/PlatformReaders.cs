using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Bluesky;
using Monitor.Worker.Collection.Mastodon;
using Monitor.Worker.Collection.Sitemaps;
using Monitor.Worker.Collection.Telegram;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Collection.YouTube;

namespace Monitor.Worker.Tests.Collection.Platforms;

/// <summary>The readers of the platforms between a server that answers as those do and a real store.</summary>
public abstract class PlatformReaders : Spine
{
    private WebGate _gate = null!;

    internal FeedSite Site { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Site = await FeedSite.StartAsync();
        var root = $"http://{Site.Authority}/";
        CollectionSettings.AllowedPrivateHosts = [Site.Authority];
        (CollectionSettings.TelegramUrl, CollectionSettings.YouTubeUrl, CollectionSettings.BlueskyUrl) = (root, root, root);
        _gate = new WebGate(CollectionSettings, new HostPacing(Database, CollectionSettings, Time), Time);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _gate.Dispose();
        await Site.DisposeAsync();
        await base.DisposeAsync();
    }

    internal ISourceReader Reader(string kind) =>
        new SourceReaders([
            new TelegramReader(_gate, IntakeRoom, CollectionSettings),
            new YouTubeReader(_gate, CollectionSettings),
            new BlueskyReader(_gate, CollectionSettings),
            new MastodonReader(_gate),
            new SitemapReader(_gate, CollectionSettings, Time),
        ]).Of(kind);

    /// <summary>Looks once at what a person would write, while the server answers this under the path.</summary>
    internal async Task<SourceReading> LookAsync(string kind, string written, string path, string body)
    {
        Site.Bodies[path] = body;
        var reader = Reader(kind);
        return await reader.ReadAsync(
            new Source
            {
                Kind = kind,
                Url = reader.Locate(written).AbsoluteUri,
                Reads = reader.DefaultReads(hasAccount: true),
            },
            default
        );
    }

    internal Collector Collector() =>
        new(
            Sources,
            Setbacks,
            new SourceReaders([Reader("bluesky"), Reader("sitemap"), Reader("telegram")]),
            new PageReader(_gate, new ArticleExtractor(SiteSelectors.Shipped()), CollectionSettings),
            IntakeRoom,
            Timetable,
            new Brake(Database, CollectionSettings, Time, new ListLogger<Brake>()),
            CollectionSettings,
            Time,
            new ListLogger<Collector>()
        );
}

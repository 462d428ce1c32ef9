using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Configuration;

namespace Monitor.Worker.Collection;

/// <summary>How the collector meets the outside world: who it says it is, how often it knocks, how much it reads. Section <c>Collection</c>.</summary>
internal sealed class CollectionOptions : IValidatableObject
{
    /// <summary>The section of the configuration that binds to this class.</summary>
    public const string Section = "Collection";

    /// <summary>Product token and version sent as User-Agent; the token before the slash is what robots.txt groups are looked up by.</summary>
    [Required]
    [RegularExpression(
        @"^[A-Za-z_-]{1,40}(/[0-9A-Za-z._-]{1,20})?$",
        ErrorMessage = "must be a product token of letters, '-' and '_', optionally followed by '/' and a version"
    )]
    [Description("Product token and version sent as User-Agent; robots.txt is read for the token before the slash.")]
    public string UserAgent { get; set; } = "BawasluMonitor/0.1";

    /// <summary>E-mail address or web page where a site owner reaches the operator; sent with every request. Without it only allow-listed private hosts are fetched.</summary>
    [Personal]
    [StringLength(200)]
    [Contact]
    [Description("E-mail address or web page of the operator, sent in every request. While it is empty no public site is contacted.")]
    public string Contact { get; set; } = "";

    /// <summary>Private hosts that may be fetched, as <c>host</c> or <c>host:port</c>; an entry with a port also allows that port.</summary>
    [HostList]
    [Description("Private hosts that may be fetched: host or host:port, IPv6 in brackets. An entry with a port also allows that port.")]
    public string[] AllowedPrivateHosts { get; set; } = [];

    /// <summary>Shortest time between two requests to one host, across all workers and processes. Public hosts never get less than one second.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    [Description("Shortest time between two requests to one host, across workers and processes; public hosts never get less than 1 s.")]
    public TimeSpan PerHostInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests that may be under way to one host at the same time, across all workers and processes.</summary>
    [Range(1, 8)]
    [Description("Requests that may be under way to one host at the same time, across workers and processes.")]
    public int PerHostConcurrency { get; set; } = 1;

    /// <summary>How long a worker waits for its turn at a host before it gives the request back as postponed.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    [Description("How long a worker waits for its turn at a host before the request is given back as postponed.")]
    public TimeSpan MaxTurnWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Largest feed, in bytes after decompression.</summary>
    [Range(1024, 32 * 1024 * 1024)]
    [Description("Largest feed, in bytes after decompression.")]
    public int MaxFeedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Largest page, in bytes after decompression.</summary>
    [Range(1024, 32 * 1024 * 1024)]
    [Description("Largest page, in bytes after decompression.")]
    public int MaxPageBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Largest picture, in bytes.</summary>
    [Range(1024, 32 * 1024 * 1024)]
    [Description("Largest picture, in bytes.")]
    public int MaxImageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest set of response headers, in bytes; counted in whole KiB.</summary>
    [Range(1024, 1024 * 1024)]
    [Description("Largest set of response headers, in bytes (counted in whole KiB).")]
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Redirects followed for one request; each hop is checked like a new address.</summary>
    [Range(0, 20)]
    [Description("Redirects followed for one request; each hop is checked like a new address.")]
    public int MaxRedirects { get; set; } = 6;

    /// <summary>Network time that one request may take in all, redirects and body included; waiting for a turn does not count.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description("Network time one request may take in all, redirects and body included; waiting for a turn does not count.")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for name look-up, connection and TLS handshake.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    [Description("Longest wait for name look-up, connection and TLS handshake.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a robots.txt is believed (RFC 9309 section 2.4 says at most 24 hours).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    [Description("How long a robots.txt is believed; RFC 9309 says at most 24 hours.")]
    public TimeSpan RobotsCache { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Longest Crawl-delay that is honoured; a longer one is cut to this.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    [Description("Longest Crawl-delay of a robots.txt that is honoured; a longer one is cut to this.")]
    public TimeSpan MaxCrawlDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest Retry-After that is honoured; a longer one is cut to this.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    [Description("Longest Retry-After that is honoured; a longer one is cut to this.")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Sources worked at the same time by one process.</summary>
    [Range(1, 256)]
    [Description("Sources worked at the same time by one process.")]
    public int Workers { get; set; } = 16;

    /// <summary>From when on the store is too slow for collection to go on at full speed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    [Description(
        "How long a write to the database may take, waiting included, before fewer sources are worked at once. Collection slows down, says so in log, status and metrics, and loses nothing."
    )]
    public TimeSpan SlowWrite { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Sources of one host taken into one batch, so that one host cannot starve the others.</summary>
    [Range(1, 100)]
    [Description("Sources of one host taken into one batch, so that one host cannot starve the others.")]
    public int BatchPerHost { get; set; } = 2;

    /// <summary>How long a worker owns a source that it claimed before another may take it over.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "02:00:00")]
    [Description("How long a worker owns a source it claimed before another may take it over.")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two checks of a source that names none of its own.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    [Description("Time between two checks of a source that names none of its own.")]
    public TimeSpan DefaultInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Shortest time between two checks of a source, whatever its rhythm.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    [Description("Shortest time between two checks of a source, whatever its rhythm.")]
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time between two checks of a source, whatever its rhythm or back-off.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    [Description("Longest time between two checks of a source, whatever its rhythm or back-off.")]
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Longest interval that a source's own rhythm leads to: what is published rarely may be deleted quickly all the same.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    [Description("Longest interval that a source's own rhythm leads to: what is published rarely may be deleted quickly all the same.")]
    public TimeSpan MaxRhythmInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest interval that a site gets by asking for it with ttl or cache headers. Retry-After and robots.txt have their own.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    [Description(
        "Longest interval that a site gets by asking for it with ttl or cache headers; Retry-After and robots.txt have their own."
    )]
    public TimeSpan MaxAskedInterval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Pages of one article that are read and joined.</summary>
    [Range(1, 20)]
    [Description("Pages of one article that are read and joined; each is a request of its own.")]
    public int MaxArticlePages { get; set; } = 5;

    /// <summary>Where Telegram shows public channels.</summary>
    [Required]
    [BaseAddress]
    [Description("Base address of Telegram's public channel previews, used when a telegram source is added.")]
    public string TelegramUrl { get; set; } = "https://t.me/";

    /// <summary>Where YouTube publishes the feeds of its channels.</summary>
    [Required]
    [BaseAddress]
    [Description("Base address of YouTube's channel feeds, used when a youtube source is added.")]
    public string YouTubeUrl { get; set; } = "https://www.youtube.com/";

    /// <summary>Bluesky's public interface.</summary>
    [Required]
    [BaseAddress]
    [Description("Base address of Bluesky's public interface, used when a bluesky source is added.")]
    public string BlueskyUrl { get; set; } = "https://public.api.bsky.app/";

    /// <summary>How many times longer than its usual gap a source may bring nothing new before it turns red.</summary>
    [Range(2, 100)]
    [Description("How many times longer than its usual gap a source may bring nothing new before it turns red.")]
    public int SilenceFactor { get; set; } = 7;

    /// <summary>A source that brings nothing new turns red no sooner than this, whatever its rhythm.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    [Description("A source that brings nothing new turns red no sooner than this, whatever its rhythm.")]
    public TimeSpan SilenceAtLeast { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Pages in a row without article text that turn a source red.</summary>
    [Range(1, 100)]
    [Description("Pages in a row without article text that turn a source red.")]
    public int EmptyPagesToRed { get; set; } = 5;

    /// <summary>What one property alone cannot say: the shortest interval is not longer than the longest.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinInterval > MaxInterval)
        {
            yield return new ValidationResult($"must not be longer than MaxInterval ({MaxInterval})", [nameof(MinInterval)]);
        }
    }

    /// <summary>Holds for an empty contact and for one that may stand in a header.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    private sealed class ContactAttribute() : ValidationAttribute("must be an e-mail address or an http(s) address")
    {
        public override bool IsValid(object? value) => value is "" || (value is string contact && WebIdentity.IsContact(contact));
    }

    /// <summary>Holds for a whole http or https address that ends in a slash, so that a path can be put behind it.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    private sealed class BaseAddressAttribute() : ValidationAttribute("must be a whole http or https address that ends in '/'")
    {
        public override bool IsValid(object? value) =>
            value is string address
            && address.EndsWith('/')
            && Uri.TryCreate(address, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https";
    }

    /// <summary>Holds when every entry can be read; names the first that cannot.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    private sealed class HostListAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
            (value as string[])?.FirstOrDefault(static entry => !AllowedHosts.TryParse(entry, out _)) is { } bad
                ? new ValidationResult($"takes host or host:port (IPv6 in brackets), not '{bad}'", [validationContext.MemberName!])
                : ValidationResult.Success;
    }
}

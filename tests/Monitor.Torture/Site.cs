using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Monitor.Torture;

/// <summary>How an entry behaves.</summary>
internal enum Kind
{
    /// <summary>Is there and stays.</summary>
    Good,

    /// <summary>Its page fails the first time it is asked for.</summary>
    Flaky,

    /// <summary>Its page is not there: the daemon has to set it aside.</summary>
    Missing,
}

/// <summary>One thing that was published.</summary>
/// <param name="Id">Its native id, the same on no other feed.</param>
/// <param name="Feed">Where.</param>
/// <param name="Kind">How it behaves.</param>
internal sealed record Entry(string Id, string Feed, Kind Kind);

/// <summary>
/// A newsroom and some accounts on 127.0.0.1. It knows what it published, and what the daemon said that it has: whoever sends the validator of a feed
/// (<c>If-None-Match</c>) has taken every entry of that version, or remembers it. From then on, and not before, the feed may drop an entry.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>Feeds whose entries are the text itself, each of a registered account.</summary>
    public static readonly IReadOnlyList<string> AccountFeeds = ["akun-1", "akun-2", "akun-3"];

    /// <summary>Feeds whose entries announce pages.</summary>
    public static readonly IReadOnlyList<string> NewsFeeds = ["kabar-1", "kabar-2", "kabar-3"];

    private const int Window = 25;

    private readonly Lock _lock = new();
    private readonly WebApplication _server;
    private readonly Dictionary<string, List<Entry>> _listed = [];
    private readonly Dictionary<string, IReadOnlyList<Entry>> _versions = [];
    private readonly Dictionary<string, Entry> _published = [];
    private readonly HashSet<string> _taken = [];
    private readonly HashSet<string> _asked = [];
    private readonly ConcurrentDictionary<string, bool> _bodies = new(StringComparer.Ordinal);
    private readonly Random _random;
    private int _count;

    private Site(WebApplication server, int seed)
    {
        (_server, _random) = (server, new Random(seed));
        foreach (var feed in Feeds)
        {
            _listed[feed] = [];
        }
    }

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Feeds => AccountFeeds.Concat(NewsFeeds);

    /// <summary>Host and port.</summary>
    public string Authority => $"127.0.0.1:{new Uri(_server.Urls.Single()).Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>How many were published.</summary>
    public int Count => _count;

    /// <summary>How many left their feed so far.</summary>
    public int Dropped { get; private set; }

    public static async Task<Site> StartAsync(int seed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        var site = new Site(server, seed);
        ((IApplicationBuilder)server).Run(site.AnswerAsync);
        await server.StartAsync();
        return site;
    }

    /// <summary>The address of a feed.</summary>
    public string UrlOf(string feed) => $"http://{Authority}/{feed}.xml";

    /// <summary>Publishes so many entries on feeds of its choice, and takes some that are taken out of theirs.</summary>
    public void Publish(int count)
    {
        lock (_lock)
        {
            for (var i = 0; i < count; i++)
            {
                var feed = Feeds.ElementAt(_random.Next(AccountFeeds.Count + NewsFeeds.Count));
                var chance = _random.Next(40);
                var kind =
                    AccountFeeds.Contains(feed) || chance > 1 ? Kind.Good
                    : chance == 0 ? Kind.Flaky
                    : Kind.Missing;
                var entry = new Entry($"b{++_count}", feed, kind);
                _published[entry.Id] = entry;
                _listed[feed].Insert(0, entry);
            }

            foreach (var listed in _listed.Values)
            {
                // Some go early, out of the middle; the rest when the window is full. What nobody took stays, however long the feed becomes.
                Dropped += listed.RemoveAll(entry => _taken.Contains(entry.Id) && _random.Next(20) == 0);
                for (var last = listed.Count - 1; listed.Count > Window && last > 0; last--)
                {
                    if (_taken.Contains(listed[last].Id))
                    {
                        listed.RemoveAt(last);
                        Dropped++;
                    }
                }
            }
        }
    }

    /// <summary>What the daemon has said that it has.</summary>
    public List<Entry> Taken()
    {
        lock (_lock)
        {
            return [.. _taken.Select(id => _published[id])];
        }
    }

    /// <summary>Everything.</summary>
    public List<Entry> Published()
    {
        lock (_lock)
        {
            return [.. _published.Values];
        }
    }

    /// <summary>Whether bytes of this SHA-256 were ever answered.</summary>
    public bool Served(string sha256) => _bodies.ContainsKey(sha256);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path.EndsWith(".xml", StringComparison.Ordinal) && _listed.ContainsKey(path[1..^4]))
        {
            await AnswerFeedAsync(http, path[1..^4]);
        }
        else if (path.StartsWith("/p/", StringComparison.Ordinal))
        {
            await AnswerPageAsync(http, path[3..]);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task AnswerFeedAsync(HttpContext http, string feed)
    {
        string body;
        string etag;
        lock (_lock)
        {
            if (_versions.TryGetValue(http.Request.Headers.IfNoneMatch.ToString(), out var before))
            {
                _taken.UnionWith(before.Select(entry => entry.Id));
            }

            var listed = _listed[feed].ToArray();
            body = Rss(listed);
            etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..24]}\"";
            _versions[etag] = listed;
        }

        http.Response.Headers.ETag = etag;
        if (http.Request.Headers.IfNoneMatch == etag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await WriteAsync(http, "application/rss+xml; charset=utf-8", body);
    }

    private async Task AnswerPageAsync(HttpContext http, string id)
    {
        Entry? entry;
        bool first;
        lock (_lock)
        {
            entry = _published.GetValueOrDefault(id);
            first = _asked.Add(id);
        }

        if (entry is null or { Kind: Kind.Missing })
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (entry.Kind == Kind.Flaky && first)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        else
        {
            await WriteAsync(http, "text/html; charset=utf-8", Page(id));
        }
    }

    private async Task WriteAsync(HttpContext http, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        _bodies[Convert.ToHexStringLower(SHA256.HashData(bytes))] = true;
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static string Page(string id) =>
        $"""
            <!DOCTYPE html><html lang="id"><head><title>Berita {WordOf(id)}</title></head><body><article><h1>Berita {WordOf(id)}</h1>
            {string.Concat(Enumerable.Range(1, 4).Select(i => $"<p>{TextOf(id, i)}</p>"))}
            </article></body></html>
            """;

    // The texts of two entries share few words, so that none is taken for another's.
    private static string TextOf(string id, int paragraph) =>
        string.Join(' ', Enumerable.Range(0, 24).Select(i => WordOf($"{id}/{paragraph}/{i}"))) + $" di desa {WordOf(id)}.";

    private static string WordOf(string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(what));
        return string.Concat(hash.Take(4).Select(one => $"{"bdgklmnprst"[one % 11]}{"aiueo"[one / 11 % 5]}"));
    }

    private static string Rss(IReadOnlyList<Entry> entries)
    {
        var items = entries.Select(entry =>
            $"<item><guid isPermaLink=\"false\">{entry.Id}</guid><link>/p/{entry.Id}</link><title>Berita {WordOf(entry.Id)}</title><description>{TextOf(entry.Id, 0)}</description></item>"
        );
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Kabar</title><link>/</link>{string.Concat(items)}</channel></rss>";
    }

    // The harness's process is not the server's to stop.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

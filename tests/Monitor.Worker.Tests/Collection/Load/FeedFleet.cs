using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Monitor.Worker.Tests.Collection.Load;

/// <summary>How a feed of the fleet behaves.</summary>
internal enum Conduct
{
    /// <summary>Something new at each check.</summary>
    Fresh,

    /// <summary>304 after the first time.</summary>
    Same,

    /// <summary>500 always.</summary>
    Broken,

    /// <summary>Ten seconds for an answer.</summary>
    Slow,

    /// <summary>A body without end.</summary>
    Huge,

    /// <summary>429 with a Retry-After of two minutes, every other time.</summary>
    Tired,

    /// <summary>Takes the connection and never answers.</summary>
    Mute,

    /// <summary>Nobody listens.</summary>
    Dead,
}

/// <summary>
/// Many hosts with five feeds each: every host is an address of its own in 127.0.0.0/8, so that each is paced by itself. On one host a feed that misbehaves
/// stands beside good ones; tired, mute and dead hosts are so as a whole.
/// </summary>
internal sealed class FeedFleet : IAsyncDisposable
{
    private const int FeedsPerHost = 5;

    private readonly WebApplication _server;
    private readonly TimeProvider _time;
    private readonly List<string> _hosts = [];
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    private FeedFleet(WebApplication server, TimeProvider time) => (_server, _time) = (server, time);

    /// <summary>The feeds, with how each behaves.</summary>
    public List<(string Url, Conduct Conduct)> Feeds { get; } = [];

    /// <summary>Every request: the host, the feed's address (or robots.txt), when it came and when the last of its answer was handed over.</summary>
    public ConcurrentQueue<(string Host, string Url, DateTimeOffset Came, DateTimeOffset Gone)> Requests { get; } = [];

    /// <summary>For the allow-list.</summary>
    public string[] Hosts => [.. _hosts];

    public static async Task<FeedFleet> StartAsync(int feeds, TimeProvider time, bool withSlowOnes)
    {
        var hosts = (feeds + FeedsPerHost - 1) / FeedsPerHost;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                for (var i = 0; i < hosts; i++)
                {
                    kestrel.Listen(Address(i), 0);
                }
            });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        var fleet = new FeedFleet(server, time);
        ((IApplicationBuilder)server).Run(fleet.AnswerAsync);
        await server.StartAsync();
        var ports = server.Urls.Select(url => new Uri(url)).ToDictionary(url => url.Host, url => url.Port, StringComparer.Ordinal);
        for (var i = 0; i < feeds; i++)
        {
            var host = Address(i / FeedsPerHost).ToString();
            var conduct = ConductOf(i, withSlowOnes);
            var authority = $"{host}:{(conduct == Conduct.Dead ? FreePort() : ports[host])}";
            if (i % FeedsPerHost == 0)
            {
                fleet._hosts.Add(authority);
            }

            fleet.Feeds.Add(($"http://{(conduct == Conduct.Dead ? fleet._hosts[^1] : authority)}/{conduct}/{i}.xml", conduct));
        }

        return fleet;
    }

    /// <summary>The shortest time between the end of one answer and the next request to the same host.</summary>
    public (TimeSpan Shortest, string Host) ClosestRequests() =>
        Requests
            .GroupBy(request => request.Host, StringComparer.Ordinal)
            .SelectMany(host =>
            {
                var ordered = host.OrderBy(request => request.Came).ToList();
                return ordered.Zip(ordered.Skip(1)).Select(pair => (pair.Second.Came - pair.First.Gone, host.Key));
            })
            .DefaultIfEmpty((TimeSpan.MaxValue, ""))
            .Min();

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private static IPAddress Address(int host) => new([127, 77, (byte)(host / 200), (byte)(1 + (host % 200))]);

    private static Conduct ConductOf(int feed, bool withSlowOnes)
    {
        // Of twenty hosts one is tired, one is dead and one is mute.
        var whole = feed / FeedsPerHost % 20;
        return whole == 4 ? Conduct.Tired
            : whole == 9 ? Conduct.Dead
            : whole == 14 && withSlowOnes ? Conduct.Mute
            : (feed % FeedsPerHost, feed / FeedsPerHost % 4) switch
            {
                (0, _) or (1, _) => Conduct.Fresh,
                (2, _) or (3, 0) => Conduct.Same,
                (3, 1) => Conduct.Broken,
                (3, 2) when withSlowOnes => Conduct.Slow,
                (3, 3) => Conduct.Huge,
                _ => Conduct.Same,
            };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var came = _time.GetUtcNow();
        var gone = came;
        var url = $"http://{http.Request.Host}{http.Request.Path}";
        try
        {
            var conduct = Enum.TryParse<Conduct>(http.Request.Path.Value!.Split('/')[1], out var found) ? found : (Conduct?)null;
            await AnswerAsync(http, url, conduct, () => gone = _time.GetUtcNow());
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The collector hung up: it had enough, or waited long enough.
            gone = gone > came ? gone : came;
        }
        finally
        {
            Requests.Enqueue((http.Request.Host.Host, url, came, gone));
        }
    }

    private async Task AnswerAsync(HttpContext http, string url, Conduct? conduct, Action hands)
    {
        var count = _asked.AddOrUpdate(url, 1, (_, before) => before + 1);
        switch (conduct)
        {
            case null:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
            case Conduct.Broken:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case Conduct.Tired when count % 2 == 0:
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = "120";
                break;
            case Conduct.Mute:
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, http.RequestAborted);
                break;
            case Conduct.Huge:
                var flood = new byte[64 * 1024];
                for (var sent = 0L; ; sent += flood.Length)
                {
                    // What is written after the cap lies in buffers: the reader has hung up already.
                    if (sent < 8 * 1024 * 1024)
                    {
                        hands();
                    }

                    await http.Response.Body.WriteAsync(flood, http.RequestAborted);
                }

            default:
                if (conduct == Conduct.Slow)
                {
                    await Task.Delay(TimeSpan.FromSeconds(10), _time, http.RequestAborted);
                }

                if (conduct != Conduct.Fresh && http.Request.Headers.IfNoneMatch.Count > 0)
                {
                    http.Response.StatusCode = StatusCodes.Status304NotModified;
                    break;
                }

                http.Response.Headers.ETag = $"\"{count}\"";
                hands();
                await http.Response.WriteAsync(Rss(url, conduct == Conduct.Fresh ? count : 1), http.RequestAborted);
                return;
        }

        hands();
    }

    private static string Rss(string url, int newest)
    {
        var text = new StringBuilder("<rss version=\"2.0\"><channel><title>Kabar</title>");
        for (var i = newest; i > Math.Max(0, newest - 3); i--)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<item><guid>{url}#{i}</guid><description>Kabar nomor {i} dari {url}: warga membersihkan saluran irigasi bersama-sama.</description></item>"
            );
        }

        return text.Append("</channel></rss>").ToString();
    }

    // The test's process is not the server's to stop.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

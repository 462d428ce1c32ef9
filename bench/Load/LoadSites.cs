using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Monitor.Bench.Load;

/// <summary>
/// Many sites on this machine: every host is an address of its own in 127.0.0.0/8, so that each is paced by itself. Each look at a feed finds so many new
/// entries, until as many as were ordered have been listed.
/// </summary>
internal sealed class LoadSites : IAsyncDisposable
{
    private readonly LoadOptions _options;
    private readonly LoadTexts _texts;
    private readonly WebApplication _server;
    private readonly long[] _newest;
    private long _left;
    private long _listed;
    private long _requests;

    private LoadSites(LoadOptions options, LoadTexts texts, WebApplication server)
    {
        (_options, _texts, _server, _left) = (options, texts, server, options.Items);
        _newest = new long[options.Hosts * options.FeedsPerHost];
    }

    /// <summary>The addresses of the feeds; the first ones announce pages.</summary>
    public IReadOnlyList<(string Url, bool HasPages)> Feeds { get; private set; } = [];

    /// <summary>For the allow-list.</summary>
    public IReadOnlyList<string> Hosts { get; private set; } = [];

    /// <summary>Entries that were listed in answers that went out whole.</summary>
    public long Listed => Interlocked.Read(ref _listed);

    /// <summary>Requests that were answered.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Opens the sites.</summary>
    public static async Task<LoadSites> StartAsync(LoadOptions options, LoadTexts texts)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                for (var i = 0; i < options.Hosts; i++)
                {
                    kestrel.Listen(Address(i), 0);
                }
            });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        var sites = new LoadSites(options, texts, server);
        ((IApplicationBuilder)server).Run(sites.AnswerAsync);
        await server.StartAsync();
        sites.Hosts = [.. server.Urls.Select(url => new Uri(url).Authority)];
        var withPages = (int)Math.Round(options.Pages * sites._newest.Length);
        sites.Feeds =
        [
            .. Enumerable
                .Range(0, sites._newest.Length)
                .Select(feed => ($"http://{sites.Hosts[feed % options.Hosts]}/umpan/{feed}", feed < withPages)),
        ];
        return sites;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private static IPAddress Address(int host) => new([127, 80, (byte)(host / 200), (byte)(1 + (host % 200))]);

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Split('/');
        Interlocked.Increment(ref _requests);
        switch (path)
        {
            case ["", "umpan", var feed]:
                await ListAsync(http, int.Parse(feed, CultureInfo.InvariantCulture));
                break;
            case ["", "halaman", var feed, var number]:
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync(
                    _texts.Page(int.Parse(feed, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture))
                );
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task ListAsync(HttpContext http, int feed)
    {
        var fresh = (int)Math.Clamp(Interlocked.Add(ref _left, -_options.Fresh) + _options.Fresh, 0, _options.Fresh);
        var newest = Interlocked.Add(ref _newest[feed], fresh);
        var rss = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Kabar</title>");
        for (var number = newest; number > Math.Max(0, newest - _options.Entries); number--)
        {
            rss.Append(
                CultureInfo.InvariantCulture,
                $"<item><guid isPermaLink=\"false\">{feed}-{number}</guid><link>http://{http.Request.Host}/halaman/{feed}/{number}</link><description>{WebUtility.HtmlEncode(_texts.Of(feed, number))}</description></item>"
            );
        }

        http.Response.ContentType = "application/rss+xml; charset=utf-8";
        await http.Response.WriteAsync(rss.Append("</channel></rss>").ToString(), http.RequestAborted);
        Interlocked.Add(ref _listed, fresh);
    }

    // The program is not the server's to stop.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

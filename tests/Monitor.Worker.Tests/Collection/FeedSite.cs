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
using Monitor.Worker.Hosting;

namespace Monitor.Worker.Tests.Collection;

/// <summary>
/// A newsroom on 127.0.0.1 behind a real web server: feeds <c>/NAME.xml</c> with validators, and a page for each entry. A test changes what
/// is served while it runs, makes paths fail, and can hold answers back.
/// </summary>
internal sealed class FeedSite : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _feeds = new(StringComparer.Ordinal);

    private FeedSite(WebApplication server) => _server = server;

    /// <summary>Statuses that are answered instead of what a path holds, with a Retry-After in seconds where one is given.</summary>
    public ConcurrentDictionary<string, (int Status, int? RetryAfter)> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>Bodies that are answered instead of what a path holds.</summary>
    public ConcurrentDictionary<string, string> Bodies { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are answered as they are.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths that redirect, with the status and the path they lead to.</summary>
    public ConcurrentDictionary<string, (int Status, string To)> Redirects { get; } = new(StringComparer.Ordinal);

    /// <summary>Headers that the answers of a path carry besides.</summary>
    public ConcurrentDictionary<string, (string Name, string Value)> Headers { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths whose answer waits for the task.</summary>
    public ConcurrentDictionary<string, Task> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>Every request that came, with the status of its answer (0 while there is none).</summary>
    public ConcurrentQueue<Visit> Visits { get; } = [];

    public int Port => new Uri(_server.Urls.Single()).Port;

    public string Authority => $"127.0.0.1:{Port}";

    public static async Task<FeedSite> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        var site = new FeedSite(server);
        ((IApplicationBuilder)server).Run(site.AnswerAsync);
        await server.StartAsync();
        return site;
    }

    /// <summary>The address of a feed, by the host's number or, as another host, by its name.</summary>
    public string Feed(string name, string host = "127.0.0.1") => $"http://{host}:{Port}/{name}.xml";

    /// <summary>Sets what a feed lists, the newest first.</summary>
    public void List(string name, params IReadOnlyList<string> entries) => _feeds[$"/{name}.xml"] = entries;

    /// <summary>How often a path was asked for.</summary>
    public int Asked(string path) => Visits.Count(visit => visit.Path == path);

    /// <summary>The body text of an entry's page.</summary>
    public static string TextOf(string entry) =>
        string.Join(
            "\n\n",
            Enumerable
                .Range(1, 4)
                .Select(i =>
                    $"Paragraf {i} tentang {entry}: warga Kecamatan Kajen membersihkan saluran irigasi bersama-sama sejak pagi, dan camat menyampaikan terima kasih kepada semua yang datang membantu pekerjaan itu."
                )
        );

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var visit = new Visit(path, http.Request.QueryString.Value ?? "");
        Visits.Enqueue(visit);
        if (Held.TryGetValue(path, out var held))
        {
            await held.WaitAsync(http.RequestAborted);
        }

        if (Headers.TryGetValue(path, out var header))
        {
            http.Response.Headers[header.Name] = header.Value;
        }

        // A further page of an article, or of a channel, differs by its query alone.
        var body = Bodies.GetValueOrDefault(path + http.Request.QueryString.Value) ?? Bodies.GetValueOrDefault(path);
        if (Failing.TryGetValue(path + http.Request.QueryString.Value, out var failing) || Failing.TryGetValue(path, out failing))
        {
            http.Response.StatusCode = failing.Status;
            if (failing.RetryAfter is { } seconds)
            {
                http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }
        }
        else if (Files.TryGetValue(path, out var file))
        {
            http.Response.ContentType = "application/gzip";
            await http.Response.Body.WriteAsync(file, http.RequestAborted);
        }
        else if (Redirects.TryGetValue(path, out var redirect))
        {
            http.Response.StatusCode = redirect.Status;
            http.Response.Headers.Location = redirect.To;
        }
        else if (body is not null)
        {
            await WriteAsync(http, "text/html; charset=utf-8", body);
        }
        else if (_feeds.TryGetValue(path, out var entries))
        {
            var feed = Rss(entries);
            var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(feed)))[..16]}\"";
            http.Response.Headers.ETag = etag;
            if (http.Request.Headers.IfNoneMatch == etag)
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
            }
            else
            {
                await WriteAsync(http, "application/rss+xml; charset=utf-8", feed);
            }
        }
        else if (path.StartsWith("/p/", StringComparison.Ordinal))
        {
            await WriteAsync(http, "text/html; charset=utf-8", Page(path[3..]));
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        visit.Status = http.Response.StatusCode;
    }

    private static Task WriteAsync(HttpContext http, string type, string body)
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static string Page(string entry) =>
        $"""
            <!DOCTYPE html><html lang="id"><head><title>Berita {entry}</title></head><body><article><h1>Berita {entry}</h1>
            {string.Concat(TextOf(entry).Split("\n\n").Select(paragraph => $"<p>{paragraph}</p>"))}
            </article></body></html>
            """;

    private static string Rss(IReadOnlyList<string> entries)
    {
        var items = entries.Select(entry =>
            $"<item><guid isPermaLink=\"false\">{entry}</guid><link>/p/{entry}</link><title>Berita {entry}</title><description>Ringkasan {entry}.</description></item>"
        );
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Kabar</title><link>/</link>{string.Concat(items)}</channel></rss>";
    }

    /// <summary>One request.</summary>
    internal sealed class Visit(string path, string query)
    {
        /// <summary>When it came, by the machine's own counter.</summary>
        public TimeSpan Came { get; } = Clock.Machine.GetElapsedTime(0);

        public string Path { get; } = path;
        public string Query { get; } = query;
        public int Status { get; set; }
    }

    // The test's process is not the server's to stop.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Monitor.Worker.Tests.Alerts;

/// <summary>A receiver of webhooks on 127.0.0.1 behind a real web server.</summary>
internal sealed class WebhookSink : IAsyncDisposable
{
    private readonly WebApplication _server;

    private WebhookSink(WebApplication server) => _server = server;

    /// <summary>What came: method, signature and body.</summary>
    public ConcurrentQueue<(string Method, string? Signature, string? MediaType, byte[] Body)> Received { get; } = [];

    /// <summary>What is answered.</summary>
    public int Status { get; set; } = 204;

    /// <summary>Where the answer leads; null leads nowhere.</summary>
    public string? Location { get; set; }

    public string Authority => new Uri(_server.Urls.Single()).Authority;

    public string Url => $"http://{Authority}/kait";

    public static async Task<WebhookSink> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        var sink = new WebhookSink(server);
        ((IApplicationBuilder)server).Run(sink.AnswerAsync);
        await server.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Received.Enqueue(
            (http.Request.Method, http.Request.Headers["X-Monitor-Signature"].FirstOrDefault(), http.Request.ContentType, body.ToArray())
        );
        http.Response.StatusCode = Status;
        if (Location is not null)
        {
            http.Response.Headers.Location = Location;
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

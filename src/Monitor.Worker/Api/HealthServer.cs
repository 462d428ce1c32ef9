using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Health;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Api;

/// <summary>
/// Probes and metrics on a loopback port, off by default. A server of its own beside the socket's: nothing of the socket's endpoints can be
/// reached through it, because they are not in it.
/// </summary>
internal sealed class HealthServer(
    HealthOptions options,
    Ledger ledger,
    Readings readings,
    Pulse pulse,
    Nodes.Nodes nodes,
    ILogger<HealthServer> log
) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>The port that is listened on; null while it is off. With a configured port that is the same one.</summary>
    public int? Port { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Port == 0)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "monitor" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 16;
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGet("/healthz", (Delegate)(() => Probe(pulse.IsAlive)));
        _app.MapGet("/readyz", async (CancellationToken ct) => Probe(pulse.IsAlive && nodes.IsMember && await pulse.IsReadyAsync(ct)));
        _app.MapGet("/metrics", MetricsAsync);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException taken)
        {
            throw RefusalException.Conflict(
                $"Port 127.0.0.1:{options.Port} (Health:Port) tidak dapat dibuka: {taken.Message}",
                $"The port 127.0.0.1:{options.Port} (Health:Port) cannot be opened: {taken.Message}"
            );
        }

        Port = options.Port;
        log.LogInformation("Probes and metrics on 127.0.0.1:{Port}", options.Port);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IResult Probe(bool good) =>
        good ? Results.Text("ok\n") : Results.Text("not ok\n", statusCode: StatusCodes.Status503ServiceUnavailable);

    private async Task<IResult> MetricsAsync(HttpRequest request, CancellationToken ct)
    {
        var openMetrics = request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        var text = OpenMetricsText.Write(ledger, Readings.All, await readings.TakeAsync(ct), openMetrics);
        return Results.Text(text, openMetrics ? OpenMetricsText.OpenMetricsType : OpenMetricsText.PrometheusType);
    }
}

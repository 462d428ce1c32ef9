using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Tests.Api;

/// <summary>The loopback port for probes and metrics, on a real daemon.</summary>
public sealed class HealthServerTests : IAsyncLifetime
{
    private readonly int _port = FreePort();
    private readonly HttpClient _client = new();
    private Daemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await Daemon.StartAsync(("Health:Port", $"{_port}"));
        _client.BaseAddress = new Uri($"http://127.0.0.1:{_port}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task AHealthyDaemonSaysSo(string path)
    {
        using var answer = await _client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task EveryFamilyOfTheDocumentationIsInTheAnswer()
    {
        using var first = await _daemon.AskAsync("GET", "/status", Roles.Admin);
        using var answer = await _client.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.All(Measures.All.Concat(Readings.All), family => Assert.Contains($" {family.Name}", text, StringComparison.Ordinal));
        Assert.Matches("monitor_api_requests_total\\{endpoint=\"/status\",status=\"200\"\\} [1-9]", text);
        Assert.Matches("monitor_build_info\\{version=\"[0-9.]+\",model=\"[^\"]+\"\\} 1", text);
    }

    [Fact]
    public async Task WhoeverAsksForOpenMetricsGetsThem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));
        using var answer = await _client.SendAsync(request);
        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("# EOF\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingOfTheSocketCanBeReachedThroughIt()
    {
        foreach (var row in EndpointTable.All)
        {
            using var request = new HttpRequestMessage(new HttpMethod(row.Method), row.Path.Replace("{", "", StringComparison.Ordinal));
            using var answer = await _client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task ATakenPortStopsTheStartWithOneSentence()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Daemon.StartAsync(("Health:Port", $"{_port}")));
        Assert.Contains($"127.0.0.1:{_port} (Health:Port) cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

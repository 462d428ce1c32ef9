using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;

namespace Monitor.Worker.Tests.Api;

/// <summary>A daemon in the test's own process, on a real socket in a temporary folder, with one test user for each role.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    private Daemon() { }

    public MonitorHost Host { get; private set; } = null!;

    /// <summary>Starts one; each role has a test user of its own name.</summary>
    public static Task<Daemon> StartAsync(params (string Key, string? Value)[] settings) =>
        StartAsync(logging => logging.ClearProviders(), settings);

    /// <summary>As above, with the log where the test wants it.</summary>
    public static async Task<Daemon> StartAsync(Action<ILoggingBuilder> logging, params (string Key, string? Value)[] settings)
    {
        var daemon = new Daemon();
        try
        {
            daemon.Host = await StartHostAsync(daemon._temp["data"], Clock.Machine, logging, settings);
            return daemon;
        }
        catch
        {
            daemon._temp.Dispose();
            throw;
        }
    }

    /// <summary>A host on a folder that the caller keeps.</summary>
    public static Task<MonitorHost> StartHostAsync(string folder, params (string Key, string? Value)[] settings) =>
        StartHostAsync(folder, Clock.Machine, settings);

    /// <summary>As above, on a clock of the caller's.</summary>
    public static Task<MonitorHost> StartHostAsync(string folder, TimeProvider time, params (string Key, string? Value)[] settings) =>
        StartHostAsync(folder, time, logging => logging.ClearProviders(), settings);

    private static Task<MonitorHost> StartHostAsync(
        string folder,
        TimeProvider time,
        Action<ILoggingBuilder> logging,
        params (string Key, string? Value)[] settings
    )
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:Directory"] = folder,
            ["Storage:Durability"] = "Normal",
            ["Scheduling:CollectEvery"] = "00:10:00",
        };
        for (var i = 0; i < Roles.All.Count; i++)
        {
            values[$"Access:TestUsers:{i}:Name"] = Roles.All[i];
            values[$"Access:TestUsers:{i}:Role"] = Roles.All[i];
        }

        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var checkedSettings = SettingsCatalogue.Require(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        return MonitorHost.StartAsync(checkedSettings, time, logging, Models.Rules, CancellationToken.None);
    }

    /// <summary>A client as the verbs have it.</summary>
    public DaemonClient Client(string actAs = "") => new(Host.Socket, actAs);

    /// <summary>Asks without any client of ours in between.</summary>
    public Task<HttpResponseMessage> AskAsync(
        string method,
        string path,
        string actAs = "",
        string? body = "{}",
        string contentType = "application/json"
    ) => AskAsync(Host, method, path, actAs, body, contentType);

    /// <summary>Asks a host that the caller keeps.</summary>
    public static async Task<HttpResponseMessage> AskAsync(
        MonitorHost host,
        string method,
        string path,
        string actAs = "",
        string? body = "{}",
        string contentType = "application/json"
    )
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(host.Socket), ct);
                return new NetworkStream(connection, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri("http://monitor") };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST" && body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        }

        if (actAs.Length > 0)
        {
            request.Headers.Add(Doorkeeper.ActAsHeader, actAs);
        }

        var response = await client.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await Host.DisposeAsync();
        _temp.Dispose();
    }
}

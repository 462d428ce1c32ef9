using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Collection;
using Endpoint = Monitor.Worker.Api.Endpoint;
using Findings = Monitor.Worker.Tests.Export.Some;

namespace Monitor.Worker.Tests.Api;

/// <summary>
/// Every endpoint of the socket is sent what no client of ours sends, from a fixed seed. <c>MONITOR_FUZZ=2000</c> sends each that many (docs/security.md).
/// </summary>
public sealed class EndpointFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Seed = 20261122;

    // What a refused request must leave as it was. What the daemon does by itself is no answer to a request.
    private const string State = """
        SELECT (SELECT COUNT(*) FROM flag) || ' ' || (SELECT COUNT(*) FROM decision) || ' ' || (SELECT COUNT(*) FROM flag_note) || ' '
            || (SELECT COUNT(*) FROM case_file) || ' ' || (SELECT COUNT(*) FROM case_entry) || ' ' || (SELECT COUNT(*) FROM case_finding) || ' '
            || (SELECT COUNT(*) FROM asn) || ' ' || (SELECT COUNT(*) FROM asn_status) || ' ' || (SELECT COUNT(*) FROM account) || ' '
            || (SELECT COUNT(*) FROM source) || ' ' || (SELECT COUNT(*) FROM ballot) || ' ' || (SELECT COUNT(*) FROM ballot_line) || ' '
            || (SELECT COUNT(*) FROM export_batch) || ' ' || (SELECT COUNT(*) FROM export_row) || ' ' || (SELECT COUNT(*) FROM export_answer) || ' '
            || (SELECT COUNT(*) FROM legal_hold) || ' ' || (SELECT COUNT(*) FROM subject_request) || ' ' || (SELECT COUNT(*) FROM app_user) || ' '
            || (SELECT COUNT(*) FROM queue_view) || ' ' || (SELECT COUNT(*) FROM evidence) || ' ' || (SELECT COUNT(*) FROM item) || ' '
            || (SELECT COUNT(*) FROM audit WHERE actor_uid IS NOT NULL)
        """;

    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["/asn/import"] =
            "nip,nama,jabatan,instansi,kode_wilayah\n198507122010012047,Kenanga Wiryatama,Camat,\"Pemerintah Kabupaten Pekalongan\",33.26\n199003152015032008,Dewi,Guru,SMPN 1,33.26\n"u8.ToArray(),
        ["/account/import"] =
            "nip;platform;url;dasar\n198507122010012047;mastodon;https://sosial.example/@kenanga;sendiri\n;web;https://pemkab.example/;resmi\n"u8.ToArray(),
        ["/asn/status/import"] =
            "nip,keadaan,sejak,sampai,sumber,keterangan\n198507122010012047,cltn,2024-09-01,2024-12-01,SK 1,\"dua\nbaris\"\n"u8.ToArray(),
        ["/asn/pledge/import"] = "nip,jenis,tanggal,dokumen\n198507122010012047,ikrar,2024-09-23,Berita acara 1\n"u8.ToArray(),
        ["/contest/import"] =
            "jenis,kode_wilayah,nomor,calon,wakil,tagar\nbupati-walikota,33.26,1,Sapta Wijayakrama,Dewi Anggrahita,#Satu|#Kita\nbupati-walikota,33.26,2,Bramantyo,Laras,\n"u8.ToArray(),
        ["/export/ack"] =
            "nomor_temuan,status,tanggal,keterangan\nT-000001,proses,2024-12-01,diterima\nT-000002,selesai,2024-12-02,\n"u8.ToArray(),
    };

    private readonly Faults _faults = new();
    private Daemon _daemon = null!;
    private HttpClient _client = null!;

    private Database Database => _daemon.Host.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _daemon = await Daemon.StartAsync(
            logging =>
            {
                logging.ClearProviders();
                logging.AddProvider(_faults);
            },
            // What is far back stays, so that requests have something to meet.
            ("Privacy:RetentionEvery", "7.00:00:00")
        );
        await FillAsync();
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, ct) =>
                {
                    var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(_daemon.Host.Socket), ct);
                    return new NetworkStream(connection, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri("http://monitor"),
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task NoRequestBreaksTheDaemonLeavesAFaultInItsLogOrIsHalfDone()
    {
        var random = new Random(Seed);
        var each = Mutations.Count(8);
        var (sent, done, wrong) = (0, 0, new List<string>());
        var state = await StateAsync();
        foreach (var endpoint in Endpoints())
        {
            var row = endpoint.Metadata.GetMetadata<Endpoint>()!;
            for (var i = 0; i < each; i++)
            {
                var request = FuzzedRequest.Draw(endpoint, Files.GetValueOrDefault(row.Path), random);
                var role = row.Roles[random.Next(row.Roles.Count)];
                using var answer = await AskAsync(row.Method, request, role);
                sent++;
                var now = await StateAsync();
                if ((int)answer.StatusCode >= 400)
                {
                    if (await FaultOfAsync(answer) is { } fault)
                    {
                        wrong.Add($"{row.Method} {request.Shown} as {role}: {fault}");
                    }

                    if (now != state)
                    {
                        wrong.Add(
                            $"{row.Method} {request.Shown} as {role} was refused with {(int)answer.StatusCode}, and something was changed: {state} -> {now}"
                        );
                    }
                }
                else
                {
                    done++;
                }

                state = now;
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        Assert.Empty(_faults.Lines);
        using var status = await AskAsync("GET", new FuzzedRequest("/status", "", null), Roles.Admin);
        Assert.Equal(200, (int)status.StatusCode);
        Assert.Null((await Database.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
        Assert.Equal("ok", await Database.ReadAsync(session => session.ScalarAsync<string>("PRAGMA integrity_check"), default));
        output.WriteLine($"{sent} requests to {Endpoints().Count} endpoints, {done} of them carried out, none broke anything");
    }

    [Fact]
    public async Task RequestThatIsCutOffInTheMiddleChangesNothingAndTheDaemonGoesOn()
    {
        var state = await StateAsync();
        foreach (var row in EndpointTable.All.Where(row => row.Method == "POST"))
        {
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(_daemon.Host.Socket));
            var path = row
                .Path.Replace("{", "", StringComparison.Ordinal)
                .Replace(":long}", "", StringComparison.Ordinal)
                .Replace("}", "", StringComparison.Ordinal);
            path = string.Join('/', path.Split('/').Select(part => part is "id" or "flag" or "uid" or "batch" ? "1" : part));
            await connection.SendAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: monitor\r\n{Doorkeeper.ActAsHeader}: {row.Roles[0]}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"reason\":\"sep"
                )
            );
            connection.Shutdown(SocketShutdown.Both);
        }

        using var status = await AskAsync("GET", new FuzzedRequest("/status", "", null), Roles.Admin);
        Assert.Equal(200, (int)status.StatusCode);
        Assert.Equal(state, await StateAsync());
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public void EveryEndpointThatTakesAFileHasASampleToDamage() =>
        Assert.Equal(
            Endpoints()
                .Where(endpoint =>
                    endpoint
                        .Metadata.GetMetadata<System.Reflection.MethodInfo>()!
                        .GetParameters()
                        .Any(parameter => parameter.ParameterType == typeof(Microsoft.AspNetCore.Http.HttpRequest))
                )
                .Select(endpoint => endpoint.Metadata.GetMetadata<Endpoint>()!.Path)
                .Order(StringComparer.Ordinal),
            Files.Keys.Order(StringComparer.Ordinal)
        );

    /// <summary>A registered person with findings in several states, so that requests meet something.</summary>
    private async Task FillAsync()
    {
        var person = await Findings.PersonAsync(Database, _daemon.Host.Services.GetRequiredService<People>());
        foreach (var i in Enumerable.Range(0, 6))
        {
            await Findings.FindingAsync(
                Database,
                person,
                handle: $"ratna{i}",
                state: i < 2 ? FlagState.Confirmed : FlagState.Flagged,
                kajian: i == 0 ? "014/KJ/X/2024" : null
            );
        }

        await Database.WriteAsync(
            // Their evidence has no file; that a file is gone is a fault, and not the request's.
            session =>
                session.ExecuteAsync(
                    "DELETE FROM decision WHERE flag_id IN (SELECT id FROM flag WHERE state = 'flagged'); DELETE FROM flag_evidence; DELETE FROM evidence"
                ),
            default
        );
    }

    private List<RouteEndpoint> Endpoints() =>
        [.. _daemon.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private Task<string?> StateAsync() => Database.ReadAsync(session => session.ScalarAsync<string>(State), default);

    private async Task<HttpResponseMessage> AskAsync(string method, FuzzedRequest request, string role)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), request.Path);
        message.Headers.Add(Doorkeeper.ActAsHeader, role);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            if (request.ContentType.Length > 0)
            {
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
            }
        }

        var answer = await _client.SendAsync(message);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    // A refusal is one sentence in both languages, and never "something broke".
    private static async Task<string?> FaultOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 500)
        {
            return $"{(int)answer.StatusCode} {text}";
        }

        try
        {
            using var refusal = JsonDocument.Parse(text);
            return
                refusal.RootElement.GetProperty("id").GetString() is { Length: > 0 }
                && refusal.RootElement.GetProperty("en").GetString() is { Length: > 0 }
                ? null
                : $"{(int)answer.StatusCode} without a sentence: {text}";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return $"{(int)answer.StatusCode} without a sentence: {text}";
        }
    }

    /// <summary>Keeps what was logged as a fault.</summary>
    private sealed class Faults : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose() { }
    }
}

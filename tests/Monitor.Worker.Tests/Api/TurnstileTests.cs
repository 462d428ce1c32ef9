using System.Net;
using System.Net.Sockets;
using System.Text;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Language;
using Monitor.Worker.Tests.Cli;

namespace Monitor.Worker.Tests.Api;

/// <summary>More callers than there are places, and callers who take their time.</summary>
public sealed class TurnstileTests
{
    [Fact]
    public async Task CallerBeyondThePlacesIsToldAtOnceToComeBackAndThatNothingWasChanged()
    {
        await using var daemon = await Daemon.StartAsync(("Api:MaxRequests", "1"));
        using var working = await BeginImportAsync(daemon);
        using var waiting = await BeginImportAsync(daemon);
        // One has the place and one waits for it, once both have arrived: then a third is shown the door.
        HttpResponseMessage? refused = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var asking = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                try
                {
                    refused = await Daemon.AskAsync(daemon.Host, "GET", "/status").WaitAsync(asking.Token);
                    return refused.StatusCode == HttpStatusCode.ServiceUnavailable;
                }
                catch (OperationCanceledException)
                {
                    // It waits for the place that the second is about to ask for.
                    return false;
                }
            },
            "no place is free"
        );
        Assert.Equal(1, refused!.Headers.RetryAfter!.Delta!.Value.TotalSeconds);

        foreach (var (language, word) in ((string, string)[])[("id", "coba lagi"), ("en", "try again")])
        {
            var said = await CommandLine.RunAsync("status", "--socket", daemon.Host.Socket, "--lang", language);
            Assert.Equal(ExitCode.NoDaemon, said.Code);
            Assert.Contains(word, Assert.Single(said.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }

        using var client = daemon.Client();
        var busy = await Assert.ThrowsAsync<RefusalException>(() => client.GetAsync<StatusView>("/status", default));
        Assert.Equal(RefusalKind.Busy, busy.Kind);

        working.Dispose();
        waiting.Dispose();
        await Eventually.TrueAsync(
            async () => (await daemon.AskAsync("GET", "/status")).StatusCode == HttpStatusCode.OK,
            "the places are free again"
        );
    }

    [Fact]
    public async Task ClientsThatNeverFinishTheirRequestHoldNobodyUpAndAreCutOff()
    {
        const int slow = 150;
        await using var daemon = await Daemon.StartAsync(("Api:HeadersWithin", "00:00:02"));
        var clients = new List<Socket>();
        try
        {
            for (var i = 0; i < slow; i++)
            {
                clients.Add(await SendAsync(daemon, "GET /status HTTP/1.1\r\nHost: moni"));
            }

            // More than the machine would have threads for; an answer to an honest caller comes all the same.
            Assert.Equal(HttpStatusCode.OK, (await daemon.AskAsync("GET", "/status")).StatusCode);
            foreach (var client in clients)
            {
                Assert.True(await ReadToEndAsync(client) is "" or ['H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', '4', '0', '8', ..]);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task BodyThatComesTooSlowlyIsCutOffAndItsPlaceIsFree()
    {
        await using var daemon = await Daemon.StartAsync(("Api:MaxRequests", "1"));
        using var dripping = await BeginImportAsync(daemon);
        var answer = await ReadToEndAsync(dripping);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        await Eventually.TrueAsync(
            async () => (await daemon.AskAsync("GET", "/status")).StatusCode == HttpStatusCode.OK,
            "the place is free again"
        );
    }

    [Fact]
    public async Task UserWithMoreConnectionsThanOneMayHaveIsClosedTheNextAndGetsOneBackForEachThatEnds()
    {
        await using var daemon = await Daemon.StartAsync(("Api:MaxConnectionsPerUser", "8"));
        var open = new List<Socket>();
        for (var i = 0; i < 8; i++)
        {
            open.Add(await SendAsync(daemon, "GET /status HTTP/1.1\r\nHost: monitor\r\n\r\n"));
            // Answered: the daemon has counted it.
            await open[i].ReceiveAsync(new byte[1], SocketFlags.Peek);
        }

        using (var ninth = await SendAsync(daemon, "GET /status HTTP/1.1\r\nHost: monitor\r\n\r\n"))
        {
            Assert.Equal("", await ReadToEndAsync(ninth));
        }

        open.ForEach(client => client.Dispose());
        await Eventually.TrueAsync(
            async () =>
            {
                using var client = await SendAsync(daemon, "GET /status HTTP/1.1\r\nHost: monitor\r\nConnection: close\r\n\r\n");
                return (await ReadToEndAsync(client)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
            },
            "a connection is let in again"
        );
    }

    // The head of an import and a little of its body: a request that is under way and does not end.
    private static Task<Socket> BeginImportAsync(Daemon daemon) =>
        SendAsync(
            daemon,
            "POST /asn/import HTTP/1.1\r\nHost: monitor\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\nnip;nama"
        );

    private static async Task<Socket> SendAsync(Daemon daemon, string text)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(daemon.Host.Socket));
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        }
        catch (SocketException closed)
            when (closed.SocketErrorCode is SocketError.Shutdown or SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            // Closed before it was read: what the reader of the answer finds out as well.
            return socket;
        }

        return socket;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var read)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return text.ToString();
        }

        return text.ToString();
    }
}

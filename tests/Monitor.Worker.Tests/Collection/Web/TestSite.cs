using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>A web server on a raw socket, so that it can misbehave in every way: it sends exactly the bytes a test tells it to.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Func<Request, Task>> _routes = new(StringComparer.Ordinal);
    private readonly Task _accepting;
    private int _connections;

    public TestSite()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Authority => $"127.0.0.1:{Port}";

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Every request, in the order it came.</summary>
    public ConcurrentQueue<Request> Requests { get; } = [];

    public Uri Url(string path) => new($"http://{Authority}{path}");

    /// <summary>Answers a path with whatever <paramref name="answer"/> writes; the connection is closed after it.</summary>
    public TestSite On(string path, Func<Request, Task> answer)
    {
        _routes[path] = answer;
        return this;
    }

    /// <summary>Answers a path with a status, headers and a body.</summary>
    public TestSite On(string path, int status, string headers = "", string body = "") =>
        On(path, status, headers, Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="On(string,int,string,string)"/>
    public TestSite On(string path, int status, string headers, byte[] body) =>
        On(
            path,
            async request =>
            {
                var extra = headers.Length == 0 ? "" : headers.TrimEnd() + "\r\n";
                var length = status is 204 or 304 ? "" : $"Content-Length: {body.Length}\r\n";
                await request.WriteAsync($"HTTP/1.1 {status} Status\r\n{length}{extra}\r\n");
                await request.WriteAsync(body);
            }
        );

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            var head = await ReadHeadAsync(stream);
            if (head.Length == 0)
            {
                return;
            }

            var request = new Request(head, stream, _stop.Token);
            Requests.Enqueue(request);
            if (_routes.TryGetValue(request.Path, out var route))
            {
                await route(request);
            }
            else
            {
                await request.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
        {
            // The client hung up, which is what many tests want it to do.
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                break;
            }
        }

        return head.ToString();
    }

    internal sealed class Request(string head, NetworkStream stream, CancellationToken stop)
    {
        public string Method { get; } = head.Split(' ')[0];

        public string Path { get; } = head.Split(' ')[1];

        public CancellationToken Stop { get; } = stop;

        public string? Header(string name) =>
            head.Split("\r\n")
                .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                .Select(line => line[(name.Length + 1)..].Trim())
                .FirstOrDefault();

        public Task WriteAsync(string latin1) => WriteAsync(Encoding.Latin1.GetBytes(latin1));

        public Task WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes, Stop).AsTask();
    }
}

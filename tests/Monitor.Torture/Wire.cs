using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Monitor.Torture;

/// <summary>The network between daemons and their database server: it can be cut, and it can swallow everything without a word.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _swallowing;

    /// <summary>Opens it before a server's port.</summary>
    public Wire(int server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where daemons connect to.</summary>
    public int Port { get; }

    /// <summary>Breaks every connection at once, as a switch that restarts does.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        var cut = 0;
        foreach (var (client, server) in _open)
        {
            Reset(client);
            Reset(server);
            cut++;
        }

        return cut;
    }

    /// <summary>From now on nothing passes, in neither direction, and nobody is told.</summary>
    public void Swallow() => _swallowing ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What comes passes again; what was held back goes on, for TCP loses nothing.</summary>
    public void Mend()
    {
        var before = _swallowing;
        _swallowing = null;
        before?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Mend();
        _listener.Stop();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private static void Reset(TcpClient end)
    {
        // None when the other side of the pair has ended it meanwhile.
        if (end.Client is { } socket)
        {
            try
            {
                // Zero: the system answers with a reset and not with an orderly end.
                socket.LingerState = new LingerOption(enable: true, 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It has ended by itself just now.
            }
        }

        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_end.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }

            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            if (_swallowing is { } waiting)
            {
                await waiting.Task;
            }

            await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
            _open[client] = server;
            // When either end is gone the other is told: a dead daemon's locks go with its connections.
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is not there; the daemon learns it by the reset below.
        }
        finally
        {
            _open.TryRemove(client, out _);
            Reset(client);
            Reset(server);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var bytes = new byte[32 * 1024];
        try
        {
            var (source, target) = (from.GetStream(), to.GetStream());
            while (await source.ReadAsync(bytes) is var count and > 0)
            {
                if (_swallowing is { } waiting)
                {
                    await waiting.Task;
                }

                await target.WriteAsync(bytes.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone; that ends the pair.
        }
    }
}

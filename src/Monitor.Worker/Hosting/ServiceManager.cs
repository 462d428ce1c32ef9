using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Health;

namespace Monitor.Worker.Hosting;

/// <summary>
/// Tells systemd how it goes: ready, alive, stopping (sd_notify(3): datagrams to the socket that <c>NOTIFY_SOCKET</c> names). Does nothing
/// where nobody asked.
/// </summary>
/// <remarks>The watchdog is fed only while the schedule fires and the database answers; otherwise systemd restarts the daemon, which loses nothing.</remarks>
internal sealed class ServiceManager(
    Pulse pulse,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ServiceManager> log,
    Func<string, string?> environment
) : IHostedService, IDisposable
{
    private readonly string? _socket = environment("NOTIFY_SOCKET");
    private ITimer? _watchdog;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(_socket))
        {
            lifetime.ApplicationStarted.Register(() => Tell("READY=1"));
            lifetime.ApplicationStopping.Register(() => Tell("STOPPING=1"));
            if (Interval() is { } interval)
            {
                _watchdog = time.CreateTimer(_ => _ = FeedAsync(), null, interval, interval);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _watchdog?.Dispose();

    // Half of the time after which systemd loses its patience, as its manual asks for; only when it is meant for this process.
    private TimeSpan? Interval()
    {
        var meant =
            environment("WATCHDOG_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return
            meant
            && long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds / 2d)
            : null;
    }

    private async Task FeedAsync()
    {
        if (pulse.IsAlive && await pulse.IsReadyAsync(lifetime.ApplicationStopping))
        {
            Tell("WATCHDOG=1");
        }
        else
        {
            log.LogError("The schedule stands still or the database does not answer: the watchdog is not fed");
        }
    }

    private void Tell(string state)
    {
        try
        {
            // A manager that does not read must not hold the daemon up.
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            // "@" stands for the zero byte of an abstract socket.
            socket.Connect(new UnixDomainSocketEndPoint(_socket![0] == '@' ? '\0' + _socket[1..] : _socket));
            socket.Send(Encoding.ASCII.GetBytes(state));
        }
        catch (SocketException gone)
        {
            log.LogWarning(gone, "The service manager could not be told {State}", state);
        }
    }
}

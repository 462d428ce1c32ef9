using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Api;

/// <summary>
/// How many may come in at once. What is beyond is told so at once instead of waiting without an end: a short queue that answers serves more
/// people than a long one that does not. No client, however slow, holds a thread; it holds a connection and a place, and both are counted by user.
/// </summary>
internal sealed class Turnstile(ApiOptions options)
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, int> _connections = new();

    /// <summary>Bounds what a connection may take.</summary>
    public void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = options.MaxRequestBytes;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.RequestHeadersTimeout = options.HeadersWithin;
        // The verbs ask and go; a desk asks every few seconds.
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
    }

    /// <summary>Closes the connections of a user beyond the most that one may have.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) =>
        async connection =>
        {
            var uid = UidOf(connection.Features.Get<IConnectionSocketFeature>()?.Socket);
            try
            {
                if (_connections.AddOrUpdate(uid, 1, static (_, open) => open + 1) <= options.MaxConnectionsPerUser)
                {
                    await next(connection);
                }
            }
            finally
            {
                _connections.AddOrUpdate(uid, 0, static (_, open) => open - 1);
            }
        };

    /// <summary>Lets so many requests through at once, of one user and of all, lets as many wait, and answers the others.</summary>
    public void Limit(RateLimiterOptions limiter)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, long>(http =>
                RateLimitPartition.GetConcurrencyLimiter(
                    UidOf(http.Features.Get<IConnectionSocketFeature>()?.Socket),
                    _ => Places(options.MaxRequestsPerUser)
                )
            ),
            PartitionedRateLimiter.Create<HttpContext, bool>(_ =>
                RateLimitPartition.GetConcurrencyLimiter(true, _ => Places(options.MaxRequests))
            )
        );
        limiter.OnRejected = async (rejected, _) =>
        {
            var http = rejected.HttpContext;
            http.Response.Headers.RetryAfter = ComeBackAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await ApiServer.AnswerAsync(
                http,
                RefusalException.Busy(
                    $"Daemon sedang melayani permintaan sebanyak yang diizinkan (Api:MaxRequests {options.MaxRequests}, Api:MaxRequestsPerUser {options.MaxRequestsPerUser}); tidak ada yang diubah, coba lagi sebentar.",
                    $"The daemon is serving as many requests as it may (Api:MaxRequests {options.MaxRequests}, Api:MaxRequestsPerUser {options.MaxRequestsPerUser}); nothing was changed, try again in a moment."
                )
            );
            Measures.Requests.Add(
                1,
                new KeyValuePair<string, object?>("endpoint", ApiServer.PathOf(http)),
                new KeyValuePair<string, object?>("status", http.Response.StatusCode)
            );
        };
    }

    private static ConcurrencyLimiterOptions Places(int most) =>
        new()
        {
            PermitLimit = most,
            QueueLimit = most,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };

    // Who is no Unix peer has no role either; the doorkeeper says so.
    private static long UidOf(Socket? socket) =>
        socket is { AddressFamily: AddressFamily.Unix } && OperatingSystem.IsLinux() ? PeerCredentials.Of(socket)?.Uid ?? -1 : -1;
}

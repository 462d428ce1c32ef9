using System.Net;
using System.Net.Sockets;

namespace Monitor.Worker.Collection.Web;

/// <summary>A host stands at no address that may be contacted. Raised inside the connection, caught by the gate.</summary>
internal sealed class RefusedAddressException(string host, string kind) : IOException($"{host} is {kind}.")
{
    /// <summary>The host as asked.</summary>
    public string Host { get; } = host;

    /// <summary>What kind of address it has.</summary>
    public string Kind { get; } = kind;
}

/// <summary>Looks a name up. A parameter only so that tests can play a name server that changes its answer.</summary>
internal delegate Task<IPAddress[]> NameLookup(string host, CancellationToken ct);

/// <summary>Opens connections to public addresses and to allow-listed hosts, and to nothing else.</summary>
/// <remarks>
/// The check sits here, between look-up and connect, because anywhere earlier leaves a gap: a name that was public when it was checked
/// can be private when it is connected to (DNS rebinding), and every redirect and every new reader would have to remember to check again.
/// The socket is connected to the very address that was vetted; the name is not looked up a second time.
/// </remarks>
internal sealed class PublicConnection(AllowedHosts allowed, NameLookup lookup, TimeSpan connectTimeout)
{
    private const int MaxAddresses = 4;

    /// <summary>The machine's own name look-up.</summary>
    public static Task<IPAddress[]> SystemLookup(string host, CancellationToken ct) => Dns.GetHostAddressesAsync(host, ct);

    /// <summary>Connects, trying each vetted address in turn.</summary>
    /// <exception cref="RefusedAddressException">The name has addresses, and none may be contacted.</exception>
    public async ValueTask<Stream> OpenAsync(DnsEndPoint target, CancellationToken ct)
    {
        var addresses = await AddressesAsync(target, ct);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(ct);
            // One address that swallows packets must not use up the time of those that answer.
            attempt.CancelAfter(connectTimeout / addresses.Count);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), attempt.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException failed)
            {
                // The next address may answer; the last failure is what is reported.
                last = failed;
                socket.Dispose();
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                last = new SocketException((int)SocketError.TimedOut);
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private async Task<List<IPAddress>> AddressesAsync(DnsEndPoint target, CancellationToken ct)
    {
        var literal = IPAddress.TryParse(target.Host.Trim('[', ']'), out var parsed);
        var found = literal ? [parsed!] : await lookup(target.Host, ct);
        if (allowed.Allows(target.Host, target.Port))
        {
            return [.. found.Take(MaxAddresses)];
        }

        List<IPAddress> open = [];
        string? refused = null;
        foreach (var address in found)
        {
            if (AddressRules.NotPublic(address) is { } kind)
            {
                refused = kind;
            }
            else
            {
                open.Add(address);
            }
        }

        if (open.Count == 0 && refused is not null)
        {
            throw new RefusedAddressException(target.Host, refused);
        }

        // IPv4 first: a server without an IPv6 route would otherwise wait for nothing at every dual-stack site.
        return [.. open.OrderBy(static address => address.AddressFamily != AddressFamily.InterNetwork).Take(MaxAddresses)];
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Monitor.Worker.Collection.Web;

/// <summary>The private hosts an operator has named, each with an optional port: the only way through the refusal of private addresses.</summary>
internal sealed class AllowedHosts
{
    private readonly AllowedHost[] _entries;

    /// <summary>Takes the entries of <c>Collection:AllowedPrivateHosts</c>; one that cannot be read allows nothing (the start refuses it by name).</summary>
    public AllowedHosts(IEnumerable<string> entries)
    {
        List<AllowedHost> read = [];
        foreach (var entry in entries)
        {
            if (TryParse(entry, out var host))
            {
                read.Add(host);
            }
        }

        _entries = [.. read];
    }

    /// <summary>True when a private address may stand behind this host and port.</summary>
    public bool Allows(string host, int port)
    {
        var name = Normal(host);
        return _entries.Any(entry => entry.Host == name && (entry.Port is null ? port is 80 or 443 : entry.Port == port));
    }

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[v6]</c> or <c>[v6]:port</c>.</summary>
    public static bool TryParse(string entry, [NotNullWhen(true)] out AllowedHost? host)
    {
        host = null;
        var text = entry.Trim();
        string name;
        var rest = "";
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || !IPAddress.TryParse(text[1..end], out _))
            {
                return false;
            }

            name = text[1..end];
            rest = text[(end + 1)..];
        }
        else if (text.Count(static c => c == ':') > 1)
        {
            if (!IPAddress.TryParse(text, out _))
            {
                return false;
            }

            name = text;
        }
        else
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            name = colon < 0 ? text : text[..colon];
            rest = colon < 0 ? "" : text[colon..];
            if (Uri.CheckHostName(name) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            {
                return false;
            }
        }

        int? port = null;
        if (rest.Length > 0)
        {
            if (rest[0] != ':' || !ushort.TryParse(rest.AsSpan(1), out var number) || number == 0)
            {
                return false;
            }

            port = number;
        }

        host = new AllowedHost(Normal(name), port);
        return true;
    }

    private static string Normal(string host)
    {
        var bare = host.Trim('[', ']');
        return IPAddress.TryParse(bare, out var address) ? address.ToString() : bare.ToLowerInvariant();
    }
}

/// <summary>One entry of the allow-list; without a port it holds for 80 and 443.</summary>
internal sealed record AllowedHost(string Host, int? Port);

using System.Net;
using System.Net.Sockets;

namespace Monitor.Worker.Collection.Web;

/// <summary>Which addresses belong to the public Internet (IANA special-purpose registries, RFC 6890, and multicast).</summary>
internal static class AddressRules
{
    // IPv4 is a list of what is not public. 168.63.129.16 is public by number but is the host's own service inside a large cloud.
    private static readonly (IPNetwork Network, string Name)[] NotPublicV4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "CGNAT"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("168.63.129.16/32"), "cloud host service"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4 relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmark"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
    ];

    // IPv6 is the other way round: only 2000::/3 has ever been handed out, and a list of the rest would go stale.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly (IPNetwork Network, string Name)[] NotPublicV6 =
    [
        (IPNetwork.Parse("2001::/32"), "Teredo"),
        (IPNetwork.Parse("2001::/23"), "IETF protocol"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"),
        (IPNetwork.Parse("3ffe::/16"), "reserved"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
    ];

    private static readonly (IPNetwork Network, string Name)[] NamesV6 =
    [
        (IPNetwork.Parse("::/128"), "unspecified"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("::ffff:0:0/96"), "IPv4-mapped"),
        (IPNetwork.Parse("64:ff9b::/96"), "NAT64"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "NAT64"),
        (IPNetwork.Parse("fc00::/7"), "private"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fec0::/10"), "site-local"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    /// <summary>Null for a public address, otherwise the kind of address it is.</summary>
    /// <remarks>An address that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is refused whatever it carries.</remarks>
    public static string? NotPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return NameIn(NotPublicV4, address);
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return "reserved";
        }

        // IPNetwork unmaps what it is asked about, so the mapped range must be told apart first.
        if (address.IsIPv4MappedToIPv6)
        {
            return "IPv4-mapped";
        }

        return GlobalUnicast.Contains(address) ? NameIn(NotPublicV6, address) : NameIn(NamesV6, address) ?? "reserved";
    }

    private static string? NameIn((IPNetwork Network, string Name)[] table, IPAddress address)
    {
        foreach (var (network, name) in table)
        {
            if (network.Contains(address))
            {
                return name;
            }
        }

        return null;
    }
}

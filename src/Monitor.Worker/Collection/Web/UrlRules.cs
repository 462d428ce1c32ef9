using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Web;

/// <summary>What an address must look like before a name is even looked up. Everything that two parsers could read differently is refused.</summary>
internal sealed class UrlRules(AllowedHosts allowed)
{
    /// <summary>Longest address that is followed; longer ones are traps or mistakes.</summary>
    public const int MaxLength = 8192;

    /// <summary>Null when the address may be tried, otherwise why not. The address is judged as it was written, not only as it was parsed.</summary>
    public Sentence? Refusal(Uri url)
    {
        if (!url.IsAbsoluteUri)
        {
            return Refuse("alamat tidak lengkap", "the address is not absolute");
        }

        if (url.Scheme is not ("http" or "https"))
        {
            return Refuse($"skema '{url.Scheme}' tidak didukung", $"scheme '{url.Scheme}' is not http or https");
        }

        if (RefusalAsWritten(url.OriginalString) is { } refusal)
        {
            return refusal;
        }

        if (url.UserInfo.Length > 0)
        {
            return Refuse("alamat memuat nama pengguna atau sandi", "the address carries a user name or password");
        }

        if (url.Host.Length == 0)
        {
            return Refuse("alamat tanpa nama host", "the address has no host");
        }

        if (HostRefusal(url) is { } host)
        {
            return host;
        }

        return url.Port is 80 or 443 || allowed.Allows(url.IdnHost, url.Port)
            ? null
            : Refuse(
                $"port {url.Port} tidak diizinkan (hanya 80 dan 443); situs sendiri dibuka lewat Collection:AllowedPrivateHosts, mis. {url.Host}:{url.Port}",
                $"port {url.Port} is not allowed (only 80 and 443); a site of your own is opened by Collection:AllowedPrivateHosts, for example {url.Host}:{url.Port}"
            );
    }

    /// <summary>Judges the raw text of an address or of a Location header, before any parser has smoothed it.</summary>
    public static Sentence? RefusalAsWritten(string text)
    {
        if (text.Length > MaxLength)
        {
            return Refuse($"alamat lebih dari {MaxLength} karakter", $"the address is longer than {MaxLength} characters");
        }

        foreach (var c in text)
        {
            // Browsers read a backslash as a slash, RFC 3986 does not: what one check sees as a path the other sees as a host.
            if (c == '\\')
            {
                return Refuse("alamat memuat garis miring terbalik", "the address contains a backslash");
            }

            if (char.IsControl(c))
            {
                return Refuse("alamat memuat karakter kendali", "the address contains a control character");
            }
        }

        return null;
    }

    private static Sentence? HostRefusal(Uri url)
    {
        if (url.HostNameType == UriHostNameType.IPv4)
        {
            // 2130706433, 0x7f.1 and 0177.0.0.1 all parse to 127.0.0.1: only the plain dotted form is an address that a person meant.
            return HostAsWritten(url.OriginalString) == url.Host
                ? null
                : Refuse("alamat IP ditulis dalam bentuk tidak lazim", "the IP address is written in an unusual form");
        }

        if (url.HostNameType != UriHostNameType.Dns && url.HostNameType != UriHostNameType.IPv6)
        {
            return Refuse("nama host tidak sah", "the host name is not valid");
        }

        // A name whose last label is a number is an address to some resolvers and a name to others (WHATWG URL, "ends in a number").
        var last = url.IdnHost.TrimEnd('.').Split('.')[^1];
        return
            url.HostNameType == UriHostNameType.Dns
            && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            ? Refuse("nama host berakhir dengan angka", "the host name ends in a number")
            : null;
    }

    private static string HostAsWritten(string text)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var authority = text.AsSpan(start + 2);
        var end = authority.IndexOfAny("/?#");
        authority = end < 0 ? authority : authority[..end];
        var at = authority.LastIndexOf('@');
        authority = authority[(at + 1)..];
        var colon = authority.LastIndexOf(':');
        return (colon < 0 ? authority : authority[..colon]).ToString();
    }

    private static Sentence Refuse(string id, string en) => new($"Alamat ditolak: {id}.", $"Address refused: {en}.");
}

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Addresses as feeds write them.</summary>
internal static class FeedAddress
{
    /// <summary>Longer addresses are not kept: browsers and servers refuse them too.</summary>
    private const int Longest = 4096;

    /// <summary>Makes an address absolute (RFC 3986 section 5). Null when it is empty, too long, or no address that can be fetched.</summary>
    public static Uri? Resolve(Uri @base, string address)
    {
        address = address.Trim();
        if (address.Length is 0 or > Longest)
        {
            return null;
        }

        // On Unix a path that begins with a slash would be read as a file's address, so relative forms are resolved first.
        var absolute = address[0] is not ('/' or '#' or '?' or '.') && Uri.TryCreate(address, UriKind.Absolute, out var own) ? own : null;
        if (absolute is null && !Uri.TryCreate(@base, address, out absolute))
        {
            return null;
        }

        return absolute.Scheme is "http" or "https" ? absolute : null;
    }

    /// <summary>Whether a text is an address that can be fetched as it stands.</summary>
    public static bool IsWeb(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}

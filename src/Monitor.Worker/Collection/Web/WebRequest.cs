namespace Monitor.Worker.Collection.Web;

/// <summary>What kind of thing is fetched: it decides the size cap and whether robots.txt is asked first.</summary>
internal enum WebKind
{
    /// <summary>A feed or sitemap.</summary>
    Feed,

    /// <summary>A page for people.</summary>
    Page,

    /// <summary>A robots.txt; never asked about itself, read up to 500 KiB (RFC 9309 section 2.5).</summary>
    Robots,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>
    /// An interface that is used under a contract, with a token where it asks for one. It is not crawled, so robots.txt is not asked: what may be fetched, and
    /// how often, is the contract's word and that of its rate-limit headers. Only for the addresses that configuration names as such, and
    /// never followed through a redirect.
    /// </summary>
    Api,
}

/// <summary>A body that is sent.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="MediaType">Its Content-Type.</param>
internal sealed record WebPost(ReadOnlyMemory<byte> Bytes, string MediaType)
{
    /// <summary>What proves to the receiver that the body is ours, sent as <c>X-Monitor-Signature</c>; null sends none.</summary>
    public string? Signature { get; init; }
}

/// <summary>One thing to fetch through the <see cref="WebGate"/>.</summary>
internal sealed record WebRequest
{
    /// <summary>The address as it was found; it is judged as written.</summary>
    public required Uri Url { get; init; }

    /// <summary>What is expected there.</summary>
    public required WebKind Kind { get; init; }

    /// <summary>The validator of the copy at hand, as it was received (RFC 9110 section 13.1.2).</summary>
    public string? ETag { get; init; }

    /// <summary>The Last-Modified of the copy at hand, as it was received (RFC 9110 section 13.1.3).</summary>
    public string? LastModified { get; init; }

    /// <summary>The Accept header; null takes the one that suits the kind.</summary>
    public string? Accept { get; init; }

    /// <summary>The right to ask an interface; required for <see cref="WebKind.Api"/>, and not sent with any other kind.</summary>
    public ApiAccess? Api { get; init; }

    /// <summary>What is sent to an interface, as POST; null asks with GET. Only for <see cref="WebKind.Api"/>, and not sent with any other kind.</summary>
    public WebPost? Post { get; init; }

    /// <summary>A request for one kind of thing.</summary>
    public static WebRequest For(Uri url, WebKind kind) => new() { Url = url, Kind = kind };
}

using Monitor.Worker.Evidence;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Web;

/// <summary>How a request ended. Everything the network can do is one of these.</summary>
internal enum WebOutcome
{
    /// <summary>2xx, and the body is whole.</summary>
    Ok,

    /// <summary>304 to a request that carried a validator: the copy at hand is still good.</summary>
    NotModified,

    /// <summary>robots.txt forbids it, or could not be read for a reason that RFC 9309 counts as forbidding.</summary>
    RefusedByRobots,

    /// <summary>The host stands at an address that is not public.</summary>
    RefusedAddress,

    /// <summary>The address is not one that is followed: scheme, port, user info, odd writing.</summary>
    RefusedUrl,

    /// <summary>No contact address is configured, so no public site is contacted.</summary>
    RefusedWithoutContact,

    /// <summary>The host is resting or busy for longer than a worker waits; nothing was sent. Try again after <see cref="WebAnswer.RetryAfter"/>.</summary>
    Postponed,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>410: the owner says it will not come back.</summary>
    Gone,

    /// <summary>401, 403, 407 or 451.</summary>
    Forbidden,

    /// <summary>429 or 420.</summary>
    RateLimited,

    /// <summary>Any other 4xx.</summary>
    ClientError,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>Headers or body went over the cap.</summary>
    TooLarge,

    /// <summary>The deadline passed, whatever was trickling in.</summary>
    TimedOut,

    /// <summary>No name, no connection, or no trusted TLS.</summary>
    Unreachable,

    /// <summary>The connection ended before the body did.</summary>
    Interrupted,

    /// <summary>A redirect loop, or more hops than allowed.</summary>
    TooManyRedirects,

    /// <summary>The answer breaks HTTP or its own encoding.</summary>
    BadContent,
}

/// <summary>One redirect that was followed.</summary>
internal sealed record WebRedirect(Uri From, int StatusCode, Uri To);

/// <summary>What came of a <see cref="WebRequest"/>; always a value, never an exception.</summary>
internal sealed record WebAnswer
{
    /// <summary>How it ended.</summary>
    public required WebOutcome Outcome { get; init; }

    /// <summary>The last address asked, after redirects, without fragment.</summary>
    public required Uri Url { get; init; }

    /// <summary>Why, for people.</summary>
    public required Sentence Reason { get; init; }

    /// <summary>When the last byte arrived or the request was given up.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>HTTP status of the last answer, 0 when there was none.</summary>
    public int StatusCode { get; init; }

    /// <summary>The body after decompression; whole when the outcome is <see cref="WebOutcome.Ok"/>, the first 64 KiB at most on an error status.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when a robots.txt went on after the part that is read.</summary>
    public bool Truncated { get; init; }

    /// <summary>Response headers of the last answer: lower-case names, as received.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The media type without parameters in lower case, or empty.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>The charset label of the Content-Type as sent, or null; <see cref="TextDecoding"/> knows what to make of it.</summary>
    public string? Charset { get; init; }

    /// <summary>The ETag as sent, to be given back unchanged.</summary>
    public string? ETag => Header("etag");

    /// <summary>The Last-Modified as sent, to be given back unchanged.</summary>
    public string? LastModified => Header("last-modified");

    /// <summary>How long the site asked us to stay away; null when it did not, never negative, never over the configured cap.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The redirects followed, in order.</summary>
    public IReadOnlyList<WebRedirect> Redirects { get; init; } = [];

    /// <summary>Where the site says the asked address now lives for good: the end of an unbroken chain of 301 and 308; null when it has not moved.</summary>
    public Uri? MovedTo => Redirects.TakeWhile(static hop => hop.StatusCode is 301 or 308).LastOrDefault()?.To;

    /// <summary>True when the body may be read.</summary>
    public bool IsOk => Outcome == WebOutcome.Ok;

    /// <summary>The first value of a response header, or null.</summary>
    public string? Header(string lowerCaseName)
    {
        foreach (var (name, value) in Headers)
        {
            if (name == lowerCaseName)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The answer as evidence: the bytes with where and when they were received.</summary>
    public Capture ToCapture() => new(Body, Header("content-type") ?? "", Url, FetchedAt, Headers, StatusCode);
}

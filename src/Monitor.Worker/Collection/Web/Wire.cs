using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Monitor.Worker.Collection.Web;

/// <summary>Sends one request over one connection and reads the answer within its caps: one hop, no judgement about manners.</summary>
/// <remarks>The only place in the program that speaks HTTP to the outside; a test reads the sources to keep it so.</remarks>
internal sealed class Wire : IDisposable
{
    private const int ErrorBodyBytes = 64 * 1024;
    private const int RobotsBytes = 500 * 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly CollectionOptions _options;
    private readonly WebIdentity _identity;
    private readonly TimeProvider _time;

    public Wire(CollectionOptions options, WebIdentity identity, PublicConnection connection, TimeProvider time)
    {
        _options = options;
        _identity = identity;
        _time = time;
        _invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                // Redirects, cookies, proxies, credentials and decompression are all ways around a check made elsewhere: done here or not at all.
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                Credentials = null,
                AutomaticDecompression = DecompressionMethods.None,
                // Trace headers would tell strangers about our insides.
                ActivityHeadersPropagator = null,
                ConnectCallback = (context, ct) => connection.OpenAsync(context.DnsEndPoint, ct),
                ConnectTimeout = options.ConnectTimeout,
                MaxResponseHeadersLength = Math.Max(1, options.MaxHeaderBytes / 1024),
                MaxConnectionsPerServer = 8,
                // A body that is not read to its end closes its connection instead of being drained.
                MaxResponseDrainSize = 0,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                // A name that moves is followed within five minutes; every new connection is vetted anew.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                // Latin-1 keeps every byte of a header; Text() reads UTF-8 out of it where that is what it is.
                ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
                SslOptions = new SslClientAuthenticationOptions
                {
                    // A certificate may name an address for its issuer or revocation list; fetching it would be a second, unchecked gate.
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        DisableCertificateDownloads = true,
                        RevocationMode = X509RevocationMode.NoCheck,
                        ApplicationPolicy = { new Oid("1.3.6.1.5.5.7.3.1") },
                    },
                },
            }
        );
    }

    /// <summary>One request to <paramref name="url"/>. Redirect statuses come back as they are, with outcome <see cref="WebOutcome.Ok"/> left to the caller to replace.</summary>
    /// <exception cref="OperationCanceledException">The caller's token, which is also the deadline.</exception>
    public async Task<WebAnswer> SendAsync(WebRequest request, Uri url, CancellationToken ct)
    {
        try
        {
            using var message = Message(request, url);
            using var response = await _invoker.SendAsync(message, ct);
            return await ReadAsync(request, url, response, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Not our token: the handler's own connect timeout.
            return Answer(url, WebOutcome.TimedOut, Reasons.ConnectTimeout(_options.ConnectTimeout));
        }
        catch (HttpRequestException failed)
        {
            return Failed(url, failed);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private HttpRequestMessage Message(WebRequest request, Uri url)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var headers = message.Headers;
        headers.TryAddWithoutValidation("User-Agent", _identity.UserAgent);
        headers.TryAddWithoutValidation("Accept", request.Accept ?? AcceptFor(request.Kind));
        headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br, deflate");
        headers.TryAddWithoutValidation("Accept-Language", "id, en;q=0.5");
        // The kind is asked again here, beside the header: whatever a caller puts together, a page never gets a token or a body.
        if (request is { Kind: WebKind.Api, Api: { } access })
        {
            if (!access.Token.IsEmpty)
            {
                headers.TryAddWithoutValidation("Authorization", access.Token.HeaderValue);
            }

            if (request.Post is { } post)
            {
                message.Method = HttpMethod.Post;
                message.Content = new ReadOnlyMemoryContent(post.Bytes);
                message.Content.Headers.TryAddWithoutValidation("Content-Type", post.MediaType);
                if (post.Signature is { } signature)
                {
                    headers.TryAddWithoutValidation("X-Monitor-Signature", signature);
                }
            }
        }

        // What a site once sent is sent back unchanged, but only if it can stand in a header at all.
        if (request.ETag is { Length: > 0 } tag && IsFieldValue(tag))
        {
            headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        if (request.LastModified is { Length: > 0 } modified && IsFieldValue(modified))
        {
            headers.TryAddWithoutValidation("If-Modified-Since", modified);
        }

        return message;
    }

    private async Task<WebAnswer> ReadAsync(WebRequest request, Uri url, HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var headers = HeadersOf(response);
        var (mediaType, charset) = MediaTypeOf(headers);
        var answer = new WebAnswer
        {
            Outcome = WebOutcome.Ok,
            Url = url,
            Reason = Reasons.Ok,
            StatusCode = status,
            Headers = headers,
            MediaType = mediaType,
            Charset = charset,
            FetchedAt = _time.GetUtcNow(),
        };
        if (status is 304 or (>= 300 and < 400))
        {
            return answer;
        }

        var success = status is >= 200 and < 300;
        var robots = request.Kind == WebKind.Robots;
        var cap = success ? CapFor(request.Kind) : ErrorBodyBytes;
        var encodings = EncodingsOf(headers);
        try
        {
            if (success && !robots && encodings.Count == 0 && response.Content.Headers.ContentLength > cap)
            {
                // Said to be too large: no need to read up to the cap to find out.
                throw new BodyTooLargeException(cap);
            }

            await using var wire = await response.Content.ReadAsStreamAsync(ct);
            var body = await BodyReader.ReadAsync(wire, encodings, cap, cut: robots || !success, ct);
            return answer with { Body = body.Bytes, Truncated = body.Truncated, FetchedAt = _time.GetUtcNow() };
        }
        catch (IOException broken)
        {
            var end = answer with { FetchedAt = _time.GetUtcNow() };
            // On an error status the status is the answer; what a broken error page says cannot change it.
            return !success
                ? end
                : broken switch
                {
                    BodyTooLargeException => end with { Outcome = WebOutcome.TooLarge, Reason = Reasons.BodyTooLarge(cap) },
                    BadEncodingException bad => end with { Outcome = WebOutcome.BadContent, Reason = Reasons.BadEncoding(bad.Encoding) },
                    HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => end with
                    {
                        Outcome = WebOutcome.BadContent,
                        Reason = Reasons.BadHttp(broken.Message),
                    },
                    HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => end with
                    {
                        Outcome = WebOutcome.TooLarge,
                        Reason = Reasons.HeadersTooLarge(_options.MaxHeaderBytes),
                    },
                    _ => end with { Outcome = WebOutcome.Interrupted, Reason = Reasons.Interrupted },
                };
        }
    }

    private WebAnswer Failed(Uri url, HttpRequestException failed)
    {
        var host = url.IdnHost;
        for (Exception? inner = failed; inner is not null; inner = inner.InnerException)
        {
            if (inner is RefusedAddressException refused)
            {
                return Answer(url, WebOutcome.RefusedAddress, Reasons.Address(refused.Host, refused.Kind));
            }
        }

        switch (failed.HttpRequestError)
        {
            case HttpRequestError.ConfigurationLimitExceeded:
                return Answer(url, WebOutcome.TooLarge, Reasons.HeadersTooLarge(_options.MaxHeaderBytes));
            case HttpRequestError.InvalidResponse:
                return Answer(url, WebOutcome.BadContent, Reasons.BadHttp(failed.Message));
            case HttpRequestError.ResponseEnded:
                return Answer(url, WebOutcome.Interrupted, Reasons.Interrupted);
            case HttpRequestError.NameResolutionError:
                return Answer(url, WebOutcome.Unreachable, Reasons.NoSuchName(host));
            case HttpRequestError.SecureConnectionError:
                return Answer(url, WebOutcome.Unreachable, Reasons.Tls(host, Innermost(failed)));
        }

        return failed.GetBaseException() switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => Answer(
                url,
                WebOutcome.Unreachable,
                Reasons.NoSuchName(host)
            ),
            AuthenticationException tls => Answer(url, WebOutcome.Unreachable, Reasons.Tls(host, tls.Message)),
            SocketException { SocketErrorCode: SocketError.TimedOut } => Answer(
                url,
                WebOutcome.TimedOut,
                Reasons.ConnectTimeout(_options.ConnectTimeout)
            ),
            _ => Answer(url, WebOutcome.Unreachable, Reasons.NoConnection(host, Innermost(failed))),
        };
    }

    private static string Innermost(Exception failed) => failed.GetBaseException().Message;

    private WebAnswer Answer(Uri url, WebOutcome outcome, Language.Sentence reason) =>
        new()
        {
            Outcome = outcome,
            Url = url,
            Reason = reason,
            FetchedAt = _time.GetUtcNow(),
        };

    private int CapFor(WebKind kind) =>
        kind switch
        {
            WebKind.Feed or WebKind.Api => _options.MaxFeedBytes,
            WebKind.Robots => RobotsBytes,
            WebKind.Image => _options.MaxImageBytes,
            _ => _options.MaxPageBytes,
        };

    private static string AcceptFor(WebKind kind) =>
        kind switch
        {
            WebKind.Feed => "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
            WebKind.Robots => "text/plain, */*;q=0.5",
            WebKind.Image => "image/*, */*;q=0.1",
            WebKind.Api => "application/json",
            _ => "text/html, application/xhtml+xml, */*;q=0.5",
        };

    private static bool IsFieldValue(string value) => value.Length <= 1024 && value.All(static c => c is >= ' ' and < '\x7F');

    private static List<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage response)
    {
        List<KeyValuePair<string, string>> all = [];
        foreach (HttpHeaders headers in (HttpHeaders[])[response.Headers, response.Content.Headers])
        {
            foreach (var (name, values) in headers.NonValidated)
            {
                foreach (var value in values)
                {
                    all.Add(new(name.ToLowerInvariant(), Text(value)));
                }
            }
        }

        return all;
    }

    private static string Text(string latin1)
    {
        if (latin1.All(char.IsAscii))
        {
            return latin1;
        }

        var bytes = Encoding.Latin1.GetBytes(latin1);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : latin1;
    }

    private static List<string> EncodingsOf(List<KeyValuePair<string, string>> headers)
    {
        List<string> all = [];
        foreach (var (name, value) in headers)
        {
            if (name == "content-encoding")
            {
                all.AddRange(
                    value
                        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(static encoding => encoding.ToLowerInvariant())
                        .Where(static encoding => encoding is not "identity" and not "none")
                );
            }
        }

        return all;
    }

    private static (string MediaType, string? Charset) MediaTypeOf(List<KeyValuePair<string, string>> headers)
    {
        // Several Content-Type headers happen; the last one that names a type wins, as in browsers.
        var value = headers.LastOrDefault(static header => header.Key == "content-type" && header.Value.Contains('/')).Value;
        if (value is null)
        {
            return ("", null);
        }

        var parts = value.Split(';');
        string? charset = null;
        foreach (var part in parts.AsSpan(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (charset is null && equals > 0 && part.AsSpan(0, equals).Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))
            {
                charset = part[(equals + 1)..].Trim().Trim('"', '\'').Trim();
            }
        }

        return (parts[0].Trim().ToLowerInvariant(), charset is { Length: > 0 } ? charset : null);
    }
}

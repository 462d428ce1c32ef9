using Monitor.Worker.Language;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Collection.Web;

/// <summary>The one gate to the network: every reader fetches through it, so that manners and defences hold for all of them.</summary>
/// <remarks>
/// In this order, on every hop: the address as written, a contact to be reached by, the site's robots.txt, a turn at the host, and
/// at connect time the address behind the name. Each earlier step costs less than the one after it and reaches fewer strangers.
/// An interface under contract goes the same way but for two steps: instead of robots.txt it is asked whether configuration names it, and
/// its turn is taken at the endpoint, so that one endpoint's spent limit rests neither the others nor the host.
/// </remarks>
internal sealed class WebGate : IDisposable
{
    // What the public web gets at the very least, whatever an operator sets for test sites.
    private static readonly TimeSpan PublicFloor = TimeSpan.FromSeconds(1);

    // A site that says "too many" without saying for how long.
    private static readonly TimeSpan UnspokenRest = TimeSpan.FromMinutes(1);

    private readonly CollectionOptions _options;
    private readonly TimeProvider _time;
    private readonly AllowedHosts _allowed;
    private readonly UrlRules _rules;
    private readonly WebIdentity _identity;
    private readonly ContractedApis _apis;
    private readonly RobotsCache _robots;
    private readonly HostPacing _pacing;
    private readonly Wire _wire;

    public WebGate(CollectionOptions options, HostPacing pacing, TimeProvider time, NameLookup? lookup = null, ContractedApis? apis = null)
    {
        _apis = apis ?? ContractedApis.None;
        _options = options;
        _time = time;
        _pacing = pacing;
        _allowed = new AllowedHosts(options.AllowedPrivateHosts);
        _rules = new UrlRules(_allowed);
        _identity = new WebIdentity(options);
        _robots = new RobotsCache(options, _identity, time, GetAsync);
        var connection = new PublicConnection(_allowed, lookup ?? PublicConnection.SystemLookup, options.ConnectTimeout);
        _wire = new Wire(options, _identity, connection, time);
    }

    /// <summary>Fetches one thing. Whatever the network does is a value; only <paramref name="ct"/> and a broken store throw.</summary>
    /// <remarks>May wait up to <see cref="CollectionOptions.MaxTurnWait"/> for a turn at each host it comes to, then works for at most <see cref="CollectionOptions.Deadline"/>.</remarks>
    public async Task<WebAnswer> GetAsync(WebRequest request, CancellationToken ct)
    {
        var started = _time.GetTimestamp();
        var answer = await AskAsync(request, ct);
        Measures.Fetches.Add(1, new KeyValuePair<string, object?>("outcome", Measures.Word(answer.Outcome)));
        Measures.FetchDuration.Record(_time.GetElapsedTime(started).TotalSeconds);
        return answer;
    }

    private async Task<WebAnswer> AskAsync(WebRequest request, CancellationToken ct)
    {
        var url = request.Url;
        var left = _options.Deadline;
        List<WebRedirect> hops = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (true)
        {
            if (_rules.Refusal(url) is { } refusal)
            {
                return Ended(WebOutcome.RefusedUrl, url, refusal, hops);
            }

            url = WithoutFragment(url);
            if (!seen.Add(url.AbsoluteUri))
            {
                return Ended(WebOutcome.TooManyRedirects, url, Reasons.RedirectLoop(url), hops);
            }

            var isPublic = !_allowed.Allows(url.IdnHost, url.Port);
            if (isPublic && !_identity.HasContact)
            {
                return Ended(WebOutcome.RefusedWithoutContact, url, Reasons.NoContact, hops);
            }

            var interval = isPublic && _options.PerHostInterval < PublicFloor ? PublicFloor : _options.PerHostInterval;
            if (request.Kind == WebKind.Api)
            {
                if (request.Api is null || !_apis.Hold(url))
                {
                    return Ended(WebOutcome.RefusedUrl, url, Reasons.NoContractedApi(url), hops);
                }

                // Where no token is sent, none can be overheard; what is answered must prove itself.
                if (isPublic && url.Scheme != Uri.UriSchemeHttps && !request.Api.Token.IsEmpty)
                {
                    return Ended(WebOutcome.RefusedUrl, url, Reasons.ApiInTheClear, hops);
                }

                // The limits of the contract are told in its headers; the interval for strangers' sites would only waste them.
                interval = isPublic ? PublicFloor : TimeSpan.Zero;
            }
            else if (request.Kind != WebKind.Robots)
            {
                var leave = await _robots.AskAsync(url, ct);
                if (leave.Refusal is { } outcome)
                {
                    return Ended(outcome, url, leave.Reason!, hops) with { RetryAfter = leave.RetryAfter };
                }

                interval = leave.CrawlDelay > interval ? leave.CrawlDelay : interval;
            }

            // '#' stands in no host name: an endpoint's row is never taken for a host's.
            var host = request is { Kind: WebKind.Api, Api: { } access } ? $"{HostOf(url)}#{access.Bucket}" : HostOf(url);
            var blind = request.Kind == WebKind.Robots;
            var (turn, wait) = await _pacing.TakeAsync(host, interval, ct, blind);
            if (turn is null)
            {
                return Ended(WebOutcome.Postponed, url, Reasons.Postponed(host, wait), hops) with { RetryAfter = wait };
            }

            var started = _time.GetTimestamp();
            TimeSpan? rest = null;
            WebAnswer answer;
            try
            {
                answer = Judged(await HopAsync(request, url, left, ct), request) with { Redirects = hops };
                rest = RestOf(answer, request.Kind);
            }
            finally
            {
                await _pacing.DoneAsync(turn, interval, rest, blind);
            }

            left -= _time.GetElapsedTime(started);
            if (!IsRedirect(answer.StatusCode) || answer.Outcome != WebOutcome.Ok)
            {
                return answer;
            }

            if (request.Kind == WebKind.Api)
            {
                // Never followed, not even on the same host: a token goes where configuration says and nowhere else.
                return answer with { Outcome = WebOutcome.BadContent, Reason = Reasons.ApiRedirect(answer.StatusCode) };
            }

            // RFC 9309 section 2.3.1.2: a robots.txt is followed through at least five, or a site that only moved it would seem to have none.
            var limit = request.Kind == WebKind.Robots ? Math.Max(5, _options.MaxRedirects) : _options.MaxRedirects;
            if (hops.Count >= limit)
            {
                return answer with { Outcome = WebOutcome.TooManyRedirects, Reason = Reasons.RedirectLimit(limit) };
            }

            var location = answer.Header("location")?.Trim() ?? "";
            if (UrlRules.RefusalAsWritten(location) is { } odd)
            {
                return answer with { Outcome = WebOutcome.RefusedUrl, Reason = odd };
            }

            if (location.Length == 0 || !Uri.TryCreate(url, location, out var next))
            {
                return answer with { Outcome = WebOutcome.BadContent, Reason = Reasons.RedirectWithoutLocation(answer.StatusCode) };
            }

            hops = [.. hops, new WebRedirect(url, answer.StatusCode, next)];
            url = next;
        }
    }

    public void Dispose() => _wire.Dispose();

    private async Task<WebAnswer> HopAsync(WebRequest request, Uri url, TimeSpan left, CancellationToken ct)
    {
        if (left <= TimeSpan.Zero)
        {
            return Ended(WebOutcome.TimedOut, url, Reasons.Deadline(_options.Deadline), []);
        }

        // One clock for connection, headers and body: a server that sends a byte a second never lets a read time out.
        using var deadline = new CancellationTokenSource(left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return await _wire.SendAsync(request, url, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Ended(WebOutcome.TimedOut, url, Reasons.Deadline(_options.Deadline), []);
        }
    }

    /// <summary>Gives an HTTP answer the outcome and reason of its status; an answer that already failed keeps its own.</summary>
    private WebAnswer Judged(WebAnswer answer, WebRequest request)
    {
        if (answer.Outcome != WebOutcome.Ok)
        {
            return answer;
        }

        var status = answer.StatusCode;
        if (status == 304)
        {
            return request.ETag is null && request.LastModified is null
                ? answer with
                {
                    Outcome = WebOutcome.BadContent,
                    Reason = Reasons.UnaskedNotModified,
                }
                : answer with
                {
                    Outcome = WebOutcome.NotModified,
                    Reason = Reasons.NotModified,
                };
        }

        var retryAfter = RetryTimes.Read(answer, _time.GetUtcNow(), _options.MaxRetryAfter);
        if (status is >= 200 and < 300 || IsRedirect(status))
        {
            return answer with { RetryAfter = retryAfter };
        }

        var outcome = status switch
        {
            401 or 403 or 407 or 451 => WebOutcome.Forbidden,
            404 => WebOutcome.NotFound,
            410 => WebOutcome.Gone,
            420 or 429 => WebOutcome.RateLimited,
            >= 400 and < 500 => WebOutcome.ClientError,
            >= 500 and < 600 => WebOutcome.ServerError,
            _ => WebOutcome.BadContent,
        };
        return answer with
        {
            Outcome = outcome,
            RetryAfter = retryAfter,
            Reason = retryAfter is { } wait ? Reasons.StatusWithRest(status, wait) : Reasons.Status(status),
        };
    }

    /// <summary>How long every worker leaves the host, or the interface's endpoint, alone after this answer.</summary>
    private static TimeSpan? RestOf(WebAnswer answer, WebKind kind) =>
        answer.Outcome switch
        {
            WebOutcome.RateLimited => answer.RetryAfter ?? UnspokenRest,
            // The last request of the window was granted: the next would only be refused.
            WebOutcome.Ok when kind == WebKind.Api && answer.Header("x-rate-limit-remaining") == "0" => answer.RetryAfter,
            WebOutcome.ServerError or WebOutcome.Forbidden => answer.RetryAfter,
            _ => null,
        };

    private WebAnswer Ended(WebOutcome outcome, Uri url, Sentence reason, List<WebRedirect> hops) =>
        new()
        {
            Outcome = outcome,
            Url = url,
            Reason = reason,
            FetchedAt = _time.GetUtcNow(),
            Redirects = hops,
        };

    private static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    // Only allow-listed hosts have other ports, and there each port is a site of its own.
    private static string HostOf(Uri url) => url.Port is 80 or 443 ? url.IdnHost : $"{url.IdnHost}:{url.Port}";

    private static Uri WithoutFragment(Uri url) => url.Fragment.Length == 0 ? url : new Uri(url.GetLeftPart(UriPartial.Query));
}

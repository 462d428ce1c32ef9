using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Web;

/// <summary>Whether robots.txt lets us go on. A refusal carries the answer that the asked page gets.</summary>
/// <param name="Refusal">Null when the page may be fetched.</param>
/// <param name="Reason">Why not; null when it may.</param>
/// <param name="RetryAfter">How long the host wants to be left alone, on a postponement.</param>
/// <param name="CrawlDelay">The pause the owner asks for between requests, already capped; zero when none.</param>
internal sealed record RobotsLeave(WebOutcome? Refusal, Sentence? Reason, TimeSpan? RetryAfter, TimeSpan CrawlDelay);

/// <summary>Remembers each site's robots.txt for a day and asks for it through the gate itself (RFC 9309 sections 2.3 and 2.4).</summary>
internal sealed class RobotsCache(
    CollectionOptions options,
    WebIdentity identity,
    TimeProvider time,
    Func<WebRequest, CancellationToken, Task<WebAnswer>> fetch
)
{
    // A file that could not be read forbids everything, so it is asked for again sooner than one that could.
    private static readonly TimeSpan UnreadableFor = TimeSpan.FromMinutes(10);

    private const int MaxSites = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Site> _sites = [];

    /// <summary>Asks about one address, fetching the site's robots.txt when it is not known or too old. Several askers share one fetch.</summary>
    public async Task<RobotsLeave> AskAsync(Uri url, CancellationToken ct)
    {
        var site = SiteOf(url.GetLeftPart(UriPartial.Authority));
        var known = site.Known;
        if (known is null || known.Expires <= time.GetUtcNow())
        {
            await site.Turn.WaitAsync(ct);
            try
            {
                known = site.Known;
                if (known is null || known.Expires <= time.GetUtcNow())
                {
                    var answer = await fetch(WebRequest.For(new Uri(url, "/robots.txt"), WebKind.Robots), ct);
                    if (Passing(answer) is { } passing)
                    {
                        return passing;
                    }

                    known = Learn(answer, site.Known);
                    site.Known = known;
                }
            }
            finally
            {
                site.Turn.Release();
            }
        }

        return Judge(known, url);
    }

    /// <summary>What says nothing about robots.txt but stops this request all the same: the host cannot be asked now, or not at all.</summary>
    private static RobotsLeave? Passing(WebAnswer answer) =>
        answer.Outcome switch
        {
            WebOutcome.RateLimited or WebOutcome.Postponed => new(WebOutcome.Postponed, answer.Reason, answer.RetryAfter, TimeSpan.Zero),
            // Before any redirect these are about the very host that was asked: the page would end the same way, and the plain reason helps more.
            WebOutcome.RefusedAddress
            or WebOutcome.RefusedUrl
            or WebOutcome.RefusedWithoutContact
            or WebOutcome.Unreachable when answer.Redirects.Count == 0 => new(
                answer.Outcome,
                answer.Reason,
                RetryAfter: null,
                TimeSpan.Zero
            ),
            _ => null,
        };

    private Known Learn(WebAnswer answer, Known? before)
    {
        var now = time.GetUtcNow();
        switch (answer.Outcome)
        {
            case WebOutcome.Ok:
                return new Known(RobotsTxt.Parse(answer.Body.Span), Unreadable: null, now + options.RobotsCache);
            case WebOutcome.NotFound or WebOutcome.Gone or WebOutcome.Forbidden or WebOutcome.ClientError or WebOutcome.TooManyRedirects:
                // "Unavailable" (RFC 9309 section 2.3.1.3, and 2.3.1.2 for redirects): there are no rules.
                return new Known(RobotsTxt.Empty, Unreadable: null, now + options.RobotsCache);
            default:
                var retry = now + (UnreadableFor < options.RobotsCache ? UnreadableFor : options.RobotsCache);
                // "Unreachable" (section 2.3.1.4): everything is forbidden, unless an older copy still says what the owner wants (section 2.4).
                return before is { Unreadable: null } ? before with { Expires = retry } : new Known(RobotsTxt.Empty, answer.Reason, retry);
        }
    }

    private RobotsLeave Judge(Known known, Uri url)
    {
        if (known.Unreadable is { } why)
        {
            return new(WebOutcome.RefusedByRobots, Reasons.RobotsUnreadable(why), known.Expires - time.GetUtcNow(), TimeSpan.Zero);
        }

        var verdict = known.Rules.Allows(identity.ProductToken, url.AbsoluteUri);
        if (!verdict.Allowed)
        {
            return new(
                WebOutcome.RefusedByRobots,
                Reasons.RobotsRule(verdict.Rule!, identity.ProductToken),
                RetryAfter: null,
                TimeSpan.Zero
            );
        }

        var delay = known.Rules.CrawlDelay(identity.ProductToken) ?? TimeSpan.Zero;
        return new(Refusal: null, Reason: null, RetryAfter: null, delay < options.MaxCrawlDelay ? delay : options.MaxCrawlDelay);
    }

    private Site SiteOf(string authority)
    {
        lock (_lock)
        {
            if (!_sites.TryGetValue(authority, out var site))
            {
                if (_sites.Count >= MaxSites)
                {
                    // The least fresh go first; one that is being asked about keeps its object and is merely asked again later.
                    foreach (
                        var old in _sites
                            .OrderBy(static pair => pair.Value.Known?.Expires ?? DateTimeOffset.MaxValue)
                            .Take(MaxSites / 8)
                            .ToList()
                    )
                    {
                        _sites.Remove(old.Key);
                    }
                }

                site = new Site();
                _sites.Add(authority, site);
            }

            return site;
        }
    }

    private sealed record Known(RobotsTxt Rules, Sentence? Unreadable, DateTimeOffset Expires);

    private sealed class Site
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        // Written under Turn, read without it: a reader sees the old or the new, both whole.
        public volatile Known? Known;
    }
}

using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>Fetches the page that an entry announces and takes the article out of it.</summary>
internal sealed class PageReader(WebGate gate, ArticleExtractor articles, CollectionOptions options)
{
    /// <summary>Fetches the page behind an entry and takes the article out of it; where the page is closed to us, the feed's own words are the item.</summary>
    /// <param name="entry">The announcement.</param>
    /// <param name="feed">The answer that held it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<EntryReading> ReadAsync(PendingEntry entry, Capture feed, CancellationToken ct)
    {
        var saysSomething = entry.Text.Length > 0 || entry.Title.Length > 0;
        if (entry.Url is null)
        {
            return saysSomething
                ? EntryReading.Of(entry.ToItem(feed))
                : EntryReading.Never(new Sentence("Entri tanpa teks dan tanpa alamat.", "The entry has neither text nor address."));
        }

        var answer = await gate.GetAsync(WebRequest.For(entry.Url, WebKind.Page), ct);
        if (saysSomething && IsClosed(answer))
        {
            // The site lets its feed be read and not its pages: what the feed itself says is all there is to judge.
            return EntryReading.Of(entry.ToItem(feed));
        }

        if (!answer.IsOk)
        {
            return new EntryReading(
                null,
                answer.Reason,
                IsLasting(answer),
                answer.Outcome == WebOutcome.Postponed ? answer.RetryAfter ?? TimeSpan.Zero : null
            );
        }

        var document = articles.Extract(TextDecoding.Read(answer).Text, answer.Url);
        if (document.Article is not { } article)
        {
            return new EntryReading(null, document.Refusal, Lasting: true, Wait: null) { EmptyPage = true };
        }

        var further = await FurtherAsync(article, answer.Url, ct);
        if (further.Problem is { } problem)
        {
            return problem;
        }

        var text = further.Text.Length > 0 ? further.Text : entry.Text;
        var reading =
            text.Length == 0
                ? EntryReading.Never(new Sentence($"Tidak ada teks artikel di {answer.Url}.", $"There is no article text at {answer.Url}."))
                : EntryReading.Of(
                    new Item
                    {
                        NativeId = entry.Id,
                        Url = SameSite(article.Canonical, answer.Url) ?? answer.Url,
                        Title = article.Title.Length > 0 ? article.Title : entry.Title,
                        Text = text,
                        Published = article.Published ?? entry.Published,
                        Authors = article.Authors.Count > 0 ? article.Authors : entry.Authors,
                        Media = entry.Media,
                        Capture = answer.ToCapture(),
                        FurtherPages = further.Pages,
                    }
                );
        return reading with { EmptyPage = article.Text.Length == 0 };
    }

    // Each page may name only the next one. A page that is not there ends the article; one that cannot be read just now has the whole entry
    // tried again, because half an article would be taken for all of it for good.
    private async Task<Further> FurtherAsync(Article first, Uri at, CancellationToken ct)
    {
        var lines = new List<string>(first.Text.Split('\n'));
        var seen = lines.ToHashSet(StringComparer.Ordinal);
        var captures = new List<Capture>();
        var asked = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { at.AbsoluteUri };
        for (var waiting = first.NextPages; captures.Count < options.MaxArticlePages - 1; )
        {
            if (waiting.FirstOrDefault(page => asked.Add(page.AbsoluteUri)) is not { } next)
            {
                break;
            }

            var answer = await gate.GetAsync(WebRequest.For(next, WebKind.Page), ct);
            if (!answer.IsOk && !IsLasting(answer))
            {
                var wait = answer.Outcome == WebOutcome.Postponed ? answer.RetryAfter ?? TimeSpan.Zero : (TimeSpan?)null;
                return new Further("", [], new EntryReading(null, answer.Reason, Lasting: false, wait));
            }

            // Past its last page many a site shows the first one again.
            if (
                !answer.IsOk
                || !IsSameSite(at, answer.Url)
                || !asked.Add(answer.Url.AbsoluteUri) && answer.Url != next
                || articles.Extract(TextDecoding.Read(answer).Text, answer.Url).Article is not { Text.Length: > 0 } page
            )
            {
                break;
            }

            // Headline and first lines are often repeated at the top of every page.
            var added = page.Text.Split('\n').Where(line => seen.Add(line)).ToList();
            if (added.Count == 0)
            {
                break;
            }

            lines.AddRange(added);
            captures.Add(answer.ToCapture());
            waiting = [.. waiting, .. page.NextPages];
        }

        return new Further(string.Join('\n', lines), captures, null);
    }

    private sealed record Further(string Text, IReadOnlyList<Capture> Pages, EntryReading? Problem);

    // A page may say what its own address is, but not that it is another site's page: that would let a site make our copy of somebody
    // else's story count as seen before it was.
    private static Uri? SameSite(Uri? canonical, Uri page) =>
        canonical is not null && IsSameSite(canonical, page) && canonical.Port == page.Port && canonical.Scheme is "http" or "https"
            ? canonical
            : null;

    /// <summary>Whether two addresses are of one host, its <c>www.</c>, <c>m.</c> and <c>amp.</c> forms counted as one.</summary>
    internal static bool IsSameSite(Uri one, Uri other) => Bare(one.IdnHost) == Bare(other.IdnHost);

    private static string Bare(string host)
    {
        foreach (var prefix in (string[])["www.", "m.", "amp."])
        {
            if (host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return host[prefix.Length..].ToLowerInvariant();
            }
        }

        return host.ToLowerInvariant();
    }

    private static bool IsClosed(WebAnswer answer) =>
        answer.Outcome is WebOutcome.Forbidden or WebOutcome.RefusedWithoutContact
        || (answer.Outcome == WebOutcome.RefusedByRobots && answer.RetryAfter is null);

    // A robots.txt that could not be read forbids for a while, and says for how long; one that was read forbids for good.
    internal static bool IsLasting(WebAnswer answer) =>
        answer.Outcome == WebOutcome.RefusedByRobots
            ? answer.RetryAfter is null
            : answer.Outcome
                is WebOutcome.NotFound
                    or WebOutcome.Gone
                    or WebOutcome.Forbidden
                    or WebOutcome.ClientError
                    or WebOutcome.RefusedAddress
                    or WebOutcome.RefusedUrl
                    or WebOutcome.TooLarge
                    or WebOutcome.TooManyRedirects
                    or WebOutcome.BadContent;
}

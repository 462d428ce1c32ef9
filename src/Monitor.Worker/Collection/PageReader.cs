using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>Fetches the page that an entry announces and takes the article out of it.</summary>
internal sealed class PageReader(WebGate gate, ArticleExtractor articles)
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

        var text = article.Text.Length > 0 ? article.Text : entry.Text;
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
                    }
                );
        return reading with { EmptyPage = article.Text.Length == 0 };
    }

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
    private static bool IsLasting(WebAnswer answer) =>
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

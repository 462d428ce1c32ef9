using System.Text.Json;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>What one look at a feed brought.</summary>
/// <param name="Answer">How the request ended.</param>
/// <param name="Feed">The feed, when the body was one.</param>
/// <param name="Problem">Why the body was none.</param>
internal sealed record FeedReading(WebAnswer Answer, Feed? Feed, Sentence? Problem);

/// <summary>An entry as an item, or why it could not be made into one.</summary>
/// <param name="Item">The item.</param>
/// <param name="Problem">What went wrong.</param>
/// <param name="Lasting">Trying again cannot help.</param>
/// <param name="Wait">The host is to be left alone for so long; the entry itself is not at fault.</param>
internal sealed record EntryReading(Item? Item, Sentence? Problem, bool Lasting, TimeSpan? Wait);

/// <summary>Turns a feed into items: the entry itself where it is the post, the page behind it where it is an announcement.</summary>
internal sealed class FeedReader(WebGate gate, ArticleExtractor articles)
{
    /// <summary>Fetches the feed, conditionally when validators are at hand.</summary>
    public async Task<FeedReading> FetchAsync(Source source, CancellationToken ct)
    {
        var answer = await gate.GetAsync(
            new WebRequest
            {
                Url = new Uri(source.Url),
                Kind = WebKind.Feed,
                ETag = source.Etag,
                LastModified = source.LastModified,
            },
            ct
        );
        if (!answer.IsOk)
        {
            return new FeedReading(answer, null, null);
        }

        var document = FeedParser.Parse(answer.Body, answer.Header("content-type"), answer.Url);
        return document.IsFeed ? new FeedReading(answer, document.Feed, null) : new FeedReading(answer, null, document.Refusal);
    }

    /// <summary>What is kept of an entry for another try.</summary>
    public static PendingEntry Pending(FeedEntry entry) =>
        new(
            entry.Id,
            entry.Url,
            entry.Title,
            entry.Text,
            entry.Published,
            [.. entry.Authors.Select(author => author.Name).Where(name => name.Length > 0)],
            [.. entry.Media.Select(media => media.Url)]
        );

    /// <summary>An entry that waited for another try, as the proof of itself: its feed is gone by now.</summary>
    public static Capture CaptureOf(PendingEntry entry, Source source, DateTimeOffset at) =>
        new(JsonSerializer.SerializeToUtf8Bytes(entry), "application/json", new Uri(source.Url), at, []);

    /// <summary>The entry as a post of its own; the capture is the feed that held it.</summary>
    public static Item OfEntry(PendingEntry entry, Capture feed) =>
        new()
        {
            NativeId = entry.Id,
            Url = entry.Url,
            Title = entry.Text.StartsWith(entry.Title.TrimEnd('…', '.'), StringComparison.Ordinal) ? "" : entry.Title,
            Text = entry.Text.Length > 0 ? entry.Text : entry.Title,
            Published = entry.Published,
            Authors = entry.Authors,
            Media = entry.Media,
            Capture = feed,
        };

    /// <summary>Fetches the page behind an entry and takes the article out of it.</summary>
    public async Task<EntryReading> ReadPageAsync(PendingEntry entry, CancellationToken ct)
    {
        if (entry.Url is null)
        {
            return new EntryReading(
                null,
                new Sentence("Entri tidak menyebut alamat halaman.", "The entry names no page."),
                Lasting: true,
                Wait: null
            );
        }

        var answer = await gate.GetAsync(WebRequest.For(entry.Url, WebKind.Page), ct);
        if (!answer.IsOk)
        {
            return new EntryReading(
                null,
                answer.Reason,
                IsLasting(answer.Outcome),
                answer.Outcome == WebOutcome.Postponed ? answer.RetryAfter ?? TimeSpan.Zero : null
            );
        }

        var document = articles.Extract(TextDecoding.Read(answer).Text, answer.Url);
        if (document.Article is not { } article)
        {
            return new EntryReading(null, document.Refusal, Lasting: true, Wait: null);
        }

        var text = article.Text.Length > 0 ? article.Text : entry.Text;
        return text.Length == 0
            ? new EntryReading(
                null,
                new Sentence($"Tidak ada teks artikel di {answer.Url}.", $"There is no article text at {answer.Url}."),
                Lasting: true,
                Wait: null
            )
            : new EntryReading(
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
                },
                null,
                Lasting: false,
                Wait: null
            );
    }

    // A page may say what its own address is, but not that it is another site's page: that would let a site make our copy of somebody
    // else's story count as seen before it was.
    private static Uri? SameSite(Uri? canonical, Uri page) =>
        canonical is not null
        && (Bare(canonical.IdnHost) == Bare(page.IdnHost))
        && canonical.Port == page.Port
        && canonical.Scheme is "http" or "https"
            ? canonical
            : null;

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

    private static bool IsLasting(WebOutcome outcome) =>
        outcome
            is WebOutcome.NotFound
                or WebOutcome.Gone
                or WebOutcome.Forbidden
                or WebOutcome.ClientError
                or WebOutcome.RefusedByRobots
                or WebOutcome.RefusedAddress
                or WebOutcome.RefusedUrl
                or WebOutcome.TooLarge
                or WebOutcome.TooManyRedirects
                or WebOutcome.BadContent;
}

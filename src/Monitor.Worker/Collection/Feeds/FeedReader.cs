using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Reads RSS, Atom and JSON feeds.</summary>
internal sealed class FeedReader(WebGate gate) : ISourceReader
{
    /// <inheritdoc />
    public string Kind => "feed";

    /// <inheritdoc />
    public Sentence What => new("umpan RSS, Atom, atau JSON Feed", "an RSS, Atom or JSON feed");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => hasAccount ? SourceReads.Entry : SourceReads.Page;

    /// <inheritdoc />
    public Uri Locate(string written) =>
        Uri.TryCreate(written, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw RefusalException.Wrong(
                $"Alamat '{written}' harus http atau https yang lengkap.",
                $"The address '{written}' must be a whole http or https address."
            );

    /// <inheritdoc />
    public Task<SourceReading> ReadAsync(Source source, CancellationToken ct) => LookAsync(gate, source, ct);

    /// <summary>One look at an address that holds a feed; for every kind of source that is one underneath.</summary>
    internal static async Task<SourceReading> LookAsync(WebGate gate, Source source, CancellationToken ct)
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
            return new SourceReading(answer, null, null, null);
        }

        var document = FeedParser.Parse(answer.Body, answer.Header("content-type"), answer.Url);
        return document.IsFeed
            ? new SourceReading(answer, document.Feed.Title, [.. document.Feed.Entries.Select(Pending)], null)
            {
                MovedTo = answer.MovedTo,
                Rhythm = document.Feed.Rhythm,
            }
            : new SourceReading(answer, null, null, document.Refusal);
    }

    private static PendingEntry Pending(FeedEntry entry) =>
        new(
            entry.Id,
            entry.Url,
            entry.Title,
            entry.Text,
            entry.Published,
            [.. entry.Authors.Select(author => author.Name).Where(name => name.Length > 0)],
            [.. entry.Media.Select(media => media.Url)]
        )
        {
            Updated = entry.Updated,
        };
}

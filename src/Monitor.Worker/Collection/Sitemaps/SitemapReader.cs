using System.IO.Compression;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Sitemaps;

/// <summary>Reads the news sitemap of a site without a feed: the pages of the last three days, and of an index its newest sitemaps.</summary>
internal sealed class SitemapReader(WebGate gate, CollectionOptions options, TimeProvider time) : ISourceReader
{
    private const int MostEntries = 500;
    private const int MostSitemaps = 3;

    // What is older was news before this source was registered; Google's own limit for news is two days.
    private static readonly TimeSpan News = TimeSpan.FromDays(3);

    /// <inheritdoc />
    public string Kind => "sitemap";

    /// <inheritdoc />
    public Sentence What => new("peta situs berita", "a news sitemap");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => SourceReads.Page;

    /// <inheritdoc />
    public Uri Locate(string written) =>
        Uri.TryCreate(written, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw RefusalException.Wrong(
                $"Alamat peta situs '{written}' harus http atau https yang lengkap.",
                $"The address of the sitemap '{written}' must be a whole http or https address."
            );

    /// <inheritdoc />
    public async Task<SourceReading> ReadAsync(Source source, CancellationToken ct)
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

        var (map, problem) = Open(answer);
        return map is null ? new SourceReading(answer, null, null, problem)
            : map.IsIndex ? await ReadIndexAsync(answer, map, ct)
            : Reading(answer, map.Title, map.Places);
    }

    private async Task<SourceReading> ReadIndexAsync(WebAnswer index, Sitemap map, CancellationToken ct)
    {
        var since = time.GetUtcNow() - News;
        var chosen = map
            .Places.Where(place => place.At is null || place.At >= since)
            .OrderByDescending(place => place.At)
            .Take(MostSitemaps);
        var places = new List<SitemapPlace>();
        string? title = null;
        SourceReading? failed = null;
        var read = 0;
        foreach (var child in chosen)
        {
            var answer = await gate.GetAsync(WebRequest.For(child.Url, WebKind.Feed), ct);
            if (!answer.IsOk)
            {
                failed = new SourceReading(answer, null, null, null);
                continue;
            }

            var (inner, problem) = Open(answer);
            if (inner is null)
            {
                failed = new SourceReading(answer, null, null, problem);
                continue;
            }

            read++;
            title ??= inner.Title;
            // One level: an index inside an index is left alone.
            places.AddRange(inner.IsIndex ? [] : inner.Places);
        }

        if (read == 0 && failed is not null)
        {
            return failed;
        }

        // An index that has not changed says nothing of the sitemaps that it names: the next look must not be answered with "not modified".
        var unvalidated = index with
        {
            Headers = [.. index.Headers.Where(header => header.Key is not ("etag" or "last-modified"))],
        };
        return Reading(unvalidated, title, places);
    }

    private SourceReading Reading(WebAnswer answer, string? title, IReadOnlyList<SitemapPlace> places)
    {
        // A page without a date may be any of the thousands that a site has had since it began.
        var since = time.GetUtcNow() - News;
        var entries = places
            .Where(place => place.At >= since)
            .OrderByDescending(place => place.At)
            .DistinctBy(place => place.Url)
            .Take(MostEntries)
            .Select(place => new PendingEntry(place.Url.AbsoluteUri, place.Url, Markup.Line(place.Title), "", place.At, [], []))
            .ToList();
        return new SourceReading(answer, title, entries, null) { IsQuiet = places.Count > 0 && entries.Count == 0 };
    }

    private (Sitemap? Map, Sentence? Problem) Open(WebAnswer answer)
    {
        var body = answer.Body;
        if (body.Length > 2 && body.Span[0] == 0x1F && body.Span[1] == 0x8B)
        {
            // A .gz file is no transfer encoding, so the gate hands it on as it is.
            if (Unpack(body) is not { } unpacked)
            {
                return (
                    null,
                    new Sentence(
                        $"Peta situs gzip rusak, atau lebih besar dari {options.MaxFeedBytes} bita (Collection:MaxFeedBytes).",
                        $"The gzip sitemap is broken, or larger than {options.MaxFeedBytes} bytes (Collection:MaxFeedBytes)."
                    )
                );
            }

            body = unpacked;
        }

        var map = Sitemap.Read(TextDecoding.Read(body.Span, answer.Charset, TextKind.Xml).Text, answer.Url, out var problem);
        return (map, problem);
    }

    private byte[]? Unpack(ReadOnlyMemory<byte> packed)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var block = new byte[64 * 1024];
            int read;
            while ((read = gzip.Read(block)) > 0)
            {
                if (unpacked.Length + read > options.MaxFeedBytes)
                {
                    return null;
                }

                unpacked.Write(block, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            // Said by the caller, in the source's status.
            return null;
        }

        return unpacked.ToArray();
    }
}

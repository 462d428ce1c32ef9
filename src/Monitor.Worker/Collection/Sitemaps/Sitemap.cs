using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Sitemaps;

/// <summary>A sitemap (sitemaps.org, with the news extension) or an index of sitemaps, as it was read.</summary>
/// <param name="IsIndex">Whether it names sitemaps and not pages.</param>
/// <param name="Title">The publication that it names, or null.</param>
/// <param name="Places">In the order written, those of the own site only.</param>
internal sealed record Sitemap(bool IsIndex, string? Title, IReadOnlyList<SitemapPlace> Places)
{
    // The protocol allows 50,000; what is newest is chosen among them afterwards.
    private const int MostPlaces = 50_000;

    /// <summary>Reads the XML. Never throws for what is in it; null with the reason when it is no sitemap.</summary>
    public static Sitemap? Read(string text, Uri url, out Sentence? problem)
    {
        problem = null;
        var tree = StrictXml.Read(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n'), url);
        if (tree is null)
        {
            tree = LenientXml.Read(text, url, out var hostile);
            if (hostile is not null)
            {
                problem = new Sentence($"Ditolak: entitas &{hostile}; tidak dibuka.", $"Refused: the entity &{hostile}; is not expanded.");
                return null;
            }
        }

        var root = tree.Roots.Find(element => element.Name is "urlset" or "sitemapindex");
        if (root is null)
        {
            problem = new Sentence("Ini bukan peta situs (urlset atau sitemapindex).", "This is no sitemap (urlset or sitemapindex).");
            return null;
        }

        var index = root.Name == "sitemapindex";
        var places = root
            .Children.Where(child => child.Name == (index ? "sitemap" : "url"))
            .Take(MostPlaces)
            .Select(child => Place(child, url))
            .OfType<SitemapPlace>()
            .ToList();
        var publication = root.Children.Select(News).OfType<FeedElement>().FirstOrDefault()?.Children.FirstOrDefault(Is("publication"));
        return new Sitemap(index, publication?.Children.FirstOrDefault(Is("name"))?.Text() is { Length: > 0 } name ? name : null, places);
    }

    private static SitemapPlace? Place(FeedElement element, Uri sitemap)
    {
        var url = FeedAddress.Resolve(sitemap, element.ChildText("", "loc"));
        // A site may speak for its own pages only (sitemaps.org, "location"); another's would be fetched in its name.
        if (url is null || Bare(url) != Bare(sitemap) || url.Port != sitemap.Port)
        {
            return null;
        }

        var news = News(element);
        return new SitemapPlace(
            url,
            news?.Children.FirstOrDefault(Is("title"))?.Text() ?? "",
            WrittenDate.Read(news?.Children.FirstOrDefault(Is("publication_date"))?.Text(), ZoneNames.Wib)
                ?? WrittenDate.Read(element.ChildText("", "lastmod"), ZoneNames.Wib)
        );
    }

    private static FeedElement? News(FeedElement element) =>
        element.Children.FirstOrDefault(child =>
            child.Name == "news" && (child.Space == "news" || child.NamespaceName.Contains("sitemap-news", StringComparison.Ordinal))
        );

    private static Func<FeedElement, bool> Is(string name) => child => child.Name == name;

    private static string Bare(Uri url)
    {
        var host = url.IdnHost.ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }
}

/// <summary>One line of a sitemap.</summary>
/// <param name="Url">The page, or the sitemap that an index names.</param>
/// <param name="Title">Headline, or empty.</param>
/// <param name="At">Published or changed; null when it does not say.</param>
internal sealed record SitemapPlace(Uri Url, string Title, DateTimeOffset? At);

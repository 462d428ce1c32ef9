using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Monitor.Worker.Demo;

/// <summary>Renders the sample sites' feeds, each in the manner of the kind of host that it plays.</summary>
internal static class SampleFeeds
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Media = "http://search.yahoo.com/mrss/";
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    /// <summary>A newsroom's RSS: headline, summary, no text.</summary>
    public static string NewsRss(string title, Uri site, IEnumerable<SampleItem> items) =>
        Rss(
            title,
            site,
            items.Select(item => new XElement(
                "item",
                new XElement("title", item.Title),
                new XElement("link", item.Url.AbsoluteUri),
                new XElement("guid", new XAttribute("isPermaLink", "true"), item.Url.AbsoluteUri),
                new XElement("pubDate", Rfc822(item.Published)),
                new XElement("description", SamplePages.Summary(item.Text))
            ))
        );

    /// <summary>A newsroom's Atom feed.</summary>
    public static string NewsAtom(string title, Uri site, IEnumerable<SampleItem> items) =>
        AtomFeed(
            title,
            site,
            author: null,
            items.Select(item =>
                Entry(item, new XElement(Atom + "summary", new XAttribute("type", "text"), SamplePages.Summary(item.Text)))
            )
        );

    /// <summary>An account's RSS as microblog hosts give it: no headline, the text as markup.</summary>
    public static string PostsRss(string author, Uri profile, IEnumerable<SampleItem> items) =>
        Rss(
            author,
            profile,
            items.Select(item => new XElement(
                "item",
                new XElement("guid", new XAttribute("isPermaLink", "true"), item.Url.AbsoluteUri),
                new XElement("link", item.Url.AbsoluteUri),
                new XElement("pubDate", Rfc822(item.Published)),
                new XElement("description", SamplePages.Paragraphs(item.Text))
            ))
        );

    /// <summary>An account's Atom feed with its texts whole.</summary>
    public static string PostsAtom(string author, Uri profile, IEnumerable<SampleItem> items) =>
        AtomFeed(
            author,
            profile,
            author,
            items.Select(item =>
                Entry(item, new XElement(Atom + "content", new XAttribute("type", "html"), SamplePages.Paragraphs(item.Text)))
            )
        );

    /// <summary>An account's Atom feed as video hosts give it: the text is a media description.</summary>
    public static string VideoAtom(string author, Uri profile, IEnumerable<SampleItem> items) =>
        AtomFeed(
            author,
            profile,
            author,
            items.Select(item =>
                Entry(
                    item,
                    new XElement(Media + "group", new XElement(Media + "title", item.Title), new XElement(Media + "description", item.Text))
                )
            )
        );

    private static string Rss(string title, Uri site, IEnumerable<XElement> items) =>
        Write(
            new XElement(
                "rss",
                new XAttribute("version", "2.0"),
                new XElement(
                    "channel",
                    new XElement("title", title),
                    new XElement("link", site.AbsoluteUri),
                    new XElement("description", $"Umpan {title}"),
                    new XElement("language", "id"),
                    items
                )
            )
        );

    private static string AtomFeed(string title, Uri site, string? author, IEnumerable<XElement> entries) =>
        Write(
            new XElement(
                Atom + "feed",
                new XAttribute(XNamespace.Xmlns + "media", Media.NamespaceName),
                new XElement(Atom + "id", site.AbsoluteUri),
                new XElement(Atom + "title", title),
                new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", site.AbsoluteUri)),
                author is null
                    ? null
                    : new XElement(Atom + "author", new XElement(Atom + "name", author), new XElement(Atom + "uri", site.AbsoluteUri)),
                entries
            )
        );

    private static XElement Entry(SampleItem item, XElement body) =>
        new(
            Atom + "entry",
            new XElement(Atom + "id", $"tag:contoh,2026:{item.Id}"),
            new XElement(Atom + "title", item.Title),
            new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", item.Url.AbsoluteUri)),
            new XElement(Atom + "published", Rfc3339(item.Published)),
            new XElement(Atom + "updated", Rfc3339(item.Published)),
            body
        );

    private static string Write(XElement root)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            root.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Rfc822(DateTimeOffset moment) =>
        moment.ToOffset(Wib).ToString("ddd, dd MMM yyyy HH:mm:ss '+0700'", CultureInfo.InvariantCulture);

    private static string Rfc3339(DateTimeOffset moment) =>
        moment.ToOffset(Wib).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

using System.Net.Http.Headers;
using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Reads an article from its page: words, headline, time, authors, address, site, language.</summary>
/// <param name="sites">The selectors of single sites.</param>
internal sealed class ArticleExtractor(SiteSelectors sites)
{
    /// <summary>Without the selectors of any site.</summary>
    public ArticleExtractor()
        : this(SiteSelectors.None) { }

    /// <summary>Decodes and reads the body of an answer, or of a file.</summary>
    /// <param name="body">The bytes as received, after transfer decompression.</param>
    /// <param name="contentType">The Content-Type as sent, or null.</param>
    /// <param name="url">The final address of the page, or null when it is not known.</param>
    public ArticleDocument Extract(ReadOnlyMemory<byte> body, string? contentType, Uri? url)
    {
        var charset = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.CharSet?.Trim('"', '\'') : null;
        return Extract(TextDecoding.Read(body.Span, charset, TextKind.Html).Text, url);
    }

    /// <summary>
    /// Reads a page. Never throws for what is in it: a page that is empty or nested beyond reason is refused with the reason, and one without
    /// running text gives an article whose text is empty. Bounded in time and memory whatever the page holds.
    /// </summary>
    /// <param name="html">The page, decoded.</param>
    /// <param name="url">The final address of the page, or null when it is not known.</param>
    public ArticleDocument Extract(string html, Uri? url)
    {
        var page = Page.Parse(html, out var refusal);
        if (page is null)
        {
            return ArticleDocument.Refused(refusal!);
        }

        var head = PageHead.Read(page.Document);
        var address = url is null ? null : FeedAddress.Resolve(url, head.Base) ?? url;
        var language = Language(head);
        var zone = MissingZone(url, language);
        var canonical = Canonical(head, address);
        var site = Site(head, url ?? canonical);
        BodyScore.Count(page.Body);
        var article = new Article
        {
            Title = Headline.Find(head, page.Body, site),
            Description = Markup.Text(
                head.Meta("og:description", "description", "twitter:description") is { Length: > 0 } said ? said : head.Data.Description
            ),
            Published = PublicationTime.Published(head, page.Body, zone),
            Modified = PublicationTime.Modified(head, zone),
            Authors = AuthorNames.Find(head, page.Body),
            Canonical = canonical,
            Amp = Resolve(address, head.Link("amphtml")),
            IsAmp = head.IsAmp,
            Site = site,
            Language = language,
            Image = Resolve(address, head.Meta("og:image", "twitter:image") is { Length: > 0 } image ? image : head.Data.Image),
            NextPages = NextPages.Find(head, page.Body, url),
        };
        var body = ArticleBody.Of(page.Body, head, article.Title, sites.For(url?.Host));
        return ArticleDocument.Of(article with { Text = body.Text, Source = body.Source });
    }

    private static Uri? Canonical(PageHead head, Uri? address)
    {
        var written = head.Link("canonical") is { Length: > 0 } link ? link : head.Meta("og:url");
        var canonical = Resolve(address, written);

        // A canonical link to the front page is a mistake of the template, and would make all articles of the site one.
        if (canonical is null || (canonical.AbsolutePath == "/" && address is not null && address.AbsolutePath != "/"))
        {
            return null;
        }

        return canonical.Fragment.Length == 0 ? canonical : new Uri(canonical.GetLeftPart(UriPartial.Query));
    }

    private static Uri? Resolve(Uri? address, string written) =>
        address is not null ? FeedAddress.Resolve(address, written)
        : FeedAddress.IsWeb(written) && Uri.TryCreate(written, UriKind.Absolute, out var absolute) ? absolute
        : null;

    private static string Language(PageHead head)
    {
        var language =
            head.Language is { Length: > 0 } own ? own
            : head.Data.Language is { Length: > 0 } data ? data
            : head.Meta("og:locale", "content-language", "language");
        return language.Length <= 35 ? language.Replace('_', '-') : "";
    }

    private static string Site(PageHead head, Uri? url)
    {
        var name = Markup.Line(head.Meta("og:site_name", "application-name") is { Length: > 0 } said ? said : head.Data.Publisher);
        if (name.Length is > 0 and <= 120)
        {
            return name;
        }

        var host = url?.Host ?? "";
        return host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
    }

    private static TimeSpan MissingZone(Uri? url, string language)
    {
        var indonesian =
            language.StartsWith("id", StringComparison.OrdinalIgnoreCase)
            || url?.Host.EndsWith(".id", StringComparison.OrdinalIgnoreCase) == true;
        return indonesian ? ZoneNames.Wib : TimeSpan.Zero;
    }
}

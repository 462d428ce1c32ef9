namespace Monitor.Worker.Collection.Feeds;

/// <summary>The links of an Atom feed or entry by their relation (RFC 4287 section 4.2.7).</summary>
/// <param name="All">Every link but enclosures, in the order written.</param>
/// <param name="Link">The page: <c>alternate</c>, HTML before other types.</param>
/// <param name="Self">The feed's own address.</param>
/// <param name="Next">The next page of the feed (RFC 5005).</param>
internal sealed record AtomLinks(IReadOnlyList<Uri> All, Uri? Link, Uri? Self, Uri? Next)
{
    /// <summary>Files tied to the entry.</summary>
    public IReadOnlyList<FeedMedia> Enclosures { get; private init; } = [];

    /// <summary>Reads the links that stand directly in <paramref name="element"/>.</summary>
    public static AtomLinks Of(FeedElement element)
    {
        var all = new List<Uri>();
        var enclosures = new List<FeedMedia>();
        Uri? page = null;
        Uri? other = null;
        Uri? self = null;
        Uri? next = null;
        foreach (var link in element.Children.Where(child => child.Name == "link" && child.Space is "" or "atom"))
        {
            var written = link.Attribute("href") is { Length: > 0 } href ? href : link.Text();
            if (link.Resolve(written) is not { } url)
            {
                continue;
            }

            var type = link.Attribute("type");
            var relation = link.Attribute("rel").ToLowerInvariant();
            if (relation == "enclosure")
            {
                enclosures.Add(new FeedMedia(MediaRole.Enclosure, url, type, link.Attribute("length")));
                continue;
            }

            all.Add(url);
            switch (relation)
            {
                case "" or "alternate" when type.Length == 0 || type.Contains("html", StringComparison.OrdinalIgnoreCase):
                    page ??= url;
                    break;
                case "" or "alternate":
                    other ??= url;
                    break;
                case "self":
                    self ??= url;
                    break;
                case "next":
                    next ??= url;
                    break;
            }
        }

        return new AtomLinks(all, page ?? other, self, next) { Enclosures = enclosures };
    }
}

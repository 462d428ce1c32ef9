namespace Monitor.Worker.Collection.Feeds;

/// <summary>
/// RSS 0.90 to 2.0 and RSS in RDF. Elements of Dublin Core, Atom, Media RSS and iTunes stand in where RSS has none of its own, in the order
/// that readers agree on.
/// </summary>
internal static class RssReader
{
    /// <summary>Reads the channel and at most <paramref name="mostEntries"/> items.</summary>
    public static Feed Read(FeedElement root, int mostEntries, TimeSpan missingZone)
    {
        var channel = root.Name == "channel" ? root : Find(root, "channel") ?? root;
        var (links, link, self, next) = Links(channel);
        var description = FeedModules.First(
            channel,
            ("", "description"),
            ("dc", "description"),
            ("itunes", "summary"),
            ("atom", "subtitle")
        );
        var items = FeedEntries.Of(root, "item", "entry");
        return new Feed
        {
            Format = FeedFormat.Rss,
            Version = Version(root),
            Title = FeedEntries.Title(FeedModules.First(channel, ("", "title"), ("dc", "title"), ("atom", "title"))),
            Description = description,
            Link = link,
            Links = links,
            FeedLink = self,
            NextPage = next,
            Language = FeedModules.First(channel, ("", "language"), ("dc", "language")) is { Length: > 0 } language
                ? language
                : channel.Language,
            Copyright = FeedModules.First(channel, ("", "copyright"), ("dc", "rights"), ("dcterms", "rights")),
            Generator = channel.ChildText("", "generator"),
            Image = Image(root, channel, description),
            Authors = FeedModules.People(
                channel,
                ("", "managingeditor"),
                ("", "webmaster"),
                ("", "author"),
                ("dc", "author"),
                ("dc", "creator"),
                ("itunes", "author")
            ),
            Categories = FeedModules.Categories(channel),
            Published = FeedModules.Date(channel, missingZone, ("", "pubdate")),
            Updated = FeedModules.Date(
                channel,
                missingZone,
                ("", "lastbuilddate"),
                ("dc", "date"),
                ("dcterms", "modified"),
                ("atom", "updated")
            ),
            Rhythm = FeedModules.Rhythm(channel),
            EntriesWritten = items.Count,
            Entries = EntryIdentity.Identify(
                FeedEntries.Newest(items, mostEntries, item => Published(item, missingZone)).ConvertAll(item => Item(item, missingZone))
            ),
        };
    }

    private static FeedEntry Item(FeedElement item, TimeSpan missingZone)
    {
        var (links, link, _, _) = Links(item);
        var guid = item.Children.FirstOrDefault(child => child.Is("", "guid") || child.Is("atom", "id") || child.Is("", "id"));
        var about = item.Attribute("rdf:about");
        var id = guid?.Text() is { Length: > 0 } written ? written : about;
        if (link is null && id.Length > 0 && FeedAddress.IsWeb(id) && !IsFalse(guid?.Attribute("ispermalink")))
        {
            link = item.Resolve(id);
        }

        var description = FeedModules.First(
            item,
            ("", "description"),
            ("dc", "description"),
            ("", "summary"),
            ("atom", "summary"),
            ("itunes", "summary"),
            ("media", "description")
        );
        var content = FeedModules.First(
            item,
            ("content", "encoded"),
            ("atom", "content"),
            ("", "content"),
            ("xhtml", "body"),
            ("xhtml", "div"),
            ("", "fulltext"),
            ("", "body")
        );
        var media = Enclosures(item).Concat(FeedModules.Media(item)).ToList();
        return new FeedEntry
        {
            Id = "",
            Guid = guid is null ? "" : id,
            Url = link,
            Links = links,
            Title = FeedEntries.Title(FeedModules.First(item, ("", "title"), ("dc", "title"), ("atom", "title"), ("media", "title"))),
            Html = content,
            Description = description,
            Text = FeedEntries.Body(content, description),
            Published = Published(item, missingZone),
            Updated = FeedModules.Date(item, missingZone, ("atom", "updated"), ("dcterms", "modified"), ("dc", "date")),
            Authors = FeedModules.People(
                item,
                ("", "author"),
                ("atom", "author"),
                ("dc", "author"),
                ("dc", "creator"),
                ("itunes", "author"),
                ("media", "credit")
            ),
            Media = media,
            Image = FeedModules.Image(item, media, content, description),
            Categories = FeedModules.Categories(item),
        };
    }

    private static DateTimeOffset? Published(FeedElement item, TimeSpan missingZone) =>
        FeedModules.Date(
            item,
            missingZone,
            ("", "pubdate"),
            ("atom", "published"),
            ("dcterms", "issued"),
            ("dcterms", "created"),
            ("dc", "date"),
            ("", "date"),
            ("", "published")
        );

    private static IEnumerable<FeedMedia> Enclosures(FeedElement item)
    {
        foreach (var child in item.Children)
        {
            var enclosure = child.Is("", "enclosure");
            if (enclosure || (child.Is("atom", "link") && child.Attribute("rel") == "enclosure"))
            {
                var address = child.Attribute("url") is { Length: > 0 } url ? url : child.Attribute("href");
                if (child.Resolve(address) is { } resolved)
                {
                    yield return new FeedMedia(MediaRole.Enclosure, resolved, child.Attribute("type"), child.Attribute("length"));
                }
            }
        }
    }

    /// <summary>The last plain link is the link, as gofeed has it; an Atom link counts where there is no plain one.</summary>
    private static (List<Uri> Links, Uri? Link, Uri? Self, Uri? Next) Links(FeedElement element)
    {
        var links = new List<Uri>();
        Uri? link = null;
        Uri? alternate = null;
        Uri? self = null;
        Uri? next = null;
        foreach (var child in element.Children.Where(child => child.Name == "link" && child.Space is "" or "atom"))
        {
            var written = child.Attribute("href") is { Length: > 0 } href ? href : child.Text();
            if (child.Resolve(written) is not { } url)
            {
                continue;
            }

            var relation = child.Attribute("rel").ToLowerInvariant();
            if (child.Space == "")
            {
                link = url;
            }
            else if (relation is "" or "alternate")
            {
                alternate ??= url;
            }
            else if (relation == "self")
            {
                self ??= url;
            }
            else if (relation == "next")
            {
                next ??= url;
            }

            if (relation is not ("enclosure" or "hub" or "replies" or "next"))
            {
                links.Add(url);
            }
        }

        return (links, link ?? alternate, self, next);
    }

    private static FeedImage? Image(FeedElement root, FeedElement channel, string description)
    {
        // In RDF the picture stands beside the channel, which only refers to it.
        foreach (var owner in new[] { channel, root })
        {
            foreach (var image in owner.Children.Where(child => child.Is("", "image")))
            {
                if (image.Resolve(image.ChildText("", "url")) is { } url)
                {
                    return new FeedImage(url, FeedEntries.Title(image.ChildText("", "title")));
                }
            }
        }

        return FeedModules.Image(channel, FeedModules.Media(channel), description);
    }

    private static string Version(FeedElement root)
    {
        if (root.Attribute("version") is { Length: > 0 } version)
        {
            return version;
        }

        var rdf = root.Children.FirstOrDefault(child => child.Is("", "channel"))?.NamespaceName ?? "";
        return rdf.Contains("purl.org/rss/1.0", StringComparison.OrdinalIgnoreCase) ? "1.0"
            : rdf.Contains("simple/0.9", StringComparison.OrdinalIgnoreCase) ? "0.9"
            : "";
    }

    private static FeedElement? Find(FeedElement root, string name) => root.Children.FirstOrDefault(child => child.Name == name);

    private static bool IsFalse(string? value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}

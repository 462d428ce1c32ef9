using System.Net;
using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Atom 1.0 (RFC 4287) and 0.3.</summary>
internal static class AtomReader
{
    private const string Atom = "atom";

    /// <summary>Reads the feed and at most <paramref name="mostEntries"/> entries.</summary>
    public static Feed Read(FeedElement root, int mostEntries, TimeSpan missingZone)
    {
        var feed = root.Name == "entry" ? null : root;
        var links = feed is null ? new AtomLinks([], null, null, null) : AtomLinks.Of(feed);
        var entries = feed is null ? [root] : FeedEntries.Of(root, "entry", "item");
        var authors = feed is null
            ? []
            : FeedModules.People(feed, (Atom, "author"), ("", "author"), ("dc", "creator"), ("itunes", "author"));
        var kept = FeedEntries.Newest(entries, mostEntries, entry => Published(entry, missingZone) ?? Updated(entry, missingZone));
        return new Feed
        {
            Format = FeedFormat.Atom,
            Version = Version(root),
            Title = feed is null ? "" : Plain(feed, "title"),
            Description =
                feed is null ? ""
                : Construct(feed, "subtitle") is { Length: > 0 } subtitle ? subtitle
                : Construct(feed, "tagline"),
            Link = links.Link,
            Links = links.All,
            FeedLink = links.Self,
            NextPage = links.Next,
            Language = root.Language,
            Copyright =
                feed is null ? ""
                : Construct(feed, "rights") is { Length: > 0 } rights ? rights
                : Construct(feed, "copyright"),
            Generator = feed is null ? "" : Generator(feed),
            Image = feed is null ? null : Image(feed),
            Authors = authors,
            Categories = FeedModules.Categories(root),
            Updated = feed is null ? null : Updated(feed, missingZone),
            Rhythm = FeedModules.Rhythm(root),
            EntriesWritten = entries.Count,
            Entries = EntryIdentity.Identify(kept.ConvertAll(entry => Entry(entry, authors, missingZone))),
        };
    }

    private static FeedEntry Entry(FeedElement entry, List<FeedPerson> feedAuthors, TimeSpan missingZone)
    {
        var links = AtomLinks.Of(entry);
        var content = Construct(entry, "content");
        var description = Construct(entry, "summary") is { Length: > 0 } summary
            ? summary
            : FeedModules.First(entry, ("dc", "description"), ("media", "description"));
        if (description.Length == 0 && entry.Child("media", "group") is { } group)
        {
            description = WebUtility.HtmlEncode(group.ChildText("media", "description"));
        }

        var authors = FeedModules.People(entry, (Atom, "author"), ("", "author"), ("dc", "creator"), ("itunes", "author"));
        if (authors.Count == 0 && entry.Child(Atom, "source") is { } source)
        {
            authors = FeedModules.People(source, (Atom, "author"));
        }

        var media = links.Enclosures.Concat(FeedModules.Media(entry)).ToList();
        var id = entry.ChildText(Atom, "id") is { Length: > 0 } own ? own : entry.ChildText("", "id");
        var updated = Updated(entry, missingZone);
        return new FeedEntry
        {
            Id = "",
            Guid = id,
            Url = links.Link ?? (FeedAddress.IsWeb(id) ? entry.Resolve(id) : null),
            Links = links.All,
            Title = Plain(entry, "title"),
            Html = content,
            Description = description,
            Text = FeedEntries.Body(content, description),
            Published = Published(entry, missingZone) ?? updated,
            Updated = updated,
            // RFC 4287 section 4.1.2: the authors of the feed are those of an entry that names none.
            Authors = authors.Count > 0 ? authors : feedAuthors,
            Media = media,
            Image = FeedModules.Image(entry, media, content, description),
            Categories = FeedModules.Categories(entry),
        };
    }

    private static DateTimeOffset? Published(FeedElement entry, TimeSpan missingZone) =>
        FeedModules.Date(
            entry,
            missingZone,
            (Atom, "published"),
            (Atom, "issued"),
            (Atom, "created"),
            ("", "published"),
            ("", "issued"),
            ("", "pubdate"),
            ("dc", "date")
        );

    private static DateTimeOffset? Updated(FeedElement element, TimeSpan missingZone) =>
        FeedModules.Date(
            element,
            missingZone,
            (Atom, "updated"),
            (Atom, "modified"),
            ("", "updated"),
            ("", "modified"),
            ("dcterms", "modified")
        );

    /// <summary>A title: plain text is taken as it stands, HTML is stripped.</summary>
    private static string Plain(FeedElement owner, string name)
    {
        var element = owner.Child(Atom, name) ?? owner.Child("", name) ?? owner.Child("dc", name) ?? owner.Child("media", name);
        if (element is null)
        {
            return "";
        }

        var markup = Content(element);
        return FeedEntries.Title(markup);
    }

    private static string Construct(FeedElement owner, string name) =>
        (owner.Child(Atom, name) ?? owner.Child("", name)) is { } element ? Content(element) : "";

    /// <summary>
    /// The markup that a text construct stands for (RFC 4287 section 3.1, and section 4.1.3.3 for content; Atom 0.3 had modes instead of types).
    /// Plain text is escaped when it has angle brackets of its own, so that they are not taken for tags later.
    /// </summary>
    private static string Content(FeedElement element)
    {
        var type = element.Attribute("type").ToLowerInvariant();
        var mode = element.Attribute("mode").ToLowerInvariant();
        if (mode == "base64" || (type.Length > 0 && mode.Length == 0 && IsBinary(type)))
        {
            return Base64(element.Text());
        }

        if (element.HasChildren)
        {
            // XHTML is wrapped in one div that is not part of the content.
            var only = element.Content.Where(node => node is FeedElement || !string.IsNullOrWhiteSpace((string)node)).ToList();
            return only is [FeedElement { Name: "div" } div] ? div.Markup() : element.Markup();
        }

        var text = element.Text();
        var plain =
            (type is "text" or "text/plain" && mode != "escaped") || (type.Length == 0 && mode.Length == 0 && !Markup.HasTags(text));
        return plain && text.AsSpan().ContainsAny('<', '&')
            ? text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            : text;
    }

    private static bool IsBinary(string type) =>
        type.Contains('/', StringComparison.Ordinal)
        && !type.StartsWith("text/", StringComparison.Ordinal)
        && !type.EndsWith("xml", StringComparison.Ordinal)
        && !type.EndsWith("html", StringComparison.Ordinal);

    /// <summary>Base64 that holds text gives the text; anything else has no words for us.</summary>
    private static string Base64(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var count))
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        return text.AsSpan().ContainsAny('\0', '\uFFFD') ? "" : text;
    }

    private static string Generator(FeedElement feed)
    {
        var element = feed.Child(Atom, "generator");
        if (element is null)
        {
            return "";
        }

        var version = element.Attribute("version");
        var address = element.Attribute("uri") is { Length: > 0 } uri ? uri : element.Attribute("url");
        return string.Join(' ', new[] { element.Text(), version.Length > 0 ? "v" + version : "", address }.Where(part => part.Length > 0));
    }

    private static FeedImage? Image(FeedElement feed)
    {
        var written = feed.ChildText(Atom, "logo") is { Length: > 0 } logo ? logo : feed.ChildText(Atom, "icon");
        return feed.Resolve(written) is { } url ? new FeedImage(url) : FeedModules.Image(feed, FeedModules.Media(feed));
    }

    private static string Version(FeedElement root) =>
        root.Attribute("version") is { Length: > 0 } version ? version
        : root.NamespaceName.Contains("purl.org/atom", StringComparison.OrdinalIgnoreCase) ? "0.3"
        : "1.0";
}

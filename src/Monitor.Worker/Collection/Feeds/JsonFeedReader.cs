using System.Net;
using System.Text.Json;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>JSON Feed 1.0 and 1.1 (jsonfeed.org). Fields of the wrong type are read as what they hold, or as absent.</summary>
internal static class JsonFeedReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    /// <summary>Reads the feed; a refusal when the text is no JSON, or JSON that is no feed.</summary>
    public static FeedDocument Read(string json, Uri baseUrl, int mostEntries, TimeSpan missingZone)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonText.Bytes(json), Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || (Array(root, "items").Count == 0 && String(root, "version").Length == 0))
            {
                return FeedDocument.Refused(
                    "Isi ini JSON, tetapi bukan JSON Feed: tidak ada items atau version.",
                    "This is JSON but no JSON Feed: it has neither items nor version."
                );
            }

            return FeedDocument.Of(Feed(root, baseUrl, mostEntries, missingZone), repaired: false);
        }
        catch (JsonException error)
        {
            return FeedDocument.Refused(
                $"Isi ini dimulai seperti JSON tetapi rusak pada baris {error.LineNumber + 1}.",
                $"This begins like JSON but is broken at line {error.LineNumber + 1}."
            );
        }
    }

    private static Feed Feed(JsonElement root, Uri baseUrl, int mostEntries, TimeSpan missingZone)
    {
        var items = Array(root, "items").Where(item => item.ValueKind == JsonValueKind.Object).ToList();
        var home = Address(root, "home_page_url", baseUrl);
        var self = Address(root, "feed_url", baseUrl);
        var authors = People(root);
        var icon = Address(root, "icon", baseUrl) ?? Address(root, "favicon", baseUrl);
        var kept = FeedEntries.Newest(items, mostEntries, item => Date(item, "date_published", missingZone));
        var entries = EntryIdentity.Identify(kept.ConvertAll(item => Entry(item, authors, baseUrl, missingZone)));
        return new Feed
        {
            Format = FeedFormat.Json,
            Version = String(root, "version") is var version && version.LastIndexOf('/') is var slash ? version[(slash + 1)..] : "",
            Title = Markup.Line(String(root, "title")),
            Description = String(root, "description"),
            Link = home,
            Links = new[] { home, self }.OfType<Uri>().ToList(),
            FeedLink = self,
            NextPage = Address(root, "next_url", baseUrl),
            Language = String(root, "language"),
            Image = icon is null ? null : new FeedImage(icon),
            Authors = authors,
            // JSON Feed dates its items only: the first one's dates stand for the feed.
            Published = entries.Count > 0 ? entries[0].Published : null,
            Updated = entries.Count > 0 ? entries[0].Updated : null,
            EntriesWritten = items.Count,
            Entries = entries,
        };
    }

    private static FeedEntry Entry(JsonElement item, List<FeedPerson> feedAuthors, Uri baseUrl, TimeSpan missingZone)
    {
        var url = Address(item, "url", baseUrl);
        var external = Address(item, "external_url", baseUrl);
        var html = String(item, "content_html");
        var text = String(item, "content_text");
        var summary = String(item, "summary");
        var authors = People(item);
        var image = Address(item, "image", baseUrl) ?? Address(item, "banner_image", baseUrl);
        var id = String(item, "id");
        var words = html.Length > 0 ? Markup.Text(html) : "";
        return new FeedEntry
        {
            Id = "",
            Guid = id,
            Url = url ?? external ?? (FeedAddress.IsWeb(id) ? FeedAddress.Resolve(baseUrl, id) : null),
            Links = new[] { url, external }.OfType<Uri>().ToList(),
            Title = Markup.Line(String(item, "title")),
            Html = html.Length > 0 ? html : WebUtility.HtmlEncode(text),
            Description = summary,
            Text = words.Length > 0 ? words : Plain(text.Length > 0 ? text : summary),
            Published = Date(item, "date_published", missingZone) ?? Date(item, "date_modified", missingZone),
            Updated = Date(item, "date_modified", missingZone),
            Authors = authors.Count > 0 ? authors : feedAuthors,
            Media = Attachments(item, baseUrl),
            Image = image is null ? null : new FeedImage(image),
            Categories = Array(item, "tags").Select(Scalar).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).ToList(),
        };
    }

    private static List<FeedMedia> Attachments(JsonElement item, Uri baseUrl)
    {
        var files = new List<FeedMedia>();
        foreach (var attachment in Array(item, "attachments").Where(attachment => attachment.ValueKind == JsonValueKind.Object))
        {
            if (Address(attachment, "url", baseUrl) is { } url)
            {
                files.Add(new FeedMedia(MediaRole.Enclosure, url, String(attachment, "mime_type"), String(attachment, "size_in_bytes")));
            }
        }

        return files;
    }

    /// <summary>Version 1.1 has a list of authors, 1.0 had one.</summary>
    private static List<FeedPerson> People(JsonElement owner)
    {
        var written = Array(owner, "authors");
        if (written.Count == 0 && owner.TryGetProperty("author", out var author))
        {
            written = [author];
        }

        var people = new List<FeedPerson>();
        foreach (var one in written)
        {
            var person =
                one.ValueKind == JsonValueKind.Object
                    ? new FeedPerson(Markup.Line(String(one, "name")), "", String(one, "url"), String(one, "avatar"))
                    : PersonText.Read(Scalar(one));
            if (person is not (null or { Name: "", Email: "", Url: "", Avatar: "" }))
            {
                people.Add(person);
            }
        }

        return people;
    }

    /// <summary>Plain text stays plain: an angle bracket in it is no tag.</summary>
    private static string Plain(string text) =>
        Markup.Text(text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal));

    private static DateTimeOffset? Date(JsonElement owner, string name, TimeSpan missingZone) =>
        Dates.WrittenDate.Read(String(owner, name), missingZone);

    private static Uri? Address(JsonElement owner, string name, Uri baseUrl) => FeedAddress.Resolve(baseUrl, String(owner, name));

    private static string String(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? Scalar(value) : "";

    private static string Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => XmlText.Clean(value.GetString()).Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };

    private static List<JsonElement> Array(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];
}

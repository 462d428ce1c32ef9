using System.Text.Json;
using Monitor.Worker.Collection.Feeds;

namespace Monitor.Worker.Tests.Collection.Feeds;

/// <summary>gofeed's expected parse beside ours, field by field.</summary>
internal static class FeedFields
{
    /// <summary>One row per field that both have: its name, what is expected, what was read.</summary>
    public static IEnumerable<(string Field, string Want, string Got)> Compare(JsonElement want, Feed got)
    {
        yield return (
            "feedType",
            Text(want, "feedType"),
            want.TryGetProperty("feedType", out _) ? got.Format.ToString().ToLowerInvariant() : ""
        );
        yield return ("feedVersion", Text(want, "feedVersion"), got.Version);
        yield return ("title", Text(want, "title"), got.Title);
        yield return ("description", Text(want, "description"), got.Description);
        yield return ("link", Text(want, "link"), Written(got.Link));
        yield return ("links", List(want, "links"), string.Join('|', got.Links.Select(Written)));
        yield return ("feedLink", Text(want, "feedLink"), Written(got.FeedLink));
        yield return ("language", Text(want, "language"), got.Language);
        yield return ("copyright", Text(want, "copyright"), got.Copyright);
        yield return ("generator", Text(want, "generator"), got.Generator);
        yield return ("image", Image(want), Image(got.Image));
        yield return ("authors", People(want), People(got.Authors));
        yield return ("categories", List(want, "categories"), string.Join('|', got.Categories));
        yield return ("published", Instant(want, "publishedParsed"), Instant(got.Published));
        yield return ("updated", Instant(want, "updatedParsed"), Instant(got.Updated));
        var items = want.TryGetProperty("items", out var written) ? written.EnumerateArray().ToList() : [];
        yield return ("items", items.Count.ToString(), got.Entries.Count.ToString());
        for (var i = 0; i < Math.Min(items.Count, got.Entries.Count); i++)
        {
            foreach (var (field, expected, read) in Compare(items[i], got.Entries[i]))
            {
                yield return ($"items[{i}].{field}", expected, read);
            }
        }
    }

    private static IEnumerable<(string Field, string Want, string Got)> Compare(JsonElement want, FeedEntry got)
    {
        yield return ("title", Text(want, "title"), got.Title);
        yield return ("description", Text(want, "description"), got.Description);
        yield return ("content", Text(want, "content"), got.Html);
        yield return ("guid", Text(want, "guid"), got.Guid);
        // gofeed leaves the link empty where only the id is an address; for us an entry can then be read there.
        yield return ("link", Text(want, "link"), want.TryGetProperty("link", out _) ? Written(got.Url) : "");
        yield return ("links", List(want, "links"), string.Join('|', got.Links.Select(Written)));
        yield return ("published", Instant(want, "publishedParsed"), Instant(got.Published));
        yield return ("updated", Instant(want, "updatedParsed"), Instant(got.Updated));
        yield return ("authors", People(want), People(got.Authors));
        yield return ("categories", List(want, "categories"), string.Join('|', got.Categories));
        yield return ("image", Image(want), Image(got.Image));
        var enclosures = want.TryGetProperty("enclosures", out var written)
            ? written.EnumerateArray().Select(file => $"{Text(file, "url")} {Text(file, "type")} {Text(file, "length")}")
            : [];
        yield return (
            "enclosures",
            string.Join('|', enclosures),
            string.Join(
                '|',
                got.Media.Where(file => file.Role == MediaRole.Enclosure).Select(file => $"{Written(file.Url)} {file.Type} {file.Length}")
            )
        );
    }

    private static string Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string List(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? string.Join('|', value.EnumerateArray().Select(one => one.GetString())) : "";

    private static string Instant(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? Instant(value.GetDateTimeOffset()) : "";

    private static string Instant(DateTimeOffset? instant) => instant?.ToUniversalTime().ToString("O") ?? "";

    private static string Image(JsonElement owner) =>
        owner.TryGetProperty("image", out var image) ? $"{Text(image, "url")} {Text(image, "title")}" : "";

    private static string Image(FeedImage? image) => image is null ? "" : $"{Written(image.Url)} {image.Title}";

    private static string People(JsonElement owner) =>
        owner.TryGetProperty("authors", out var people)
            ? string.Join(
                '|',
                people.EnumerateArray().Select(one => $"{Text(one, "name")} {Text(one, "email")} {Text(one, "url")} {Text(one, "avatar")}")
            )
            : "";

    private static string People(IEnumerable<FeedPerson> people) =>
        string.Join('|', people.Select(one => $"{one.Name} {one.Email} {one.Url} {one.Avatar}"));

    private static string Written(Uri? address) => address?.OriginalString ?? "";
}

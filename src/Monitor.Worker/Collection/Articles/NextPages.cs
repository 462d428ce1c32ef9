using System.Globalization;

namespace Monitor.Worker.Collection.Articles;

/// <summary>
/// Finds the later pages of an article that is cut into several: <c>rel="next"</c>, and links on the page whose address is this one with a page
/// number (<c>?page=2</c>, <c>/2</c>, <c>/page/2</c>, <c>-2.html</c> is left alone: too many other things end so).
/// </summary>
internal static class NextPages
{
    private const int Most = 50;

    private static readonly string[] Parameters = ["page", "p", "hal", "halaman", "pg", "pagenum"];

    /// <summary>Addresses of later pages in their order, each once; empty when the article has one page or shows itself whole.</summary>
    public static IReadOnlyList<Uri> Find(PageHead head, PageNode body, Uri? page)
    {
        if (page is null)
        {
            return [];
        }

        var (stem, current) = Stem(page);
        var pages = new SortedDictionary<int, Uri>();
        foreach (var node in body.Walk())
        {
            if (node.Tag != "a" || pages.Count >= Most || Feeds.FeedAddress.Resolve(page, node.Attribute("href")) is not { } target)
            {
                continue;
            }

            var (other, number) = Stem(target);
            if (number > current && number <= current + Most && string.Equals(other, stem, StringComparison.OrdinalIgnoreCase))
            {
                pages.TryAdd(number, WithoutFragment(target));
            }
        }

        // rel=next often leads to the next article: it counts only when it is this one's address with another number.
        if (
            Feeds.FeedAddress.Resolve(page, head.Link("next")) is { } next
            && Stem(next) is var (same, following)
            && following > current
            && string.Equals(same, stem, StringComparison.OrdinalIgnoreCase)
        )
        {
            pages.TryAdd(following, WithoutFragment(next));
        }

        return [.. pages.Values];
    }

    /// <summary>The address without its page number, and that number; 1 when it has none.</summary>
    private static (string Stem, int Number) Stem(Uri address)
    {
        var number = 1;
        var query = new List<string>();
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (
                equals > 0
                && Parameters.Contains(pair[..equals], StringComparer.OrdinalIgnoreCase)
                && TryNumber(pair[(equals + 1)..], out var asked)
            )
            {
                number = asked;
            }
            else if (!pair.StartsWith("utm_", StringComparison.OrdinalIgnoreCase))
            {
                query.Add(pair);
            }
        }

        var path = address.AbsolutePath.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        if (number == 1 && slash > 0 && TryNumber(path[(slash + 1)..], out var last) && last > 1)
        {
            number = last;
            path = path[..slash];
            if (path.EndsWith("/page", StringComparison.OrdinalIgnoreCase))
            {
                path = path[..^5];
            }
        }

        return ($"{address.Host}{path}?{string.Join('&', query)}", number);
    }

    /// <summary>Small numbers only: a longer one is a year or an article's own number.</summary>
    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }

    private static Uri WithoutFragment(Uri address) =>
        address.Fragment.Length == 0 ? address : new Uri(address.GetLeftPart(UriPartial.Query));
}

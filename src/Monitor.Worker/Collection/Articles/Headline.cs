namespace Monitor.Worker.Collection.Articles;

/// <summary>The headline of an article: what the page says it is, checked against what a reader sees.</summary>
internal static class Headline
{
    private static readonly string[] Separators = [" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " • ", " · ", " ~ "];

    /// <summary>The headline, or empty.</summary>
    public static string Find(PageHead head, PageNode body, string site)
    {
        var title = head.Title;
        var said = First(head.Data.Headline, head.Meta("og:title", "twitter:title", "headline", "sailthru.title", "dc.title", "title"));
        var seen = body.Walk()
            .Where(node => node.Tag == "h1" && !Boilerplate.IsHidden(node))
            .Select(node => string.Join(' ', BodyText.Lines(node)))
            .Where(text => text.Length is > 0 and <= 400)
            .ToList();

        // A heading that is the beginning of the title is the headline as the reader sees it.
        var visible = seen.Find(text => text.Length >= 12 && (Within(title, text) || Within(said, text)));
        if (visible is not null)
        {
            return visible;
        }

        if (said.Length > 0)
        {
            return WithoutSite(Feeds.Markup.Line(Feeds.Markup.Text(said)), site);
        }

        if (title.Length > 0)
        {
            return WithoutSite(title, site);
        }

        return seen.FirstOrDefault() ?? "";
    }

    private static bool Within(string whole, string part) => whole.Length > 0 && Fold(whole).Contains(Fold(part), StringComparison.Ordinal);

    private static string Fold(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Takes the name of the site off the end, or off the beginning when it stands there.</summary>
    private static string WithoutSite(string title, string site)
    {
        foreach (var separator in Separators)
        {
            var at = title.LastIndexOf(separator, StringComparison.Ordinal);
            if (at <= 0)
            {
                continue;
            }

            var (head, tail) = (title[..at].Trim(), title[(at + separator.Length)..].Trim());
            if (IsSite(tail, site) || (tail.Length < 30 && tail.Length * 2 < head.Length && head.Length > 15))
            {
                return head;
            }

            if (IsSite(head, site))
            {
                return tail;
            }
        }

        return title;
    }

    private static bool IsSite(string part, string site)
    {
        var (a, b) = (Fold(part), Fold(site));
        return a.Length > 0
            && b.Length > 0
            && (a.Contains(b, StringComparison.Ordinal) || (a.Length >= 4 && b.Contains(a, StringComparison.Ordinal)));
    }

    private static string First(params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (value.Length > 0)
            {
                return value;
            }
        }

        return "";
    }
}

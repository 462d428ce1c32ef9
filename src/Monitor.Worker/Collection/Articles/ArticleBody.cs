using Monitor.Worker.Collection.Feeds;

namespace Monitor.Worker.Collection.Articles;

/// <summary>The text of an article and how it was found.</summary>
/// <param name="Text">One line per paragraph, or empty.</param>
/// <param name="Source">Which candidate won.</param>
internal readonly record struct ArticleBody(string Text, BodySource Source)
{
    /// <summary>Fewer letters than this are no article: another way is tried.</summary>
    private const int Meagre = 250;

    /// <summary>Candidates are asked in turn: the site's own selector, density, density without trusting names, the page's structured data.</summary>
    public static ArticleBody Of(PageNode page, PageHead head, string headline, SiteSelectors.Site? site)
    {
        if (site is not null && FromSite(page, headline, site) is { Length: > 0 } own)
        {
            return new ArticleBody(own, BodySource.SiteRule);
        }

        var text = Dense(page, headline, trustNames: true);
        if (Letters(text) < Meagre && LettersIn(page) > 2 * Letters(text))
        {
            // The names of this page mislead, or it has very little to say: what is cut by name is looked at again.
            Restore(page);
            var plain = Dense(page, headline, trustNames: false);
            text = Letters(plain) > 2 * Letters(text) ? plain : text;
        }

        var said = Markup.Text(head.Data.Body);
        return Missed(said, text)
            ? new ArticleBody(said, BodySource.StructuredData)
            : new ArticleBody(text, text.Length > 0 ? BodySource.Density : BodySource.None);
    }

    private static string FromSite(PageNode page, string headline, SiteSelectors.Site site)
    {
        foreach (var pattern in site.Body)
        {
            if (page.Walk().FirstOrDefault(pattern.Matches) is not { } found)
            {
                continue;
            }

            foreach (var node in found.Walk().Where(node => node != found && site.Remove.Any(remove => remove.Matches(node))).ToList())
            {
                node.Cut = true;
            }

            BodyScore.Count(found);
            BodyCleaner.Clean(found, headline);
            var text = string.Join('\n', BodyText.Lines(found));
            if (Letters(text) > 0)
            {
                return text;
            }
        }

        Restore(page);
        return "";
    }

    private static string Dense(PageNode page, string headline, bool trustNames)
    {
        var body = BodyFinder.Find(page, trustNames);
        if (body is null)
        {
            return "";
        }

        BodyCleaner.Clean(body, headline);
        return string.Join('\n', BodyText.Lines(body));
    }

    /// <summary>
    /// Whether the structured data holds a body that was not found on the page: it is longer, and most of its words do not stand in what was found.
    /// Where both agree the page is preferred, because its paragraphs are kept and structured data is often shortened.
    /// </summary>
    private static bool Missed(string said, string found)
    {
        if (Letters(said) < Meagre || Letters(said) < Letters(found) * 0.8)
        {
            return false;
        }

        var words = Pairs(found);
        var asked = Pairs(said);
        return asked.Count > 0 && asked.Count(words.Contains) < 0.5 * asked.Count;
    }

    private static HashSet<(string, string)> Pairs(string text)
    {
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var pairs = new HashSet<(string, string)>();
        for (var i = 0; i + 1 < words.Length; i++)
        {
            pairs.Add((words[i], words[i + 1]));
        }

        return pairs;
    }

    private static void Restore(PageNode page)
    {
        var waiting = new Stack<PageNode>();
        waiting.Push(page);
        while (waiting.TryPop(out var node))
        {
            node.Cut = false;
            node.Children.ForEach(waiting.Push);
        }

        BodyScore.Count(page);
    }

    /// <summary>The letters of the page that can be seen, cut or not.</summary>
    private static int LettersIn(PageNode page)
    {
        var letters = 0;
        var waiting = new Stack<PageNode>();
        waiting.Push(page);
        while (waiting.TryPop(out var node))
        {
            letters += node.IsText ? node.Text.Count(char.IsLetterOrDigit) : 0;
            node.Children.ForEach(waiting.Push);
        }

        return letters;
    }

    private static int Letters(string text) => text.Count(char.IsLetterOrDigit);
}

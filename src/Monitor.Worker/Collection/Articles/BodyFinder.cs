using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Finds the element that holds the article.</summary>
internal static class BodyFinder
{
    /// <summary>How much a letter in a link that is not part of running text counts against an element.</summary>
    private const double LinkPenalty = 1.0;

    /// <summary>The same for other letters outside running text: lists, tables and headings are part of many articles.</summary>
    private const double PlainPenalty = 0.15;

    /// <summary>With this many letters of running text left, a page can lose a box that holds more than half of it.</summary>
    private const double LeastArticle = 400;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BodyNames = new[]
    {
        "article body",
        "article content",
        "article text",
        "article detail",
        "detail text",
        "detail content",
        "entry content",
        "post content",
        "post body",
        "post text",
        "story body",
        "story content",
        "news content",
        "content article",
        "isi berita",
        "isi artikel",
        "read content",
    }
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Cuts furniture off and returns the element that holds the article; null when the page has no running text.
    /// Without trust in names only tags, roles and hidden elements count as furniture.
    /// </summary>
    public static PageNode? Find(PageNode body, bool trustNames = true)
    {
        BodyScore.Count(body);
        var headline = body.Walk().FirstOrDefault(node => node.Tag == "h1" && node.Letters > 0);
        Cut(body, body.Prose, headline, trustNames);
        BodyScore.Count(body);
        Teasers.Cut(body, LeastArticle);
        BodyScore.Count(body);
        PageNode? best = null;
        var most = 0.0;
        foreach (var node in body.Walk())
        {
            if (node.IsText || node.Prose <= 0)
            {
                continue;
            }

            var value = Value(node);

            if (value >= most)
            {
                (best, most) = (node, value);
            }
        }

        return best is null ? null : Named(body, best) ?? UnderHeadline(best) ?? best;
    }

    /// <summary>
    /// The element that calls itself the body of the article, when it agrees with the best: one holds the other, and at least half of the
    /// running text is in it. Of several inside each other the innermost that still holds nearly all; when the body is in pieces, none.
    /// </summary>
    private static PageNode? Named(PageNode body, PageNode best)
    {
        var named = body.Walk()
            .Where(node => !node.IsText && node.Prose > 0 && IsArticleBody(node) && (node.Holds(best) || best.Holds(node)))
            .ToList();
        var outermost = named.Where(node => !named.Exists(other => other != node && other.Holds(node))).ToList();
        var all = outermost.Sum(node => node.Prose);
        var around = outermost.Find(node => node.Holds(best));
        if (all < 0.5 * best.Prose || (outermost.Count > 1 && around is null && outermost.Max(node => node.Prose) < 0.9 * all))
        {
            return null;
        }

        var whole = around ?? outermost.MaxBy(node => node.Prose)!;
        return named.FindLast(node => whole.Holds(node) && node.Prose >= 0.9 * whole.Prose);
    }

    /// <summary>Where the best holds several articles, the one that the headline stands in: the others are teasers.</summary>
    private static PageNode? UnderHeadline(PageNode best)
    {
        var articles = best.Walk().Where(node => node.Tag == "article" && node.Prose >= 60).ToList();
        var outermost = articles.Where(node => !articles.Exists(other => other != node && other.Holds(node))).ToList();
        if (outermost.Count < 2)
        {
            return null;
        }

        var headed = outermost.FindAll(node => node.Walk().Any(inner => inner.Tag == "h1" && inner.Letters > 0));
        if (headed is [var only])
        {
            return only;
        }

        // No headline tells: one that is far longer than any other, and than what stands outside of all of them.
        var ranked = outermost.OrderByDescending(node => node.Prose).ToList();
        var outside = best.Prose - outermost.Sum(node => node.Prose);
        return ranked[0].Prose >= 4 * ranked[1].Prose && ranked[0].Prose > outside ? ranked[0] : null;
    }

    private static double Value(PageNode node)
    {
        var other = Math.Max(0, node.Letters - node.Prose);
        var linked = Math.Min(node.LinkLetters, other);
        return node.Prose - LinkPenalty * linked - PlainPenalty * (other - linked);
    }

    /// <summary>Whether the element says itself that it holds the words of an article.</summary>
    public static bool IsArticleBody(PageNode node) =>
        (node.Words.Length > 0 && NameWords.Any(node.Words, BodyNames))
        || node.Attribute("itemprop").Contains("articleBody", StringComparison.OrdinalIgnoreCase);

    private static void Cut(PageNode node, double all, PageNode? headline, bool trustNames)
    {
        foreach (var child in node.Children)
        {
            if (child.IsText)
            {
                continue;
            }

            if (
                child.Tag is not ("aside" or "nav" or "footer")
                && child.Prose > 0.1 * all
                && child.HoldsArticleBody
                && !Boilerplate.IsHidden(child)
            )
            {
                Cut(child, all, headline, trustNames);
                continue;
            }

            // What holds most of the page's text is no furniture, whatever it is called: themes call the body of a page "has-sidebar".
            var rest = all - child.Prose;
            var main = rest < child.Prose && !(headline is not null && rest >= LeastArticle && !child.Holds(headline));
            if (!main && Boilerplate.Is(child, trustNames))
            {
                child.Cut = true;
                continue;
            }

            Cut(child, all, headline, trustNames);
        }
    }
}

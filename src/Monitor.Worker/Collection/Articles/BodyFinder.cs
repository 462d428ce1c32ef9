namespace Monitor.Worker.Collection.Articles;

/// <summary>Finds the element that holds the article.</summary>
internal static class BodyFinder
{
    /// <summary>How much a letter that is not running text counts against an element.</summary>
    private const double Penalty = 0.6;

    /// <summary>Cuts furniture off and returns the element that holds the article; null when the page has no running text.</summary>
    public static PageNode? Find(PageNode body)
    {
        BodyScore.Count(body);
        var all = body.Prose;
        Cut(body, all);
        BodyScore.Count(body);
        PageNode? best = null;
        var most = 0.0;
        foreach (var node in body.Walk())
        {
            if (node.IsText || node.Prose <= 0)
            {
                continue;
            }

            var value = node.Prose - Penalty * (node.Letters - node.Prose);
            if (IsArticleBody(node))
            {
                value *= 1.3;
            }

            if (value >= most)
            {
                (best, most) = (node, value);
            }
        }

        return best;
    }

    /// <summary>Whether the element says itself that it holds the words of an article.</summary>
    public static bool IsArticleBody(PageNode node) =>
        node.Attribute("itemprop").Contains("articleBody", StringComparison.OrdinalIgnoreCase)
        || node.Words is { Length: > 0 } words
            && (
                words.Contains(" article body ", StringComparison.Ordinal)
                || words.Contains(" entry content ", StringComparison.Ordinal)
                || words.Contains(" post content ", StringComparison.Ordinal)
                || words.Contains(" article content ", StringComparison.Ordinal)
                || words.Contains(" story body ", StringComparison.Ordinal)
                || words.Contains(" post body ", StringComparison.Ordinal)
                || words.Contains(" article text ", StringComparison.Ordinal)
            );

    private static void Cut(PageNode node, double all)
    {
        foreach (var child in node.Children)
        {
            if (child.IsText)
            {
                continue;
            }

            // What holds most of the page's text is no furniture, whatever it is called: themes call the body of a page "has-sidebar".
            if (child.Prose < 0.5 * all && Boilerplate.Is(child))
            {
                child.Cut = true;
                continue;
            }

            Cut(child, all);
        }
    }
}

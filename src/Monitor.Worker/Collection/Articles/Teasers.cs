namespace Monitor.Worker.Collection.Articles;

/// <summary>
/// Cuts lists of teasers: siblings of the same kind that each have a heading which is a link, and little text beside it. They look like running
/// text to anything that counts letters, and no name is needed to know them.
/// </summary>
internal static class Teasers
{
    private const int FewestItems = 3;
    private const int ShortestTitle = 12;
    private const double LongestText = 350;

    /// <summary>Cuts below <paramref name="body"/> as long as enough running text is left. Counts must be fresh; they are not afterwards.</summary>
    public static void Cut(PageNode body, double leastLeft)
    {
        var left = body.Prose;
        foreach (var parent in body.Walk())
        {
            if (parent.Children.Count < FewestItems || parent.LinkLetters < FewestItems * ShortestTitle)
            {
                continue;
            }

            foreach (var group in parent.Children.Where(IsCandidate).GroupBy(child => (child.Tag, Kind(child))))
            {
                var items = group.ToList();
                if (items.Count < FewestItems || items.Count(IsTeaser) < 0.8 * items.Count)
                {
                    continue;
                }

                var text = items.Sum(item => item.Prose);
                if (left - text < leastLeft)
                {
                    continue;
                }

                left -= text;
                items.ForEach(item => item.Cut = true);
            }
        }
    }

    /// <summary>The first word of the class: later ones tell the first item from the last, or one size from another.</summary>
    private static string Kind(PageNode node)
    {
        var space = node.Class.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? node.Class : node.Class[..space];
    }

    private static bool IsCandidate(PageNode node) =>
        !node.IsText
        && !node.Cut
        && node.Letters > 0
        && (node.Tag is "li" or "div" or "article" or "section" || (node.Tag == "a" && node.HoldsBlock));

    private static bool IsTeaser(PageNode item)
    {
        if (item.Prose > LongestText || item.LinkLetters < ShortestTitle)
        {
            return false;
        }

        // One whole link around title and text, or a heading that is the link.
        return item.Tag == "a"
            || item.Walk()
                .Any(node =>
                    node.Tag is ['h', >= '2' and <= '6']
                    && node.Letters >= ShortestTitle
                    && (node.LinkDensity > 0.85 || node.Parent!.Tag == "a")
                );
    }
}

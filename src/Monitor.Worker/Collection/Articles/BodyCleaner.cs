namespace Monitor.Worker.Collection.Articles;

/// <summary>
/// Cuts out of the element that holds the article what is not part of it: captions, the headline, lists of links, boxes and lines that lead to
/// other articles, and what trails after the last sentence.
/// </summary>
/// <remarks>Conditional cleaning by link density is the idea of Readability (Arc90, 2009); here it works on blocks and looks at what a line says.</remarks>
internal static class BodyCleaner
{
    private const double ListOfLinks = 0.7;
    private const double LineOfLinks = 0.85;

    /// <summary>Cuts below <paramref name="root"/>; counts must be fresh and are fresh again afterwards.</summary>
    public static void Clean(PageNode root, string headline)
    {
        var title = Fold(headline);
        Visit(root, root, title);
        BodyScore.Count(root);
        TrimEnds(root);
        BodyScore.Count(root);
    }

    private static void Visit(PageNode node, PageNode root, string title)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            if (child.IsText || child.Cut)
            {
                continue;
            }

            if (Leaves(child, root, title))
            {
                child.Cut = true;
                continue;
            }

            if (child.IsBlock && child.Letters < 280 && !child.HoldsBlock && Line(child) is { Length: > 0 } line)
            {
                if (Signposts.IsLabel(line) || Signposts.Pitch(line) || Signposts.IsCredit(line))
                {
                    child.Cut = true;
                    continue;
                }

                if (child.Letters < 120 && Signposts.LeadAway(line) && (child.LinkDensity > 0.3 || IsHeading(child) || line.Length < 40))
                {
                    child.Cut = true;
                    CutFollowing(node, i + 1, mayHoldText: false);
                    continue;
                }
            }

            Visit(child, root, title);
        }
    }

    /// <summary>Whether a whole branch goes.</summary>
    private static bool Leaves(PageNode node, PageNode root, string title)
    {
        switch (node.Tag)
        {
            case "figcaption":
                return true;
            case "header" when node.Prose < 0.5 * root.Prose && node.Walk().Any(inner => inner.Tag is "h1" or "time"):
                return true;
            case "h1"
            or "h2"
            or "h3"
            or "p"
            or "div" when title.Length > 8 && node.Letters > 0 && node.Letters <= title.Length * 2 && Fold(Line(node)) == title:
                return true;
            case "ul" or "ol" or "dl" when node.LinkDensity > ListOfLinks:
                return true;
        }

        if (!node.IsBlock || node.Letters == 0)
        {
            return false;
        }

        return !node.HoldsBlock
            ? node.LinkDensity > LineOfLinks && node.Tag is not ("td" or "th" or "li") && node.Letters < 200 && !InSentence(node)
            : node.Prose == 0 && node.LinkDensity > 0.5;
    }

    /// <summary>A line of link that stands between texts of its own parent is part of a sentence.</summary>
    private static bool InSentence(PageNode node)
    {
        var siblings = node.Parent!.Children;
        var at = siblings.IndexOf(node);
        return (at > 0 && siblings[at - 1].IsText && siblings[at - 1].Letters > 0)
            || (at + 1 < siblings.Count && siblings[at + 1].IsText && siblings[at + 1].Letters > 0);
    }

    /// <summary>What follows a signpost belongs to it as long as it is links.</summary>
    private static void CutFollowing(PageNode parent, int from, bool mayHoldText)
    {
        for (var i = from; i < parent.Children.Count; i++)
        {
            var next = parent.Children[i];
            if (next.Letters == 0 || next.Cut)
            {
                continue;
            }

            if (next.IsText || next.LinkDensity < 0.6 || (next.Prose > 0 && !mayHoldText))
            {
                return;
            }

            next.Cut = true;
        }
    }

    /// <summary>Takes the dates off both ends, and off the end what is links, labels or signposts.</summary>
    private static void TrimEnds(PageNode root)
    {
        var blocks = root.Walk().Where(node => node != root && node.IsBlock && node.Letters > 0 && !node.HoldsBlock).ToList();
        foreach (var block in blocks.Take(4))
        {
            block.Cut = Signposts.IsDateLine(Line(block));
        }

        for (var i = blocks.Count - 1; i >= 0 && i >= blocks.Count - 12; i--)
        {
            var line = Line(blocks[i]);
            var trails = blocks[i].LinkDensity > 0.6 || Signposts.IsDateLine(line) || (Signposts.LeadAway(line) && line.Length < 200);
            if (!trails)
            {
                return;
            }

            blocks[i].Cut = true;
        }
    }

    private static bool IsHeading(PageNode node) => node.Tag is ['h', >= '1' and <= '6'];

    private static string Line(PageNode node) => string.Join(' ', BodyText.Lines(node));

    private static string Fold(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

namespace Monitor.Worker.Collection.Articles;

/// <summary>Counts, for every element, its letters, the letters in links, and how much running text it holds.</summary>
/// <remarks>
/// A block is what Kohlschütter, Fankhauser and Nejdl call one (Boilerplate Detection using Shallow Text Features, WSDM 2010): text between two
/// block tags. Their finding that length in words and link density tell text from furniture better than anything else is what this rests on.
/// </remarks>
internal static class BodyScore
{
    /// <summary>Counts again from this element down; branches that are cut count as nothing.</summary>
    public static void Count(PageNode node)
    {
        var letters = 0;
        var linked = 0;
        var prose = 0.0;
        var ownLetters = 0;
        var ownLinked = 0;
        node.HoldsBlock = false;
        node.HoldsArticleBody = BodyFinder.IsArticleBody(node);
        foreach (var child in node.Children)
        {
            if (child.Cut)
            {
                continue;
            }

            if (child.IsText)
            {
                child.Letters = Letters(child.Text);
                ownLetters += child.Letters;
                letters += child.Letters;
                continue;
            }

            Count(child);
            letters += child.Letters;
            linked += child.LinkLetters;
            prose += child.Prose;
            node.HoldsBlock |= child.IsBlock || child.HoldsBlock;
            node.HoldsArticleBody |= child.HoldsArticleBody && child.Prose > 0;
            if (child.IsBlock)
            {
                prose += Block(ownLetters, ownLinked);
                (ownLetters, ownLinked) = (0, 0);
            }
            else if (child.Prose == 0)
            {
                ownLetters += child.Letters;
                ownLinked += child.LinkLetters;
            }
        }

        node.Letters = letters;
        node.LinkLetters = node.Tag == "a" ? letters : linked;
        // Inline elements leave their text to the block around them.
        node.Prose = prose + (node.IsBlock || prose > 0 ? Block(ownLetters, ownLinked) : 0);
    }

    /// <summary>How many letters of a block count as running text.</summary>
    private static double Block(int letters, int linked)
    {
        if (letters < 40)
        {
            return 0;
        }

        var density = (double)linked / letters;
        return density > 0.4 ? 0 : (letters - linked) * (letters < 80 ? 0.5 : 1);
    }

    private static int Letters(string text)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                // One sign of these scripts says as much as two or three Latin letters.
                count += c >= '\u2E80' ? 2 : 1;
            }
        }

        return count;
    }
}

namespace Monitor.Classifier.Text;

/// <summary>Marks what a negator turns into its contrary: the next words up to a mark, a connective or the fourth word.</summary>
internal static class NegationScope
{
    private const int Reach = 4;

    /// <summary>Sets <see cref="TokenFlags.Negated"/>; <paramref name="traits"/> holds one value per token.</summary>
    public static void Mark(TextBuffer buffer, ReadOnlySpan<WordTraits> traits)
    {
        var left = 0;
        var justNegated = false;
        for (var index = 0; index < buffer.Count; index++)
        {
            ref var token = ref buffer.Tokens[index];
            if (token.Kind is TokenKind.Punctuation or TokenKind.Emoji)
            {
                // Quotation marks and hyphens do not end a clause; emoji and other marks do.
                left = token.Kind == TokenKind.Punctuation && buffer.Forms[token.FormStart] is '"' or '\'' or '-' or '(' or '⟨' ? left : 0;
                justNegated &= left > 0;
                continue;
            }

            var trait = traits[index];
            if (trait.Has(WordTraits.Negator))
            {
                left = Reach;
                justNegated = true;
                continue;
            }

            if (left == 0)
            {
                continue;
            }

            if (trait.Has(WordTraits.ScopeEnd) || (justNegated && trait.Has(WordTraits.NegationLifter)))
            {
                left = 0;
                justNegated = false;
                continue;
            }

            token.Flags |= TokenFlags.Negated;
            left = justNegated && trait.Has(WordTraits.NegatedAlone) ? 0 : left - 1;

            // A particle after the negator ("jangan lah lupa") takes no reach.
            if (trait.Has(WordTraits.Particle))
            {
                left++;
            }
            else
            {
                justNegated = false;
            }
        }
    }
}

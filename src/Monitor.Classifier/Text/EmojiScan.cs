namespace Monitor.Classifier.Text;

/// <summary>Where an emoji ends: skin tones, variation selectors, joined parts and flag halves belong to what precedes them.</summary>
internal static class EmojiScan
{
    /// <summary>End of the emoji whose first code point ends at <paramref name="at"/>.</summary>
    public static int End(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            var unit = text[at];
            if (unit is '\uFE0E' or '\uFE0F' or '\u20E3')
            {
                at++;
            }
            else if (unit == '\u200D')
            {
                at++;
                at += CodePointLength(text, at);
            }
            else if (
                at + 1 < text.Length
                && char.IsSurrogatePair(unit, text[at + 1])
                && IsModifier(char.ConvertToUtf32(unit, text[at + 1]))
            )
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>A skin tone or a tag character.</summary>
    public static bool IsModifier(int codePoint) => codePoint is (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0000 and <= 0xE007F);

    private static int CodePointLength(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
        {
            return 2;
        }

        // A joiner before a letter is a zero-width trick, not an emoji: leave the letter alone.
        return char.IsLetterOrDigit(text[at]) || char.IsWhiteSpace(text[at]) ? 0 : 1;
    }
}

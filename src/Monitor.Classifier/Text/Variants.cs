namespace Monitor.Classifier.Text;

/// <summary>Other readings of a word's letters.</summary>
internal static class Variants
{
    /// <summary>Puts letters for the digits among letters: "pr4b0wo". False when there was nothing to change.</summary>
    public static bool Letters(Span<char> word)
    {
        var changed = false;
        for (var at = 0; at < word.Length; at++)
        {
            var letter = word[at] switch
            {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '6' => 'g',
                '7' => 't',
                '8' => 'b',
                '9' => 'g',
                _ => '\0',
            };
            if (letter != '\0')
            {
                word[at] = letter;
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Leaves one of every run of equal letters: "gaass" is "gas".</summary>
    public static bool FoldRuns(Span<char> word, out int length)
    {
        length = 0;
        for (var at = 0; at < word.Length; at++)
        {
            if (length == 0 || word[length - 1] != word[at])
            {
                word[length++] = word[at];
            }
        }

        return length < word.Length;
    }

    /// <summary>The second reading of digits: 1 as l. False when the word has none.</summary>
    public static bool SecondLetters(ReadOnlySpan<char> word, Span<char> into, out int length)
    {
        length = into.Length;
        if (!word.Contains('1') || word.Length > into.Length)
        {
            return false;
        }

        word.CopyTo(into);
        length = word.Length;
        into[..length].Replace('1', 'l');
        Letters(into[..length]);
        return true;
    }
}

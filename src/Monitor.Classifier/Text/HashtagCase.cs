namespace Monitor.Classifier.Text;

/// <summary>
/// Hashtags in which the letter case tells nothing ("#gAnTIPresIDen"): cut where capitals begin they are rubble. Where their letters together read far better,
/// they are cut as if they were written small.
/// </summary>
internal sealed class HashtagCase(Lexicon lexicon, Segmenter segmenter)
{
    /// <summary>How much more probable, as a natural logarithm, the letters together must be: a name that nobody knows is no reason, two torn words are.</summary>
    private const float FarBetter = 10f;

    /// <summary>Writes the words of a hashtag that begins at a token of the stage before, when its case is not to be believed.</summary>
    /// <returns>How many tokens of the stage before they replace; 0 when the case stands.</returns>
    public int Rejoin(TextBuffer buffer, int first)
    {
        var (count, letters, torn) = (0, 0, false);
        for (var index = first; index < buffer.RawCount && Continues(buffer, first, index); index++)
        {
            ref readonly var token = ref buffer.Raw[index];
            count++;
            letters += token.FormLength;
            torn |= buffer.RawEntries[index] < 0 || token.FormLength < 3;
            if (letters > Segmenter.MaxRun)
            {
                // Every token asks: a hashtag as long as a book must not be walked to its end each time.
                return 0;
            }
        }

        if (count < 2 || !torn)
        {
            return 0;
        }

        Span<byte> lengths = stackalloc byte[Segmenter.MaxRun];
        Span<char> joined = stackalloc char[Segmenter.MaxRun];
        var (length, apart) = (0, 0f);
        for (var index = first; index < first + count; index++)
        {
            var form = buffer.Form(buffer.Raw[index]);
            segmenter.Cut(form, lengths, out _, out var part);
            apart += part;
            form.CopyTo(joined[length..]);
            length += form.Length;
        }

        var pieces = segmenter.Cut(joined[..length], lengths, out _, out var together);
        if (together - apart < FarBetter)
        {
            return 0;
        }

        ref readonly var begin = ref buffer.Raw[first];
        ref readonly var last = ref buffer.Raw[first + count - 1];
        var span = last.Start + last.Length - begin.Start;
        var flags = begin.Flags & ~(TokenFlags.Capitalised | TokenFlags.AllCaps);
        var at = 0;
        for (var piece = 0; piece < pieces; piece++)
        {
            var form = buffer.FormsLength;
            buffer.Append(joined.Slice(at, lengths[piece]));
            var (start, wide) = span == length ? (begin.Start + at, lengths[piece]) : (begin.Start, span);
            buffer.AddFormed(start, wide, TokenKind.Word, form, flags, lexicon.Find(joined.Slice(at, lengths[piece])));
            flags &= ~TokenFlags.SentenceStart;
            at += lengths[piece];
        }

        return count;
    }

    private static bool Continues(TextBuffer buffer, int first, int index)
    {
        ref readonly var token = ref buffer.Raw[index];
        return token.Kind == TokenKind.Word
            && token.Flags.Has(TokenFlags.Hashtag)
            && (index == first || buffer.Raw[index - 1].Start + buffer.Raw[index - 1].Length == token.Start);
    }
}

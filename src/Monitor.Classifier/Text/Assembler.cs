namespace Monitor.Classifier.Text;

/// <summary>
/// Makes words of what the scanner saw: letters spaced out, digits for letters, stressed letters, doubled words, hashtags in one piece.
/// </summary>
internal sealed class Assembler
{
    private const int FewestSpaced = 4;
    private readonly Lexicon _lexicon;
    private readonly Masking.MaskingLexicon _masks;
    private readonly Segmenter _segmenter;
    private readonly HashtagCase _hashtags;

    public Assembler(Lexicon lexicon, Masking.MaskingLexicon masks)
    {
        (_lexicon, _masks) = (lexicon, masks);
        _segmenter = new Segmenter(word => LogShare(lexicon, masks, word), WordsOf(lexicon, masks));
        _hashtags = new HashtagCase(lexicon, _segmenter);
    }

    /// <summary>Rewrites the buffer's tokens; <see cref="TextBuffer.Entries"/> gets each word's entry or -1.</summary>
    public void Run(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        buffer.SwapTokens();
        _lexicon.FindWords(buffer);
        var index = 0;
        while (index < buffer.RawCount)
        {
            ref readonly var token = ref buffer.Raw[index];
            switch (token.Kind)
            {
                case TokenKind.Word
                    when token.FormLength == 1 && SpacedRun(text, buffer, index) is var run and >= FewestSpaced && Join(buffer, index, run):
                    index += run;
                    break;
                case TokenKind.Word when token.Flags.Has(TokenFlags.Hashtag) && _hashtags.Rejoin(buffer, index) is > 0 and var rejoined:
                    index += rejoined;
                    break;
                case TokenKind.Word:
                    index += Word(buffer, index);
                    break;
                case TokenKind.Number:
                    index += Number(buffer, index);
                    break;
                default:
                    buffer.Copy(token, -1);
                    index++;
                    break;
            }
        }
    }

    private static PieceFilter WordsOf(Lexicon lexicon, Masking.MaskingLexicon masks)
    {
        var words = new PieceFilter();
        for (var entry = 0; entry < lexicon.Count; entry++)
        {
            words.Note(lexicon.Word(entry));
        }

        masks.Trie.NoteWords(words);
        return words;
    }

    private static float LogShare(Lexicon lexicon, Masking.MaskingLexicon masks, ReadOnlySpan<char> word)
    {
        var entry = lexicon.Find(word);
        if (entry >= 0 && (word.Length > 3 || lexicon.Entry(entry).Count >= 400))
        {
            return lexicon.Entry(entry).LogShare;
        }

        // A name counts like a word met about once in ten thousand, so that names in hashtags are found.
        return word.Length >= 3 && masks.Knows(word) ? -9f : 0f;
    }

    /// <summary>How many tokens of the run are the letters (and the single marks between them) of one spaced-out word.</summary>
    private static int SpacedRun(ReadOnlySpan<char> text, TextBuffer buffer, int first)
    {
        var last = first;
        var index = first + 1;
        while (index < buffer.RawCount)
        {
            ref readonly var token = ref buffer.Raw[index];
            ref readonly var before = ref buffer.Raw[index - 1];
            var gap = token.Start - before.Start - before.Length;
            var letter = token.FormLength == 1 && (token.Kind == TokenKind.Word || (token.Kind == TokenKind.Number && index > first));
            if (
                letter
                && (
                    gap == 1
                        ? before.Kind == TokenKind.Word || before.Kind == TokenKind.Number
                        : gap == 0 && before.Kind == TokenKind.Punctuation
                )
            )
            {
                last = index;
            }
            else if (
                !(
                    token.Kind == TokenKind.Punctuation
                    && gap == 0
                    && token.Length == 1
                    && text[token.Start] is '.' or '-' or '_' or '*' or '·' or '|'
                )
            )
            {
                break;
            }

            index++;
        }

        return last - first + 1;
    }

    private bool Join(TextBuffer buffer, int first, int run)
    {
        Span<char> joined = stackalloc char[Scanner.MaxWord];
        var length = 0;
        for (var index = first; index < first + run; index++)
        {
            ref readonly var token = ref buffer.Raw[index];
            if (token.Kind != TokenKind.Punctuation && length < joined.Length)
            {
                joined[length++] = buffer.Forms[token.FormStart];
            }
        }

        if (length < FewestSpaced)
        {
            return false;
        }

        var start = buffer.Raw[first].Start;
        ref readonly var lastToken = ref buffer.Raw[first + run - 1];
        var span = lastToken.Start + lastToken.Length - start;
        var form = buffer.FormsLength;
        buffer.Append(joined[..length]);
        if (Resolve(buffer, form, out var entry))
        {
            buffer.AddFormed(start, span, TokenKind.Word, form, buffer.Raw[first].Flags & ~TokenFlags.Capitalised, entry);
            return true;
        }

        buffer.FormsLength = form;
        Span<byte> pieces = stackalloc byte[Segmenter.MaxRun];
        var count = _segmenter.Cut(joined[..length], pieces, out var allKnown);
        if (count < 2 || !allKnown)
        {
            return false;
        }

        var at = 0;
        for (var piece = 0; piece < count; piece++)
        {
            AddPiece(buffer, joined.Slice(at, pieces[piece]), start, span, buffer.Raw[first].Flags);
            at += pieces[piece];
        }

        return true;
    }

    private void AddPiece(TextBuffer buffer, ReadOnlySpan<char> piece, int start, int length, TokenFlags flags)
    {
        var form = buffer.FormsLength;
        buffer.Append(piece);
        buffer.AddFormed(start, length, TokenKind.Word, form, flags, _lexicon.Find(piece));
    }

    private int Word(TextBuffer buffer, int index)
    {
        var token = buffer.Raw[index];
        var entry = buffer.RawEntries[index];
        if (entry >= 0 || _masks.Knows(buffer.Form(token)))
        {
            // "Gibran-Prabowo" names two people, whatever their letters.
            var doubled = entry < 0 ? 1 : DoubledWords.Length(buffer, index);
            if (doubled > 1 && !_masks.IsSureName(buffer.Form(token)))
            {
                DoubledWords.Add(buffer, index, doubled);
                return doubled;
            }

            buffer.Copy(token, entry);
            return 1;
        }

        var form = buffer.FormsLength;
        buffer.Append(buffer.Form(token));
        if (Resolve(buffer, form, out entry))
        {
            buffer.AddFormed(token.Start, token.Length, TokenKind.Word, form, token.Flags, entry);
            return 1;
        }

        buffer.FormsLength = form;
        if (Parted(buffer, index))
        {
            return 2;
        }

        if (Digits(buffer, token) || Pieces(buffer, token))
        {
            return 1;
        }

        var twice = DoubledWords.Length(buffer, index);
        if (twice > 1)
        {
            DoubledWords.Add(buffer, index, twice);
            return twice;
        }

        buffer.Copy(token, -1);
        return 1;
    }

    /// <summary>"prab owo": a name with a space in it, of which the first half is no word.</summary>
    private bool Parted(TextBuffer buffer, int index)
    {
        if (index + 1 >= buffer.RawCount)
        {
            return false;
        }

        var left = buffer.Raw[index];
        var right = buffer.Raw[index + 1];
        if (
            right.Kind != TokenKind.Word
            || right.Start != left.Start + left.Length + 1
            || left.FormLength + right.FormLength is < 6 or > Scanner.MaxWord
        )
        {
            return false;
        }

        var form = buffer.FormsLength;
        buffer.Append(buffer.Form(left));
        buffer.Append(buffer.Form(right));
        if (!_masks.Knows(buffer.Forms.AsSpan(form, buffer.FormsLength - form)))
        {
            buffer.FormsLength = form;
            return false;
        }

        buffer.AddFormed(left.Start, right.Start + right.Length - left.Start, TokenKind.Word, form, left.Flags);
        return true;
    }

    /// <summary>Tries the readings of a form at the end of Forms (stressed letters, digits as letters) and leaves there the one that is known.</summary>
    private bool Resolve(TextBuffer buffer, int form, out int entry)
    {
        Span<char> other = stackalloc char[Scanner.MaxWord * 2];
        var word = buffer.Forms.AsSpan(form, buffer.FormsLength - form);
        var length = Math.Min(word.Length, other.Length);
        word[..length].CopyTo(other);
        for (var reading = 0; reading < 4; reading++)
        {
            var candidate = other[..length];
            entry = _lexicon.Find(candidate);
            if (entry >= 0 || _masks.Knows(candidate))
            {
                buffer.FormsLength = form;
                buffer.Append(candidate);
                return true;
            }

            var changed = reading switch
            {
                0 => Variants.Letters(candidate),
                1 => Variants.FoldRuns(candidate, out length),
                2 => length >= 4 && Variants.SecondLetters(word, candidate, out length),
                _ => false,
            };
            if (!changed && reading >= 2)
            {
                break;
            }
        }

        entry = -1;
        return false;
    }

    /// <summary>"teman2", "satu2nya", "prabowo2024", "150rb": letters and digits in one word, parted.</summary>
    private bool Digits(TextBuffer buffer, in Token token)
    {
        var word = buffer.Form(token);
        var digit = AsciiQuestions.FirstDigit(word);
        if (digit < 2)
        {
            return false;
        }

        var rest = word[(digit + 1)..];
        if (word[digit] == '2' && (rest.IsEmpty || rest is "nya" or "an" or "kan" or "lah"))
        {
            Span<char> stem = stackalloc char[digit];
            word[..digit].CopyTo(stem);
            Span<char> suffix = stackalloc char[rest.Length];
            rest.CopyTo(suffix);
            var form = buffer.FormsLength;
            buffer.Append(stem);
            buffer.Append('-');
            buffer.Append(stem);
            buffer.Append(suffix);
            buffer.AddFormed(token.Start, token.Length, TokenKind.Word, form, token.Flags, -1);
            return true;
        }

        if (!AsciiQuestions.IsDigits(rest) || token.Length != token.FormLength)
        {
            return false;
        }

        var number = token with { Start = token.Start + digit, Length = token.Length - digit, FormStart = token.FormStart + digit };
        number.FormLength = token.FormLength - digit;
        number.Kind = TokenKind.Number;
        var letters = token with { Length = digit, FormLength = digit };
        var at = buffer.FormsLength;
        buffer.Append(buffer.Form(letters));
        if (Resolve(buffer, at, out var entry))
        {
            buffer.AddFormed(letters.Start, letters.Length, TokenKind.Word, at, token.Flags, entry);
        }
        else
        {
            buffer.FormsLength = at;
            if (!Pieces(buffer, letters))
            {
                buffer.Copy(letters, -1);
            }
        }

        buffer.Copy(number, -1);
        return true;
    }

    /// <summary>Several words written as one: always tried in a hashtag, elsewhere only for long words of long known pieces.</summary>
    private bool Pieces(TextBuffer buffer, in Token token)
    {
        var hashtag = token.Flags.Has(TokenFlags.Hashtag);
        if (token.FormLength < (hashtag ? 5 : 9) || token.FormLength > Segmenter.MaxRun)
        {
            return false;
        }

        // Outside hashtags most unknown words are names or inflected: only what is neither is worth the segmenter's time.
        if (!hashtag && (token.Flags.Has(TokenFlags.Capitalised) || HasRoot(buffer.Form(token))))
        {
            return false;
        }

        Span<byte> lengths = stackalloc byte[Segmenter.MaxRun];
        var count = _segmenter.Cut(buffer.Form(token), lengths, out var allKnown);
        if (count < 2 || (!hashtag && (!allKnown || lengths[..count].IndexOfAny((byte)1, (byte)2, (byte)3) >= 0 || count > 4)))
        {
            return false;
        }

        var aligned = token.Length == token.FormLength;
        var at = 0;
        for (var piece = 0; piece < count; piece++)
        {
            int length = lengths[piece];
            var part = token with { FormStart = token.FormStart + at, FormLength = length };
            if (aligned)
            {
                part.Start = token.Start + at;
                part.Length = length;
            }

            if (piece > 0)
            {
                part.Flags &= ~TokenFlags.SentenceStart;
            }

            buffer.Copy(part, _lexicon.Find(buffer.Form(part)));
            at += length;
        }

        return true;
    }

    private bool HasRoot(ReadOnlySpan<char> word)
    {
        Span<char> stem = stackalloc char[Stemmer.MaxWord];
        return _lexicon.Stemmer.Stem(word, stem) > 0;
    }

    /// <summary>"4nies": one digit that stands for the first letter of the word after it.</summary>
    private int Number(TextBuffer buffer, int index)
    {
        var token = buffer.Raw[index];
        if (index + 1 < buffer.RawCount && token is { FormLength: 1, Length: 1 } && !token.Flags.Has(TokenFlags.Hashtag))
        {
            var word = buffer.Raw[index + 1];
            if (word.Kind == TokenKind.Word && word.Start == token.Start + 1 && word.FormLength >= 3 && buffer.RawEntries[index + 1] < 0)
            {
                var form = buffer.FormsLength;
                buffer.Append(buffer.Form(token));
                buffer.Append(buffer.Form(word));
                if (Resolve(buffer, form, out var entry))
                {
                    buffer.AddFormed(token.Start, word.Length + 1, TokenKind.Word, form, token.Flags | word.Flags, entry);
                    return 2;
                }

                buffer.FormsLength = form;
            }
        }

        buffer.Copy(token, -1);
        return 1;
    }
}

namespace Monitor.Classifier.Text;

/// <summary>Cuts a text into tokens with folded forms; knows characters, not words.</summary>
internal sealed partial class Scanner(CharTable chars)
{
    /// <summary>Longest word form kept; the rest of a longer run of letters is passed over (its span is still covered).</summary>
    public const int MaxWord = 64;

    /// <summary>Fills the buffer with the raw tokens of a text.</summary>
    public void Run(ReadOnlySpan<char> text, TextBuffer into)
    {
        into.Clear();
        var at = 0;
        var sentenceStart = true;
        var quoted = false;
        while (at < text.Length)
        {
            var unit = text[at];
            var kind = chars.ClassOfUnit(unit);
            if (kind is CharClass.Space or CharClass.Dropped)
            {
                sentenceStart |= unit is '\n' or '\r';
                at++;
                continue;
            }

            var first = into.Count;
            var start = at;
            at = kind switch
            {
                CharClass.Letter => ScanWordOrUrl(text, at, into),
                CharClass.Digit => ScanNumber(text, at, into),
                CharClass.Pictograph => ScanPictograph(text, at, into),
                CharClass.Surrogate => ScanSurrogate(text, at, into),
                _ => ScanMark(text, at, into),
            };
            if (at <= start)
            {
                throw new InvalidOperationException($"The scanner stood still at {start}.");
            }

            for (var index = first; index < into.Count; index++)
            {
                ref var token = ref into.Tokens[index];
                if (token.Kind == TokenKind.Punctuation)
                {
                    var mark = into.Forms[token.FormStart];
                    if (mark == '"')
                    {
                        quoted = !quoted;
                    }
                    else
                    {
                        sentenceStart |= mark is '.' or '!' or '?' or '…';
                    }

                    continue;
                }

                token.Flags |=
                    (sentenceStart ? TokenFlags.SentenceStart : TokenFlags.None) | (quoted ? TokenFlags.Quoted : TokenFlags.None);
                sentenceStart = false;
            }
        }
    }

    private int ScanWordOrUrl(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        var url = UrlScan.Length(text[at..]);
        if (url > 0)
        {
            into.Add(at, url, TokenKind.Url, "<url>");
            return at + url;
        }

        return ScanWord(text, at, into, TokenFlags.None);
    }

    /// <summary>A run of letters and digits with what is dropped between them, from a letter on.</summary>
    private int ScanWord(ReadOnlySpan<char> text, int at, TextBuffer into, TokenFlags flags)
    {
        var start = at;
        var formStart = into.FormsLength;
        var letters = 0;
        var capitals = 0;
        var firstIsCapital = char.IsUpper(text[at]);
        var run = 0;
        var previous = '\0';
        var end = at;
        into.Reserve(MaxWord + 1);
        while (at < text.Length)
        {
            var unit = text[at];
            var plain = chars.PlainLetter(unit);
            if (plain != '\0' && plain != previous && into.FormsLength - formStart < MaxWord)
            {
                // Nearly every letter of nearly every text.
                previous = plain;
                run = 1;
                letters++;
                capitals += unit < 'a' ? 1 : 0;
                into.Forms[into.FormsLength++] = plain;
                at++;
                end = at;
                continue;
            }

            var kind = chars.ClassOfUnit(unit);
            var folded = '\0';
            var width = 1;
            if (kind is CharClass.Letter or CharClass.Digit)
            {
                folded = chars.Fold(unit);
            }
            else if (kind == CharClass.Dropped)
            {
                at++;
                continue;
            }
            else if (kind == CharClass.Surrogate && at + 1 < text.Length && char.IsSurrogatePair(unit, text[at + 1]))
            {
                folded = chars.FoldAstral(char.ConvertToUtf32(unit, text[at + 1]));
                width = 2;
            }
            else if (unit is '\'' or '’' or '`' && letters > 0 && IsLetter(text, at + 1))
            {
                at++;
                continue;
            }

            if (folded == '\0')
            {
                break;
            }

            run = folded == previous ? run + 1 : 1;
            previous = folded;
            letters++;
            capitals += char.IsUpper(unit) ? 1 : 0;
            if (run <= 2 && into.FormsLength - formStart < MaxWord)
            {
                into.Append(folded);
                AppendExpansion(unit, into);
            }
            else if (run > 2)
            {
                flags |= TokenFlags.Elongated;
            }

            at += width;
            end = at;
        }

        if (run == 3 && letters == 3)
        {
            // Three equal letters and no more are an acronym (PPP, www), not stress.
            into.Append(previous);
            flags &= ~TokenFlags.Elongated;
        }

        flags |= Casing(letters, capitals, firstIsCapital);
        into.AddFormed(start, end - start, TokenKind.Word, formStart, flags);
        return end;
    }

    private static TokenFlags Casing(int letters, int capitals, bool firstIsCapital)
    {
        if (letters > 1 && capitals == letters)
        {
            return TokenFlags.AllCaps;
        }

        return firstIsCapital ? TokenFlags.Capitalised : TokenFlags.None;
    }

    private void AppendExpansion(char unit, TextBuffer into)
    {
        if (chars.Expansion(unit) is { } expansion)
        {
            into.Append(expansion.AsSpan(1));
        }
    }

    private bool IsLetter(ReadOnlySpan<char> text, int at) => at < text.Length && chars.ClassOfUnit(text[at]) == CharClass.Letter;

    private bool IsWordUnit(ReadOnlySpan<char> text, int at) =>
        at < text.Length && chars.ClassOfUnit(text[at]) is CharClass.Letter or CharClass.Digit;

    private int ScanNumber(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        var keycap = Keycap(text, at);
        if (keycap > 0)
        {
            var form = into.FormsLength;
            into.Append(text[at]);
            into.Append('\u20E3');
            into.AddFormed(at, keycap, TokenKind.Emoji, form, TokenFlags.None);
            return at + keycap;
        }

        var start = at;
        var formStart = into.FormsLength;
        while (at < text.Length)
        {
            var kind = chars.ClassOfUnit(text[at]);
            if (kind == CharClass.Digit)
            {
                if (into.FormsLength - formStart < MaxWord)
                {
                    AppendDigit(text[at], into);
                }

                at++;
            }
            else if (text[at] is '.' or ',' && at + 1 < text.Length && chars.ClassOfUnit(text[at + 1]) == CharClass.Digit)
            {
                at++;
            }
            else
            {
                break;
            }
        }

        into.AddFormed(start, at - start, TokenKind.Number, formStart, TokenFlags.None);
        return at;
    }

    private void AppendDigit(char unit, TextBuffer into)
    {
        var folded = chars.Fold(unit);
        var value = char.IsAsciiDigit(folded) ? folded - '0' : (int)char.GetNumericValue(unit);
        into.Append((char)('0' + Math.Clamp(value, 0, 9)));
        AppendExpansion(unit, into);
    }

    /// <summary>Length of a digit dressed as an emoji (digit, optional variation selector, enclosing keycap), or 0.</summary>
    private static int Keycap(ReadOnlySpan<char> text, int at)
    {
        var next = at + 1;
        if (next < text.Length && text[next] == '\uFE0F')
        {
            next++;
        }

        return next < text.Length && text[next] == '\u20E3' ? next + 1 - at : 0;
    }

    private int ScanPictograph(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        var fold = chars.Fold(text[at]);
        var end = EmojiScan.End(text, at + 1);
        var form = into.FormsLength;
        into.Append(text[at]);
        if (char.IsAsciiDigit(fold))
        {
            into.FormsLength = form;
            into.Append(fold);
            into.Append('\u20E3');
        }

        into.AddFormed(at, end - at, TokenKind.Emoji, form, TokenFlags.None);
        return end;
    }

    private int ScanSurrogate(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
        {
            // Half a pair is damage from a cut; it carries nothing.
            return at + 1;
        }

        var codePoint = char.ConvertToUtf32(text[at], text[at + 1]);
        if (chars.FoldAstral(codePoint) != '\0')
        {
            return ScanWord(text, at, into, TokenFlags.None);
        }

        if (EmojiScan.IsModifier(codePoint))
        {
            return at + 2;
        }

        var end = EmojiScan.End(text, at + 2);
        var form = into.FormsLength;
        into.Append(text.Slice(at, 2));
        into.AddFormed(at, end - at, TokenKind.Emoji, form, TokenFlags.None);
        return end;
    }
}

namespace Monitor.Classifier.Text;

/// <summary>What begins with a mark: mentions, hashtags, remains of HTML, and punctuation itself.</summary>
internal sealed partial class Scanner
{
    private int ScanMark(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        var unit = text[at];
        switch (unit)
        {
            case '@' when at + 1 < text.Length && (IsWordUnit(text, at + 1) || text[at + 1] == '_'):
                return ScanMention(text, at, into);
            case '#' when IsWordUnit(text, at + 1):
                return ScanHashtag(text, at, into);
            case '&':
                var entity = Markup.EntityLength(text[at..]);
                if (entity > 0)
                {
                    return at + entity;
                }

                break;
            case '<':
                var tag = Markup.TagLength(text[at..], out var isUrl);
                if (tag > 0)
                {
                    if (isUrl)
                    {
                        into.Add(at, tag, TokenKind.Url, "<url>");
                    }

                    return at + tag;
                }

                break;
        }

        var end = at + 1;
        while (end < text.Length && text[end] == unit)
        {
            end++;
        }

        var form = into.FormsLength;
        var folded = chars.Fold(unit);
        into.Append(folded);
        if (end - at > 1 && folded is '!' or '?')
        {
            into.Append(folded);
        }

        into.AddFormed(at, end - at, TokenKind.Punctuation, form, TokenFlags.None);
        return end;
    }

    private int ScanMention(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        var end = at + 1;
        while (end < text.Length && (IsWordUnit(text, end) || text[end] is '_' or '.' && IsWordUnit(text, end + 1)))
        {
            end++;
        }

        var form = into.FormsLength;
        into.Append('@');
        for (var index = at + 1; index < end && index - at < MaxWord; index++)
        {
            into.Append(chars.Fold(text[index]));
        }

        into.AddFormed(at, end - at, TokenKind.Mention, form, TokenFlags.None);
        return end;
    }

    /// <summary>Cuts a hashtag by case, digits and underscores; the segmenter cuts further what is left in one piece.</summary>
    private int ScanHashtag(ReadOnlySpan<char> text, int at, TextBuffer into)
    {
        at++;
        while (at < text.Length && (IsWordUnit(text, at) || text[at] == '_'))
        {
            if (text[at] == '_')
            {
                at++;
                continue;
            }

            var end = at + 1;
            if (chars.ClassOfUnit(text[at]) == CharClass.Digit)
            {
                while (end < text.Length && chars.ClassOfUnit(text[end]) == CharClass.Digit)
                {
                    end++;
                }

                var first = into.Count;
                ScanNumber(text[..end], at, into);
                if (into.Count > first)
                {
                    into.Tokens[first].Flags |= TokenFlags.Hashtag;
                }
            }
            else
            {
                end = CamelEnd(text, at);
                ScanWord(text[..end], at, into, TokenFlags.Hashtag);
            }

            at = end;
        }

        return at;
    }

    /// <summary>End of the camel-case part that begins here: "SatuPutaran" → "Satu", "KPUTetapkan" → "KPU".</summary>
    private int CamelEnd(ReadOnlySpan<char> text, int at)
    {
        var end = at + 1;
        var upper = char.IsUpper(text[at]);
        if (upper && end < text.Length && char.IsUpper(text[end]))
        {
            while (end < text.Length && char.IsUpper(text[end]))
            {
                end++;
            }

            // The last capital of a run belongs to the word that follows it.
            return end < text.Length && char.IsLower(text[end]) && end - at > 1 ? end - 1 : end;
        }

        while (IsLetter(text, end) && !char.IsUpper(text[end]))
        {
            end++;
        }

        return end;
    }
}

namespace Monitor.Classifier.Text;

/// <summary>Gives each word its standard form and stem, and each token the flags that depend on words.</summary>
internal sealed class Standardiser(Lexicon lexicon)
{
    /// <summary>Rewrites the buffer's tokens. Roles and all that is not a word pass unchanged.</summary>
    public void Run(TextBuffer buffer)
    {
        buffer.SwapTokens();
        var (shouting, _) = Casing(buffer);
        for (var index = 0; index < buffer.RawCount; index++)
        {
            ref readonly var token = ref buffer.Raw[index];
            if (token.Kind != TokenKind.Word)
            {
                if (token.Kind == TokenKind.Mention)
                {
                    Mention(buffer, token);
                }
                else
                {
                    buffer.Copy(token, -1);
                }

                continue;
            }

            var entry = buffer.RawEntries[index];
            if (entry >= 0)
            {
                Known(buffer, token, entry, IsSymbol(buffer, index, shouting));
            }
            else
            {
                Unknown(buffer, token);
            }
        }
    }

    /// <summary>Whether most words are written in capitals only, and whether most begin with one.</summary>
    internal static (bool Shouting, bool TitleCase) Casing(TextBuffer buffer)
    {
        var words = 0;
        var loud = 0;
        var capitalised = 0;
        for (var index = 0; index < buffer.RawCount; index++)
        {
            ref readonly var token = ref buffer.Raw[index];
            if (token.Kind == TokenKind.Word && token.FormLength > 1 && !token.Flags.Has(TokenFlags.Hashtag))
            {
                words++;
                loud += token.Flags.Has(TokenFlags.AllCaps) ? 1 : 0;
                capitalised += token.Flags.Has(TokenFlags.Capitalised) ? 1 : 0;
            }
        }

        return (loud * 2 > words && words > 1, capitalised * 5 > words * 3 && words > 3);
    }

    /// <summary>An acronym ("PD" is no "pada") or a unit behind its number ("17cm"): no informal word, although spelt like one.</summary>
    private static bool IsSymbol(TextBuffer buffer, int index, bool shouting)
    {
        ref readonly var token = ref buffer.Raw[index];
        if (!shouting && token.FormLength <= 4 && token.Flags.Has(TokenFlags.AllCaps))
        {
            return true;
        }

        if (index == 0 || token.FormLength > 2 || buffer.Form(token) is "rb" or "jt" or "th")
        {
            return false;
        }

        ref readonly var before = ref buffer.Raw[index - 1];
        return before.Kind == TokenKind.Number && before.Start + before.Length == token.Start;
    }

    /// <summary>Who is spoken to would tell the camp; that somebody is spoken to is all that stays.</summary>
    private static void Mention(TextBuffer buffer, in Token token)
    {
        var plain = token with { FormLength = 1, StemStart = token.FormStart, StemLength = 1 };
        buffer.Copy(plain, -1);
    }

    private void Known(TextBuffer buffer, in Token token, int entry, bool acronym)
    {
        ref readonly var known = ref lexicon.Entry(entry);
        if (known.TargetCount == 0 || acronym)
        {
            var copied = buffer.Copy(token, entry);
            Finish(buffer, copied, entry);
            return;
        }

        for (var target = 0; target < known.TargetCount; target++)
        {
            var other = lexicon.Targets[known.TargetStart + target];
            var form = buffer.FormsLength;
            buffer.Append(lexicon.Word(other));
            var flags = target == 0 ? token.Flags : token.Flags & ~TokenFlags.SentenceStart;
            Finish(buffer, buffer.AddFormed(token.Start, token.Length, TokenKind.Word, form, flags, other), other);
        }
    }

    private void Finish(TextBuffer buffer, int index, int entry)
    {
        ref var token = ref buffer.Tokens[index];
        ref readonly var known = ref lexicon.Entry(entry);
        if (known.Traits.Has(WordTraits.Particle))
        {
            token.Flags |= TokenFlags.Particle;
        }

        token.StemLength = known.StemLength;
        if (known.StemEntry < 0)
        {
            token.StemStart = token.FormStart + known.StemStart;
        }
        else
        {
            token.StemStart = buffer.FormsLength;
            buffer.Append(lexicon.Word(known.StemEntry));
        }
    }

    private void Unknown(TextBuffer buffer, in Token token)
    {
        Span<char> form = stackalloc char[Scanner.MaxWord * 2];
        var word = buffer.Form(token);
        var letters = AsciiQuestions.IsSmallLetters(word);

        // A capital inside a sentence is likely a name: no rule for informal words may touch it.
        var name = (token.Flags & (TokenFlags.Capitalised | TokenFlags.SentenceStart | TokenFlags.Hashtag)) == TokenFlags.Capitalised;
        var length = letters && !name ? lexicon.Informal.Apply(word, form) : 0;
        if (length == 0)
        {
            var copied = buffer.Copy(token, -1);
            if (!name)
            {
                Stem(buffer, copied);
            }

            return;
        }

        foreach (var range in form[..length].Split(' '))
        {
            var start = buffer.FormsLength;
            buffer.Append(form[range]);
            var entry = lexicon.Find(form[range]);
            var added = buffer.AddFormed(token.Start, token.Length, TokenKind.Word, start, token.Flags, entry);
            if (entry >= 0)
            {
                Finish(buffer, added, entry);
            }
            else
            {
                Stem(buffer, added);
            }
        }
    }

    private void Stem(TextBuffer buffer, int index)
    {
        var token = buffer.Tokens[index];
        Span<char> stem = stackalloc char[Stemmer.MaxWord];
        var length = token.FormLength <= Stemmer.MaxWord ? lexicon.Stemmer.Stem(buffer.Form(token), stem) : 0;
        if (length == 0)
        {
            return;
        }

        ref var kept = ref buffer.Tokens[index];
        kept.StemLength = length;
        var inside = buffer.Form(token).IndexOf(stem[..length]);
        if (inside >= 0)
        {
            kept.StemStart = token.FormStart + inside;
        }
        else
        {
            kept.StemStart = buffer.FormsLength;
            buffer.Append(stem[..length]);
        }
    }
}

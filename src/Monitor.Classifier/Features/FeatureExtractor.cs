using Monitor.Classifier.Text;

namespace Monitor.Classifier.Features;

/// <summary>
/// Turns the tokens of one text into features. The same code feeds training, scoring and reasons. One instance serves one thread at a
/// time: it keeps its work arrays from text to text.
/// </summary>
public sealed class FeatureExtractor(CueLexicon cues)
{
    private const ulong FormSalt = 0xA1;
    private const ulong NegatedSalt = 0xA2;
    private const ulong SkipSalt = 0xA3;
    private const ulong ClassSalt = 0xA4;
    private const ulong OrderSalt = 0xA5;
    private const ulong TextSalt = 0xA6;
    private const int OrderWindow = 6;
    private const int NameClass = 12;
    private const int LongestNamePart = 4;
    private static readonly ulong Honorific = FeatureHash.Of("pak");
    private static readonly ulong PersonOrPlace = FeatureHash.Mix(0x4000UL);
    private const int RoleClasses = 16;
    private const int KindClasses = 32;
    private const int CueClasses = 48;

    private ulong[] forms = new ulong[128];
    private ulong[] stems = new ulong[128];
    private byte[] classes = new byte[128];
    private int[] words = new int[128];
    private TokenKind[] kinds = new TokenKind[128];
    private ulong[] sequence = new ulong[128];
    private int[] sequenceTokens = new int[128];
    private int sequenceLength;

    /// <summary>The words of the last text in order, with roles, numbers and the punctuation that asks or cries, for the nets.</summary>
    public ReadOnlySpan<ulong> Sequence => sequence.AsSpan(0, sequenceLength);

    /// <summary>By place in <see cref="Sequence"/>: the number of the token.</summary>
    public ReadOnlySpan<int> SequenceTokens => sequenceTokens.AsSpan(0, sequenceLength);

    /// <summary>Sends every feature of the text to the sink, in the order of the text.</summary>
    public void Extract<TSink>(TextBuffer buffer, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var count = buffer.Count;
        if (forms.Length < count)
        {
            Array.Resize(ref forms, count * 2);
            Array.Resize(ref stems, count * 2);
            Array.Resize(ref classes, count * 2);
            Array.Resize(ref words, count * 2);
            Array.Resize(ref kinds, count * 2);
            Array.Resize(ref sequence, count * 2);
            Array.Resize(ref sequenceTokens, count * 2);
        }

        var tokens = buffer.Tokens.AsSpan(0, count);
        for (var i = 0; i < count; i++)
        {
            Name(buffer, tokens[i], i);
        }

        JoinNames(tokens);
        var wordCount = 0;
        sequenceLength = 0;
        for (var i = 0; i < count; i++)
        {
            if (forms[i] == PersonOrPlace && wordCount > 0 && forms[words[wordCount - 1]] == PersonOrPlace)
            {
                // A name of three words is one name.
                kinds[i] = TokenKind.Mention;
            }

            if (kinds[i] is not (TokenKind.Punctuation or TokenKind.Mention))
            {
                words[wordCount++] = i;
                sequenceTokens[sequenceLength] = i;
                sequence[sequenceLength++] = forms[i];
            }
            else if (kinds[i] == TokenKind.Punctuation && classes[i] != 0)
            {
                sequenceTokens[sequenceLength] = i;
                sequence[sequenceLength++] = forms[i];
            }
        }

        Words(tokens, ref sink);
        Phrases(tokens, wordCount, ref sink);
        Characters(buffer, tokens, ref sink);
        Structure(tokens, wordCount, ref sink);
    }

    private void Name(TextBuffer buffer, in Token token, int i)
    {
        kinds[i] = token.Kind;
        if (token.Kind == TokenKind.Role)
        {
            forms[i] = stems[i] = FeatureHash.Mix(0x1000UL + (ulong)token.Role);
            classes[i] = (byte)(RoleClasses + (int)token.Role);
            return;
        }

        var form = buffer.Form(token);
        // Data sets that hide handles write USER and URL: how a platform was scraped must not decide a label.
        if (form is "user" or "rt")
        {
            kinds[i] = TokenKind.Mention;
        }
        else if (form is "url")
        {
            kinds[i] = TokenKind.Url;
        }

        if (kinds[i] is TokenKind.Mention)
        {
            classes[i] = 0;
            return;
        }

        if (kinds[i] is TokenKind.Number or TokenKind.Url)
        {
            forms[i] = stems[i] = FeatureHash.Mix(0x2000UL + (ulong)kinds[i]);
            classes[i] = (byte)(KindClasses + (int)kinds[i]);
            return;
        }

        forms[i] = FeatureHash.Of(form);
        if (token.Kind == TokenKind.Word)
        {
            if (form is "pak" or "bu" or "bapak" or "ibu" or "buk" or "mas" or "mbak" or "bung" or "sdr" or "saudara")
            {
                // A text must not score differently about a woman than about a man.
                forms[i] = stems[i] = Honorific;
                kinds[i] = TokenKind.Role;
                classes[i] = 0;
                return;
            }

            var inside = (token.Flags & (TokenFlags.Capitalised | TokenFlags.SentenceStart | TokenFlags.AllCaps)) == TokenFlags.Capitalised;
            if (cues.ClassOf(forms[i], forms[i]) == CueLexicon.None && cues.Names.IsName(forms[i], inside))
            {
                forms[i] = stems[i] = PersonOrPlace;
                kinds[i] = TokenKind.Role;
                classes[i] = (byte)(RoleClasses + NameClass);
                return;
            }
        }

        stems[i] = token.StemLength == 0 ? forms[i] : FeatureHash.Of(buffer.Stem(token));
        if (token.Kind == TokenKind.Word)
        {
            var cue = cues.ClassOf(forms[i], stems[i]);
            classes[i] = cue == CueLexicon.None ? (byte)0 : (byte)(CueClasses + cue);
        }
        else if (token.Kind == TokenKind.Punctuation)
        {
            classes[i] = form.Length > 0 && form[0] is '?' or '!' or '"' or ':' ? (byte)(64 + 64 + (form[0] & 63)) : (byte)0;
        }
        else
        {
            classes[i] = (byte)(KindClasses + (int)token.Kind);
        }
    }

    /// <summary>
    /// Short capitalised words beside a name belong to it (I Wayan, Tan Mei Lin, Andi Baso), whatever else they mean in small letters.
    /// </summary>
    private void JoinNames(ReadOnlySpan<Token> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (kinds[i] != TokenKind.Word || classes[i] != 0 || (tokens[i].Flags & TokenFlags.Capitalised) == TokenFlags.None)
            {
                continue;
            }

            var isShort = tokens[i].Length <= LongestNamePart;
            var inside = (tokens[i].Flags & TokenFlags.SentenceStart) == TokenFlags.None;
            var next = i + 1 < tokens.Length && forms[i + 1] == PersonOrPlace;
            var after = i > 0 && ((isShort && forms[i - 1] == PersonOrPlace) || forms[i - 1] == Honorific);
            var before = isShort && inside && next;
            var initial = tokens[i].Length <= 2 && next;
            if (after || before || initial)
            {
                forms[i] = stems[i] = PersonOrPlace;
                kinds[i] = TokenKind.Role;
                classes[i] = (byte)(RoleClasses + NameClass);
            }
        }
    }

    private void Words<TSink>(ReadOnlySpan<Token> tokens, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (kinds[i] is TokenKind.Mention || (kinds[i] == TokenKind.Punctuation && classes[i] == 0))
            {
                continue;
            }

            sink.Add(FeatureFamily.Word, stems[i], i, i);
            if (forms[i] != stems[i])
            {
                sink.Add(FeatureFamily.Word, FeatureHash.Pair(forms[i], FormSalt), i, i);
            }

            if ((tokens[i].Flags & TokenFlags.Negated) != TokenFlags.None)
            {
                sink.Add(FeatureFamily.Word, FeatureHash.Pair(stems[i], NegatedSalt), i, i);
            }
        }
    }

    private void Phrases<TSink>(ReadOnlySpan<Token> tokens, int wordCount, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        for (var k = 0; k + 1 < wordCount; k++)
        {
            int a = words[k],
                b = words[k + 1];
            var pair = FeatureHash.Pair(stems[a], stems[b]);
            sink.Add(FeatureFamily.Phrase, pair, a, b);
            if (k + 2 < wordCount)
            {
                var c = words[k + 2];
                sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(FeatureHash.Pair(stems[a], SkipSalt), stems[c]), a, c);
                sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(pair, stems[c]), a, c);
            }
        }
    }

    private void Characters<TSink>(TextBuffer buffer, ReadOnlySpan<Token> tokens, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (kinds[i] != TokenKind.Word)
            {
                continue;
            }

            var form = buffer.Form(token);
            if (TSink.TakesWordsWhole)
            {
                sink.AddWord(forms[i], form, i);
            }
            else
            {
                CharacterGrams(form, i, ref sink);
            }
        }
    }

    /// <summary>The character n-grams of three to five of one word, read as &lt;word&gt;.</summary>
    public static void CharacterGrams<TSink>(ReadOnlySpan<char> form, int token, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        // The last four characters, sixteen bits each.
        ulong window = '<';
        for (var k = 0; k <= form.Length; k++)
        {
            var fifth = window >> 48;
            window = (window << 16) | (k < form.Length ? form[k] : '>');
            var length = k + 2;
            if (length >= 3)
            {
                sink.Add(FeatureFamily.Character, FeatureHash.Mix(window & 0xFFFFFFFFFFFF), token, token);
            }

            if (length >= 4)
            {
                var four = FeatureHash.Mix(window);
                sink.Add(FeatureFamily.Character, four, token, token);
                if (length >= 5)
                {
                    sink.Add(FeatureFamily.Character, FeatureHash.Pair(four, fifth), token, token);
                }
            }
        }
    }

    private void Structure<TSink>(ReadOnlySpan<Token> tokens, int wordCount, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        var questions = 0;
        var quoted = 0;
        var capitals = 0;
        var hashtags = 0;
        ulong previous = 0,
            beforePrevious = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var flags = tokens[i].Flags;
            quoted += (flags & TokenFlags.Quoted) != TokenFlags.None ? 1 : 0;
            capitals += (flags & TokenFlags.AllCaps) != TokenFlags.None ? 1 : 0;
            hashtags += (flags & TokenFlags.Hashtag) != TokenFlags.None ? 1 : 0;
            questions += classes[i] == 64 + 64 + ('?' & 63) ? 1 : 0;
            if (classes[i] == 0 || kinds[i] == TokenKind.Mention)
            {
                continue;
            }

            var name = ClassName(tokens, i);
            sink.Add(FeatureFamily.Structure, name, i, i);
            if (previous != 0)
            {
                var pair = FeatureHash.Pair(previous, name);
                sink.Add(FeatureFamily.Structure, pair, i, i);
                if (beforePrevious != 0)
                {
                    sink.Add(FeatureFamily.Structure, FeatureHash.Pair(FeatureHash.Pair(beforePrevious, ClassSalt), pair), i, i);
                }
            }

            beforePrevious = previous;
            previous = name;
            for (var j = i + 1; j < tokens.Length && j <= i + OrderWindow; j++)
            {
                if (classes[j] != 0 && kinds[j] != TokenKind.Mention)
                {
                    var near = FeatureHash.Pair(FeatureHash.Pair(name, OrderSalt), ClassName(tokens, j));
                    sink.Add(FeatureFamily.Structure, near, i, j);
                }
            }
        }

        var last = Math.Max(0, tokens.Length - 1);
        Text(ref sink, 1, Bucket(wordCount), last);
        Text(ref sink, 2, Math.Min(questions, 2), last);
        Text(ref sink, 3, wordCount == 0 ? 0 : 4 * quoted / tokens.Length, last);
        Text(ref sink, 4, wordCount == 0 ? 0 : 4 * capitals / tokens.Length, last);
        Text(ref sink, 5, Math.Min(hashtags, 6), last);
    }

    private static void Text<TSink>(ref TSink sink, ulong kind, int value, int last)
        where TSink : struct, IFeatureSink =>
        sink.Add(FeatureFamily.Structure, FeatureHash.Pair(TextSalt + (kind << 16), (ulong)value), 0, last);

    private ulong ClassName(ReadOnlySpan<Token> tokens, int i) =>
        FeatureHash.Mix(0x3000UL + classes[i] + ((tokens[i].Flags & TokenFlags.Negated) != TokenFlags.None ? 0x100UL : 0));

    private static int Bucket(int count) => count == 0 ? 0 : 1 + System.Numerics.BitOperations.Log2((uint)count);
}

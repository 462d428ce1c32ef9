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
    private const ulong NearSalt = 0xB0;
    private const ulong CoarseSalt = 0x5_0000;
    private const ulong FineSalt = 0x6_0000;
    private const ulong PairSalt = 0x7_0000;
    private const int OrderWindow = 6;
    private const int Reach = 5;
    private const int NameClass = 12;
    private const int LongestNamePart = 4;
    private static readonly ulong Honorific = FeatureHash.Of("pak");
    private static readonly ulong PersonOrPlace = FeatureHash.Mix(0x4000UL);
    private static readonly ulong[] ClassNames = [.. Enumerable.Range(0, 0x200).Select(code => FeatureHash.Mix(0x3000UL + (ulong)code))];
    private const int RoleClasses = 16;
    private const int KindClasses = 32;
    private const int CueClasses = 48;

    private readonly WordFactTable facts = new(cues);
    private ulong[] forms = new ulong[128];
    private ulong[] stems = new ulong[128];
    private byte[] classes = new byte[128];
    private (ushort Coarse, ushort Fine)[] groups = new (ushort, ushort)[128];
    private int[] words = new int[128];
    private TokenKind[] kinds = new TokenKind[128];
    private ulong[] sequence = new ulong[128];
    private int[] sequenceTokens = new int[128];
    private int[] sequenceEntries = new int[128];
    private int[] named = new int[128];
    private int sequenceLength;

    /// <summary>The words of the last text in order, with roles, numbers and the punctuation that asks or cries, for the nets.</summary>
    public ReadOnlySpan<ulong> Sequence => sequence.AsSpan(0, sequenceLength);

    /// <summary>By place in <see cref="Sequence"/>: the number of the token.</summary>
    public ReadOnlySpan<int> SequenceTokens => sequenceTokens.AsSpan(0, sequenceLength);

    /// <summary>By place in <see cref="Sequence"/>: the lexicon entry that alone decides the word, or -1.</summary>
    internal ReadOnlySpan<int> SequenceEntries => sequenceEntries.AsSpan(0, sequenceLength);

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
            Array.Resize(ref groups, count * 2);
            Array.Resize(ref words, count * 2);
            Array.Resize(ref kinds, count * 2);
            Array.Resize(ref sequence, count * 2);
            Array.Resize(ref sequenceTokens, count * 2);
            Array.Resize(ref sequenceEntries, count * 2);
            Array.Resize(ref named, count * 2);
        }

        foreach (var entry in buffer.Entries.AsSpan(0, count))
        {
            facts.Ask(entry);
            sink.AskForWord(entry);
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
                InSequence(i, kinds[i] == TokenKind.Word ? buffer.Entries[i] : -1);
            }
            else if (kinds[i] == TokenKind.Punctuation && classes[i] != 0)
            {
                InSequence(i, -1);
            }
        }

        Words(buffer, tokens, ref sink);
        Phrases(wordCount, ref sink);
        Surroundings(tokens, wordCount, ref sink);
        Characters(buffer, tokens, ref sink);
        Structure(tokens, wordCount, ref sink);
    }

    /// <summary>The form of a token of which only the kind counts.</summary>
    internal static ulong PlainForm(TokenKind kind) => FeatureHash.Mix(0x2000UL + (ulong)kind);

    /// <summary>The class of such a token.</summary>
    internal static byte PlainClass(TokenKind kind) => (byte)(KindClasses + (int)kind);

    private void InSequence(int token, int entry)
    {
        sequenceTokens[sequenceLength] = token;
        sequenceEntries[sequenceLength] = entry;
        sequence[sequenceLength++] = forms[token];
    }

    private void Name(TextBuffer buffer, in Token token, int i)
    {
        kinds[i] = token.Kind;
        switch (token.Kind)
        {
            case TokenKind.Word:
                NameWord(buffer, token, i);
                break;
            case TokenKind.Role:
                forms[i] = stems[i] = FeatureHash.Mix(0x1000UL + (ulong)token.Role);
                classes[i] = (byte)(RoleClasses + (int)token.Role);
                break;
            case TokenKind.Mention:
                forms[i] = stems[i] = 0;
                classes[i] = 0;
                break;
            case TokenKind.Number or TokenKind.Url:
                forms[i] = stems[i] = PlainForm(token.Kind);
                classes[i] = PlainClass(token.Kind);
                break;
            case TokenKind.Punctuation:
                var form = buffer.Form(token);
                forms[i] = stems[i] = FeatureHash.Of(form);
                classes[i] = form.Length > 0 && form[0] is '?' or '!' or '"' or ':' ? (byte)(64 + 64 + (form[0] & 63)) : (byte)0;
                break;
            default:
                forms[i] = FeatureHash.Of(buffer.Form(token));
                stems[i] = token.StemLength == 0 ? forms[i] : FeatureHash.Of(buffer.Stem(token));
                classes[i] = PlainClass(token.Kind);
                break;
        }
    }

    private void NameWord(TextBuffer buffer, in Token token, int i)
    {
        var entry = buffer.Entries[i];
        var fact = entry >= 0 ? facts.Of(entry, buffer, token) : facts.WorkOut(buffer, token);
        if (fact.Name != NameRule.Never)
        {
            var inside = (token.Flags & (TokenFlags.Capitalised | TokenFlags.SentenceStart | TokenFlags.AllCaps)) == TokenFlags.Capitalised;
            if (fact.Name == NameRule.Always || inside)
            {
                forms[i] = stems[i] = PersonOrPlace;
                kinds[i] = TokenKind.Role;
                classes[i] = (byte)(RoleClasses + NameClass);
                return;
            }
        }

        (forms[i], stems[i], kinds[i]) = (fact.Form, fact.Stem, fact.Kind);
        groups[i] = (fact.Coarse, fact.Fine);
        classes[i] = fact.Cue == CueLexicon.None ? fact.Class : (byte)(CueClasses + fact.Cue);
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

    private void Words<TSink>(TextBuffer buffer, ReadOnlySpan<Token> tokens, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (kinds[i] is TokenKind.Mention || (kinds[i] == TokenKind.Punctuation && classes[i] == 0))
            {
                continue;
            }

            if (TSink.TakesWordsWhole && kinds[i] == TokenKind.Word)
            {
                sink.AddWord(buffer.Entries[i], stems[i], forms[i], buffer.Form(tokens[i]));
            }
            else
            {
                WordAlone(stems[i], forms[i], i, ref sink);
            }

            if ((tokens[i].Flags & TokenFlags.Negated) != TokenFlags.None)
            {
                sink.Add(FeatureFamily.Word, FeatureHash.Pair(stems[i], NegatedSalt), i, i);
            }
        }
    }

    /// <summary>The features of a word that its place does not change: its stem, and its form where that is another.</summary>
    internal static void WordAlone<TSink>(ulong stem, ulong form, int token, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        sink.Add(FeatureFamily.Word, stem, token, token);
        if (form != stem)
        {
            sink.Add(FeatureFamily.Word, FeatureHash.Pair(form, FormSalt), token, token);
        }
    }

    /// <summary>
    /// Neighbours and next but one, as they stand; neighbours also by their groups, which know pairs that no labelled row has.
    /// </summary>
    private void Phrases<TSink>(int wordCount, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        var ofFirst = wordCount == 0 ? 0 : GroupOf(words[0]);
        for (var k = 0; k + 1 < wordCount; k++)
        {
            int a = words[k],
                b = words[k + 1];
            var ofSecond = GroupOf(b);
            sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(stems[a], stems[b]), a, b);
            sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(ofFirst, ofSecond), a, b);
            ofFirst = ofSecond;
            if (k + 2 < wordCount)
            {
                var c = words[k + 2];
                sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(FeatureHash.Pair(stems[a], SkipSalt), stems[c]), a, c);
            }
        }
    }

    /// <summary>What a token is as a neighbour: the fine group of a word, anything else itself.</summary>
    private ulong GroupOf(int token) => kinds[token] == TokenKind.Word ? PairSalt + groups[token].Fine : stems[token];

    /// <summary>
    /// What is said near a candidate, a party, a number: each word within a few words of one, before or after it, by itself and by its groups,
    /// and which other name or number is there. They took the place of triples, which were three times as many and taught less about an
    /// unseen election; groups know what words mean there that no labelled row has there.
    /// </summary>
    private void Surroundings<TSink>(ReadOnlySpan<Token> tokens, int wordCount, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        for (var k = 0; k < wordCount; k++)
        {
            if (classes[words[k]] is <= RoleClasses or >= RoleClasses + NameClass)
            {
                continue;
            }

            var end = Math.Min(wordCount - 1, k + Reach);
            for (var at = Math.Max(0, k - Reach); at <= end; at++)
            {
                var word = words[at];
                if (at == k)
                {
                    continue;
                }

                var side = NearSalt + (at > k ? 1UL : 0UL) + ((tokens[word].Flags & TokenFlags.Negated) != TokenFlags.None ? 2UL : 0UL);
                var (first, last) = (Math.Min(words[k], word), Math.Max(words[k], word));
                sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(stems[word], side), first, last);
                if (kinds[word] == TokenKind.Word)
                {
                    sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(CoarseSalt + groups[word].Coarse, side), first, last);
                    sink.Add(FeatureFamily.Phrase, FeatureHash.Pair(FineSalt + groups[word].Fine, side), first, last);
                }
            }
        }
    }

    private void Characters<TSink>(TextBuffer buffer, ReadOnlySpan<Token> tokens, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        if (TSink.TakesWordsWhole)
        {
            // They came with the words.
            return;
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            if (kinds[i] == TokenKind.Word)
            {
                CharacterGrams(buffer.Form(tokens[i]), i, ref sink);
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
        var count = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var flags = tokens[i].Flags;
            quoted += (flags & TokenFlags.Quoted) != TokenFlags.None ? 1 : 0;
            capitals += (flags & TokenFlags.AllCaps) != TokenFlags.None ? 1 : 0;
            hashtags += (flags & TokenFlags.Hashtag) != TokenFlags.None ? 1 : 0;
            questions += classes[i] == 64 + 64 + ('?' & 63) ? 1 : 0;
            named[count] = i;
            count += classes[i] != 0 && kinds[i] != TokenKind.Mention ? 1 : 0;
        }

        ulong previous = 0,
            beforePrevious = 0;
        for (var k = 0; k < count; k++)
        {
            var i = named[k];
            var name = ClassNames[ClassCode(tokens, i)];
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
            var ahead = FeatureHash.Pair(name, OrderSalt);
            for (var next = k + 1; next < count && named[next] <= i + OrderWindow; next++)
            {
                var j = named[next];
                sink.Add(FeatureFamily.Structure, FeatureHash.Pair(ahead, ClassNames[ClassCode(tokens, j)]), i, j);
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

    private int ClassCode(ReadOnlySpan<Token> tokens, int i) =>
        classes[i] + ((tokens[i].Flags & TokenFlags.Negated) != TokenFlags.None ? 0x100 : 0);

    private static int Bucket(int count) => count == 0 ? 0 : 1 + System.Numerics.BitOperations.Log2((uint)count);
}

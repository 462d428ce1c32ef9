using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Features;

/// <summary>Whether a word is taken for a name.</summary>
internal enum NameRule : byte
{
    Never,

    /// <summary>Where it has a capital inside a sentence.</summary>
    WithCapital,
    Always,
}

/// <summary>All that a word's form and stem decide about its features, wherever it stands.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct WordFacts
{
    public ulong Form;
    public ulong Stem;
    public TokenKind Kind;
    public byte Cue;

    /// <summary>The class of a word without a cue.</summary>
    public byte Class;
    public NameRule Name;

    /// <summary>The groups of the form.</summary>
    public ushort Coarse,
        Fine;
}

/// <summary>
/// Works out each word of the lexicon once: hashing a form and asking three dictionaries per token cost more than all that follows. Belongs
/// to one extractor, hence to one thread at a time, and to one lexicon: entries are its numbers.
/// </summary>
internal sealed class WordFactTable(CueLexicon cues)
{
    private static readonly ulong Honorific = FeatureHash.Of("pak");
    private WordFacts[] facts = [];

    /// <summary>Asks for the facts of an entry ahead of <see cref="Of"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(int entry)
    {
        if ((uint)entry < (uint)facts.Length)
        {
            CacheLine.Ask(in facts[entry]);
        }
    }

    /// <summary>The facts of a token whose form is a lexicon entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly WordFacts Of(int entry, TextBuffer buffer, in Token token)
    {
        if ((uint)entry >= (uint)facts.Length || facts[entry].Form == 0)
        {
            Fill(entry, buffer, token);
        }

        return ref facts[entry];
    }

    /// <summary>The facts of any word.</summary>
    public WordFacts WorkOut(TextBuffer buffer, in Token token)
    {
        var form = buffer.Form(token);
        // Data sets that hide handles write USER and URL: how a platform was scraped must not decide a label.
        if (form is "user" or "rt")
        {
            return new WordFacts { Form = FeatureHash.Of(form), Kind = TokenKind.Mention };
        }

        if (form is "url")
        {
            var url = FeatureExtractor.PlainForm(TokenKind.Url);
            return new WordFacts
            {
                Form = url,
                Stem = url,
                Kind = TokenKind.Url,
                Class = FeatureExtractor.PlainClass(TokenKind.Url),
            };
        }

        if (form is "pak" or "bu" or "bapak" or "ibu" or "buk" or "mas" or "mbak" or "bung" or "sdr" or "saudara")
        {
            // A text must not score differently about a woman than about a man.
            return new WordFacts
            {
                Form = Honorific,
                Stem = Honorific,
                Kind = TokenKind.Role,
            };
        }

        var hash = FeatureHash.Of(form);
        var stem = token.StemLength == 0 ? hash : FeatureHash.Of(buffer.Stem(token));
        var ofForm = cues.ClassOf(hash, hash);
        var (coarse, fine) = cues.Groups.Of(hash);
        return new WordFacts
        {
            Form = hash,
            Stem = stem,
            Coarse = coarse,
            Fine = fine,
            Kind = TokenKind.Word,
            Cue = ofForm == CueLexicon.None ? cues.ClassOf(stem, stem) : ofForm,
            Name = ofForm == CueLexicon.None ? cues.Names.RuleOf(hash) : NameRule.Never,
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill(int entry, TextBuffer buffer, in Token token)
    {
        if (entry >= facts.Length)
        {
            // A lexicon has some thirty thousand entries; growing by doubling ends soon.
            Array.Resize(ref facts, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << 15, entry + 1)));
        }

        facts[entry] = WorkOut(buffer, token);
    }
}

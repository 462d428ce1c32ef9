using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>One text as the masker sees it: its tokens, the alias words among them and how political it is.</summary>
internal ref struct MaskView
{
    private readonly Lexicon _lexicon;
    private readonly int _day;

    public MaskView(TextBuffer buffer, Lexicon lexicon, int day)
    {
        Buffer = buffer;
        _lexicon = lexicon;
        _day = day;
        Words = buffer.AliasWords();
    }

    public TextBuffer Buffer { get; }

    /// <summary>The alias word of each token, or -1.</summary>
    public Span<int> Words { get; }

    /// <summary>Two for each sure sign of an election, one for each weak one.</summary>
    public int Cues { get; set; }

    /// <summary>Whether capitals say nothing in this text.</summary>
    public bool Shouting { get; set; }

    /// <summary>Whether most words begin with a capital, as in a headline, so that one says little.</summary>
    public bool TitleCase { get; set; }

    /// <summary>Whether the text is about an election.</summary>
    public readonly bool IsPolitical => Cues >= 2;

    public readonly WordTraits Traits(int index)
    {
        var entry = Buffer.RawEntries[index];
        return entry < 0 ? WordTraits.None : _lexicon.Entry(entry).Traits;
    }

    public readonly WordTraits TraitsOf(int entry) => entry < 0 ? WordTraits.None : _lexicon.Entry(entry).Traits;

    /// <summary>Whether the token is an informal word with a standard form: "mas udah" names nobody.</summary>
    public readonly bool HasReplacement(int index) =>
        Buffer.RawEntries[index] >= 0 && _lexicon.Entry(Buffer.RawEntries[index]).TargetCount > 0;

    public readonly bool IsHonorific(int entry) => entry >= 0 && _lexicon.Entry(entry).Traits.Has(WordTraits.Honorific);

    /// <summary>How often the word of a token was met; 0 for an unknown one.</summary>
    public readonly int CountOf(int index) => Buffer.RawEntries[index] < 0 ? 0 : _lexicon.Entry(Buffer.RawEntries[index]).Count;

    /// <summary>The token that goes on a name: the next one, a single "-", "." or "&amp;" aside. -1 at the end.</summary>
    public readonly int NextInName(int index)
    {
        var next = index + 1;
        if (
            next < Buffer.RawCount
            && Buffer.Raw[next].Kind == TokenKind.Punctuation
            && Buffer.Raw[next].Length == 1
            && Buffer.Forms[Buffer.Raw[next].FormStart] is '-' or '.' or '&'
        )
        {
            next++;
        }

        return next < Buffer.RawCount ? next : -1;
    }

    /// <summary>The nearest token before this one that is no mark of the kind that stands inside a phrase; -1 at the start.</summary>
    public readonly int Before(int index)
    {
        for (var at = index - 1; at >= 0; at--)
        {
            ref readonly var token = ref Buffer.Raw[at];
            if (token.Kind != TokenKind.Punctuation)
            {
                return at;
            }

            if (Buffer.Forms[token.FormStart] is '!' or '?' or ';')
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>Whether a use counts for the tokens given.</summary>
    public readonly bool Counts(in AliasUse use, int index, int length)
    {
        if (use.Role == Role.None)
        {
            return IsRegion(index, length);
        }

        if (use.Strength == AliasStrength.Sure)
        {
            return true;
        }

        if (!Runs(use))
        {
            return false;
        }

        if (use.Strength == AliasStrength.Known && IsKnownAlone(use, index))
        {
            return true;
        }

        return use.Strength switch
        {
            AliasStrength.Political or AliasStrength.Known => IsPolitical
                || (Cues > 0 && IsCapitalised(index))
                || (Before(index) is >= 0 and var at && Traits(at).Has(WordTraits.Honorific) && use.Role == Role.Calon),
            AliasStrength.Caps => Cues > 0
                && ((Buffer.Raw[index].Flags.Has(TokenFlags.AllCaps) && (!Shouting || IsBesideRole())) || IsMarked(index, use.Role)),
            _ => IsMarked(index, use.Role),
        };
    }

    /// <summary>
    /// Whether a known name of one word stands here as a name by itself, while its contest runs. Beside another name ("Mahfud Arifin") it
    /// may be anybody's; behind an honorific the rule for political names decides. At the start of a sentence a name that is also a
    /// verb ("Ganjar") needs a cue.
    /// </summary>
    public readonly bool IsKnownAlone(in AliasUse use, int index)
    {
        ref readonly var token = ref Buffer.Raw[index];
        var capital = token.Flags.Has(TokenFlags.Capitalised | TokenFlags.AllCaps) && !Shouting && !TitleCase;
        if (!capital || !Runs(use))
        {
            return false;
        }

        var verb = Traits(index).Has(WordTraits.Root) && !Traits(index).Has(WordTraits.Name);
        return (!verb || !token.Flags.Has(TokenFlags.SentenceStart) || Cues > 0) && !IsOthersName(index - 1) && !IsOthersName(index + 1);
    }

    private readonly bool Runs(in AliasUse use) => _day < 0 || (_day >= use.FromDay && _day <= use.UntilDay);

    /// <summary>A word that makes a name beside it somebody else's: an honorific, or a further part of the name.</summary>
    private readonly bool IsOthersName(int index)
    {
        if (index < 0 || index >= Buffer.RawCount || Buffer.Raw[index].Kind != TokenKind.Word)
        {
            return false;
        }

        return Traits(index).Has(WordTraits.Honorific)
            || (
                Buffer.Raw[index].Flags.Has(TokenFlags.Capitalised) && (Traits(index).Has(WordTraits.Name) || Buffer.RawEntries[index] < 0)
            );
    }

    /// <summary>Written with a capital where a common word would not be.</summary>
    public readonly bool IsCapitalised(int index)
    {
        var flags = Buffer.Raw[index].Flags;
        return !Shouting && (flags.Has(TokenFlags.AllCaps) || (flags.Has(TokenFlags.Capitalised) && !flags.Has(TokenFlags.SentenceStart)));
    }

    /// <summary>Right behind a masked name: "ANIES MUHAIMIN AMIN".</summary>
    private readonly bool IsBesideRole() =>
        Buffer.Count > 0 && Buffer.Tokens[Buffer.Count - 1].Role is Role.Calon or Role.Nomor or Role.Partai;

    /// <summary>Behind a candidate, or a candidate and a word or mark that joins a pair: "Rusli dan Eri", "Rusli-Eri".</summary>
    public readonly bool GoesOnPair()
    {
        if (Buffer.Count > 0 && Buffer.Tokens[Buffer.Count - 1].Role == Role.Calon)
        {
            return true;
        }

        if (Buffer.Count < 2 || Buffer.Tokens[Buffer.Count - 2].Role != Role.Calon)
        {
            return false;
        }

        ref readonly var link = ref Buffer.Tokens[Buffer.Count - 1];
        return link.Kind == TokenKind.Punctuation ? Buffer.Forms[link.FormStart] is '-' or '&' or '/' : Buffer.Form(link) is "dan";
    }

    private readonly bool IsMarked(int index, Role role)
    {
        var before = Before(index);
        if (before < 0)
        {
            return false;
        }

        var traits = Traits(before);
        if (role == Role.Calon && ((traits.Has(WordTraits.Honorific) && Cues > 0) || GoesOnPair()))
        {
            return true;
        }

        // A weak marker ("dukung", "pilih", "bersama") is a cue itself; something else must say that this is about an election.
        return traits.Has(WordTraits.Marker) && (traits.Has(WordTraits.Political) || Cues >= 3 || (Cues >= 2 && IsCapitalised(index)));
    }

    private readonly bool IsRegion(int index, int length)
    {
        ref readonly var token = ref Buffer.Raw[index];
        if (length > 1 || IsCapitalised(index) || token.Flags.Has(TokenFlags.Capitalised | TokenFlags.AllCaps))
        {
            return true;
        }

        // In small letters "malang" and "batu" are words like others, "jombang" is a place.
        var entry = Buffer.RawEntries[index];
        return entry < 0 || Traits(index).Has(WordTraits.Name);
    }
}

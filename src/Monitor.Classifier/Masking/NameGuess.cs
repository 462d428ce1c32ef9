using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>Meets names that no lexicon knows by what stands before them, so that a new contest works on its first day.</summary>
internal readonly ref struct NameGuess(MaskView view)
{
    private const int LongestName = 4;
    private const int EverydayWord = 1500;

    private const WordTraits NoName =
        WordTraits.Office
        | WordTraits.Entity
        | WordTraits.Honorific
        | WordTraits.Political
        | WordTraits.WeakPolitical
        | WordTraits.Marker
        | WordTraits.Negator
        | WordTraits.Particle
        | WordTraits.Support
        | WordTraits.NumberWord
        | WordTraits.NumberSign
        | WordTraits.List
        | WordTraits.Salute;

    private readonly MaskView _view = view;

    /// <summary>
    /// Length in tokens of the candidate's name that begins here, or 0. <paramref name="person"/> is the length of the person's name that is
    /// known to begin here: what stands before it decides alone.
    /// </summary>
    public int Length(int index, int person)
    {
        if (!_view.IsPolitical || _view.Buffer.Raw[index].Kind != TokenKind.Word || _view.Buffer.Raw[index].Flags.Has(TokenFlags.Hashtag))
        {
            return 0;
        }

        var before = index - 1;
        if (before > 0 && IsMark(before, '.') && _view.Traits(before - 1).Has(WordTraits.Honorific))
        {
            before--;
        }

        if (before < 0)
        {
            return 0;
        }

        var traits = _view.Traits(before);
        if (person > 0)
        {
            return traits.Has(WordTraits.Honorific | WordTraits.Marker) || _view.GoesOnPair() ? person : 0;
        }

        var called = traits.Has(WordTraits.Honorific) && MayFollowHonorific(index, before);
        var supported = !called && (traits.Has(WordTraits.Marker) ? IsUnknownName(index) : FollowsCandidate(index));
        return called || supported ? WithRest(index) : 0;
    }

    /// <summary>How many tokens behind a known name still belong to it: "Freddy Lamhot" P. Situmorang.</summary>
    public int Extension(int index)
    {
        var buffer = _view.Buffer;
        var at = index;
        while (at < buffer.RawCount && at - index < LongestName)
        {
            ref readonly var token = ref buffer.Raw[at];
            var initial =
                token.Kind == TokenKind.Word
                && token.Length == 1
                && char.IsAsciiLetterLower(buffer.Forms[token.FormStart])
                && IsCapital(token);
            if (initial)
            {
                at += at + 1 < buffer.RawCount && IsMark(at + 1, '.') ? 2 : 1;
            }
            else if (
                token.Kind == TokenKind.Word
                && !token.Flags.Has(TokenFlags.Hashtag)
                && IsRest(at)
                && (at > index || !_view.TitleCase)
                && IsNameLike(at)
            )
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at - index;
    }

    private static bool IsCapital(in Token token) => token.Flags.Has(TokenFlags.Capitalised | TokenFlags.AllCaps);

    private bool IsNameLike(int index) =>
        _view.Buffer.RawEntries[index] < 0 || _view.Traits(index).Has(WordTraits.Name) || _view.Words[index] >= 0;

    private bool MayFollowHonorific(int index, int honorific)
    {
        if (!IsPlain(index))
        {
            // "Ni Wayan Sari", "La Ode Arif": a short first part counts when the name goes on.
            ref readonly var token = ref _view.Buffer.Raw[index];
            return token.Kind == TokenKind.Word
                && token.FormLength == 2
                && token.Flags.Has(TokenFlags.Capitalised)
                && index + 1 < _view.Buffer.RawCount
                && IsRest(index + 1);
        }

        var nameLike = _view.Buffer.RawEntries[index] < 0 || _view.Traits(index).Has(WordTraits.Name);
        if (_view.IsCapitalised(index))
        {
            return nameLike || (!_view.TitleCase && _view.CountOf(index) < EverydayWord);
        }

        // In small letters any regional word may follow "mas" or "teh"; only a choice before it makes a name likely.
        const WordTraits choice = WordTraits.Support | WordTraits.Marker | WordTraits.WeakPolitical | WordTraits.Political;
        return nameLike
            && honorific > 0
            && _view.Traits(honorific - 1).Has(choice)
            && _view.Buffer.Raw[index].FormLength >= 4
            && !_view.HasReplacement(index);
    }

    private bool IsUnknownName(int index) =>
        IsPlain(index)
        && _view.IsCapitalised(index)
        && !_view.Buffer.Raw[index].Flags.Has(TokenFlags.AllCaps)
        && (_view.Buffer.RawEntries[index] < 0 || _view.Traits(index).Has(WordTraits.Name));

    private bool IsPlain(int index)
    {
        ref readonly var token = ref _view.Buffer.Raw[index];
        return token.Kind == TokenKind.Word
            && token.FormLength >= 3
            && !_view.Traits(index).Has(NoName)
            && AsciiQuestions.IsSmallLetters(_view.Buffer.Form(token));
    }

    /// <summary>"… - Siti Aminah": goes on a pair whose first half has just been masked. A mark joins more surely than "dan".</summary>
    private bool FollowsCandidate(int index)
    {
        var buffer = _view.Buffer;
        if (!_view.GoesOnPair() || buffer.Tokens[buffer.Count - 1].Role == Role.Calon)
        {
            return false;
        }

        return buffer.Tokens[buffer.Count - 1].Kind == TokenKind.Punctuation
            ? IsPlain(index) && _view.IsCapitalised(index) && _view.CountOf(index) < EverydayWord
            : IsUnknownName(index);
    }

    private int WithRest(int index)
    {
        var length = 1;
        while (length < LongestName && index + length < _view.Buffer.RawCount && IsRest(index + length))
        {
            length++;
        }

        return length;
    }

    private bool IsRest(int index)
    {
        if (!IsPlain(index) || !_view.IsCapitalised(index))
        {
            return false;
        }

        return _view.Buffer.RawEntries[index] < 0
            || _view.Traits(index).Has(WordTraits.Name)
            || (!_view.TitleCase && _view.CountOf(index) < EverydayWord);
    }

    private bool IsMark(int index, char mark) =>
        _view.Buffer.Raw[index].Kind == TokenKind.Punctuation && _view.Buffer.Forms[_view.Buffer.Raw[index].FormStart] == mark;
}

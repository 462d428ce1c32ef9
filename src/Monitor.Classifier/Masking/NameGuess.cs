using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>Meets names that no lexicon knows by what stands before them, so that a new contest works on its first day.</summary>
internal readonly ref struct NameGuess(MaskView view)
{
    private const int LongestName = 4;
    private const int EverydayWord = 1500;
    private const int RareWord = 300;

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

    /// <summary>Length in tokens of the name that begins here, or 0.</summary>
    public int Length(int index)
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
        var called = traits.Has(WordTraits.Honorific) && MayFollowHonorific(index);
        var supported = !called && (traits.Has(WordTraits.Marker) ? IsUnknownName(index) : FollowsCandidate(index));
        return called || supported ? WithRest(index) : 0;
    }

    private bool MayFollowHonorific(int index)
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

        var traits = _view.Traits(index);
        var nameLike = _view.Buffer.RawEntries[index] < 0 || traits.Has(WordTraits.Name);
        return _view.IsCapitalised(index)
            ? nameLike || _view.CountOf(index) < EverydayWord
            : nameLike && _view.Buffer.Raw[index].FormLength >= 4 && !_view.HasReplacement(index);
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
            && _view.Buffer.Form(token).IndexOfAnyExceptInRange('a', 'z') < 0;
    }

    /// <summary>"… dan Siti Aminah", "- Siti Aminah": goes on a pair whose first half has just been masked.</summary>
    private bool FollowsCandidate(int index)
    {
        var buffer = _view.Buffer;
        if (buffer.Count < 2 || buffer.Tokens[buffer.Count - 2].Role != Role.Calon)
        {
            return false;
        }

        ref readonly var link = ref buffer.Tokens[buffer.Count - 1];
        if (link.Kind != TokenKind.Punctuation)
        {
            return buffer.Form(link) is "dan" && IsUnknownName(index);
        }

        return buffer.Forms[link.FormStart] is '-' or '&' or '/'
            && IsPlain(index)
            && _view.IsCapitalised(index)
            && _view.CountOf(index) < EverydayWord;
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
            || _view.CountOf(index) < (_view.TitleCase ? RareWord : EverydayWord);
    }

    private bool IsMark(int index, char mark) =>
        _view.Buffer.Raw[index].Kind == TokenKind.Punctuation && _view.Buffer.Forms[_view.Buffer.Raw[index].FormStart] == mark;
}

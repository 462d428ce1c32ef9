using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>Finds runs of words that are one person's name ("I Wayan Suardana", "Tan Mei Lin", "Dg. Rapi").</summary>
internal readonly ref struct PersonRun(MaskView view, PersonNames names)
{
    private const int LongestName = 6;

    private const WordTraits NoName =
        WordTraits.Office
        | WordTraits.Entity
        | WordTraits.Political
        | WordTraits.WeakPolitical
        | WordTraits.Marker
        | WordTraits.Negator
        | WordTraits.Support
        | WordTraits.NumberWord
        | WordTraits.NumberSign
        | WordTraits.List;

    private readonly MaskView _view = view;

    /// <summary>Length in tokens of the name that begins here, or 0.</summary>
    public int Length(int index)
    {
        if (_view.Shouting || !IsCapital(index))
        {
            return 0;
        }

        var opens = _view.Buffer.Raw[index].Flags.Has(TokenFlags.SentenceStart);
        var surest = SuretyOf(index);
        var named = surest != NameSurety.None ? 1 : 0;
        if (named == 0 && !IsUnknown(index))
        {
            return 0;
        }

        var parts = 1;
        var end = index + 1;
        for (var at = end; at < _view.Buffer.RawCount && parts < LongestName; at++)
        {
            if (IsDot(at) && at == end && _view.Buffer.Raw[at - 1].FormLength <= 3)
            {
                // "Dg. Rapi", "M. Ali": the mark belongs to the name only when the name goes on.
                continue;
            }

            var surety = IsCapital(at) ? SuretyOf(at) : NameSurety.None;
            if (surety == NameSurety.None && !(IsCapital(at) && (IsUnknown(at) || IsInitial(at))))
            {
                break;
            }

            surest = surety > surest ? surety : surest;
            named += surety != NameSurety.None ? 1 : 0;
            parts++;
            end = at + 1;
        }

        var isName = surest switch
        {
            NameSurety.Sure => true,
            NameSurety.Inside => parts > 1 ? named > 1 || !opens : !opens && !_view.TitleCase,
            NameSurety.Beside => named > 1 || (parts > 1 && named > 0 && !opens),
            _ => false,
        };
        return isName || (named > 0 && IsCalled(index)) ? end - index : 0;
    }

    private bool IsCapital(int index)
    {
        ref readonly var token = ref _view.Buffer.Raw[index];
        return token.Kind == TokenKind.Word
            && token.Flags.Has(TokenFlags.Capitalised)
            && !token.Flags.Has(TokenFlags.Hashtag)
            && (!token.Flags.Has(TokenFlags.AllCaps) || token.FormLength == 1);
    }

    private NameSurety SuretyOf(int index) => names.Of(_view.Buffer.RawEntries[index], _view.Buffer.Form(_view.Buffer.Raw[index]));

    private bool IsUnknown(int index) =>
        _view.Buffer.RawEntries[index] < 0
            ? _view.Buffer.Raw[index].FormLength > 1
            : _view.Traits(index) is var traits
                && traits.Has(WordTraits.Name)
                && !traits.Has(NoName)
                && !_view.Buffer.Raw[index].Flags.Has(TokenFlags.SentenceStart);

    private bool IsInitial(int index) => _view.Buffer.Raw[index].FormLength == 1;

    private bool IsDot(int index) =>
        _view.Buffer.Raw[index].Kind == TokenKind.Punctuation && _view.Buffer.Forms[_view.Buffer.Raw[index].FormStart] == '.';

    /// <summary>Behind an honorific, "bernama" or "atas nama" even a word that is hardly ever a name is one.</summary>
    private bool IsCalled(int index) =>
        index > 0
        && (
            _view.Traits(index - 1).Has(WordTraits.Honorific)
            || _view.Buffer.Form(_view.Buffer.Raw[index - 1]) is "bernama" or "nama" or "an"
        );
}

using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>Finds ballot numbers and counted fingers in a text about an election.</summary>
internal readonly ref struct BallotNumbers(MaskView view)
{
    private const int HighestNumber = 30;
    private readonly MaskView _view = view;

    /// <summary>Length in tokens of the number or gesture that begins here, or 0.</summary>
    public int Length(int index, out Role role)
    {
        role = Role.Nomor;
        var buffer = _view.Buffer;
        ref readonly var token = ref buffer.Raw[index];
        if (token.Kind == TokenKind.Emoji)
        {
            return _view.IsPolitical ? OfEmoji(buffer.Form(token), out role) : 0;
        }

        var traits = _view.Traits(index);
        if (traits.Has(WordTraits.Salute) && index + 2 < buffer.RawCount && IsFingers(index + 1))
        {
            role = Role.Gestur;
            return 3;
        }

        if (token.Kind == TokenKind.Number ? !IsSmall(buffer.Form(token)) : !traits.Has(WordTraits.NumberWord))
        {
            return 0;
        }

        if (_view.IsPolitical && IsFingers(index))
        {
            role = Role.Gestur;
            return 2;
        }

        return IsBallotNumber(index) ? 1 : 0;
    }

    private static int OfEmoji(ReadOnlySpan<char> form, out Role role)
    {
        role = form.Length == 2 && form[1] == '\u20E3' ? Role.Nomor : Role.Gestur;
        if (role == Role.Nomor)
        {
            return form[0] is >= '1' and <= '9' ? 1 : 0;
        }

        // Hands that show a number or a campaign's sign; the thumb up is everybody's.
        return form is "☝" or "✌" or "👆" or "👌" or "🤟" or "🤘" or "🤙" or "🖐" or "✋" or "🖖" or "🤞" or "🫰" ? 1 : 0;
    }

    private bool IsBallotNumber(int index)
    {
        var buffer = _view.Buffer;
        ref readonly var token = ref buffer.Raw[index];
        var isDigits = token.Kind == TokenKind.Number;
        if (isDigits && token.FormLength == 2 && buffer.Forms[token.FormStart] == '0' && _view.Cues > 0 && !InDate(index))
        {
            return true;
        }

        var before = _view.Before(index);
        if (before < 0)
        {
            return token.Flags.Has(TokenFlags.Hashtag) && isDigits && FollowsName(index);
        }

        var traits = _view.Traits(before);
        if (traits.Has(WordTraits.NumberSign))
        {
            // Whatever the text is about: left standing, the figure would be a camp's in one contest and another's in the next.
            return true;
        }

        if (GoesOnList(index))
        {
            return true;
        }

        if (!_view.IsPolitical)
        {
            return false;
        }

        const WordTraits announced = WordTraits.Political | WordTraits.Marker;
        if ((traits & announced) == announced && !traits.Has(WordTraits.Support) && !IsCounted(index))
        {
            return true;
        }

        if (IsQuantity(index))
        {
            return false;
        }

        if (traits.Has(WordTraits.Support | WordTraits.Marker) && !traits.Has(WordTraits.Honorific))
        {
            return true;
        }

        return FollowsName(index);
    }

    /// <summary>"#Prabowo2", "Ganjar 3": right behind a candidate or inside the same hashtag.</summary>
    private bool FollowsName(int index)
    {
        var buffer = _view.Buffer;
        ref readonly var token = ref buffer.Raw[index];
        return token.Kind == TokenKind.Number
            && !IsQuantity(index)
            && buffer.Count > 0
            && buffer.Tokens[buffer.Count - 1] is { Role: Role.Calon or Role.Partai or Role.Slogan } name
            && token.Start - name.Start - name.Length <= 1;
    }

    /// <summary>"nomor 1, 2 dan 3": the list goes on behind a number that was masked.</summary>
    private bool GoesOnList(int index)
    {
        var buffer = _view.Buffer;
        var back = buffer.Count - 1;
        var joined = false;
        while (back >= 0 && buffer.Count - back <= 3)
        {
            ref readonly var token = ref buffer.Tokens[back];
            if (token.Role == Role.Nomor)
            {
                return joined;
            }

            var isComma = token.Kind == TokenKind.Punctuation && buffer.Forms[token.FormStart] is ',' or '&' or '/' or '-';
            if (!isComma && !(token.Kind == TokenKind.Word && _view.TraitsOf(buffer.Entries[back]).Has(WordTraits.List)))
            {
                return false;
            }

            joined = true;
            back--;
        }

        return false;
    }

    /// <summary>"dua jari", "3 jari".</summary>
    private bool IsFingers(int index)
    {
        var buffer = _view.Buffer;
        return index + 1 < buffer.RawCount
            && (
                buffer.Raw[index].Kind == TokenKind.Number
                    ? IsSmall(buffer.Form(buffer.Raw[index]))
                    : _view.Traits(index).Has(WordTraits.NumberWord)
            )
            && _view.Traits(index + 1).Has(WordTraits.Gesture);
    }

    /// <summary>"paslon 2 orang": counted, not numbered.</summary>
    private bool IsCounted(int index) =>
        index + 1 < _view.Buffer.RawCount && _view.Traits(index + 1).Has(WordTraits.Unit) && !_view.Traits(index + 1).Has(WordTraits.List);

    private bool IsQuantity(int index)
    {
        var buffer = _view.Buffer;
        var next = index + 1;
        if (next >= buffer.RawCount)
        {
            return false;
        }

        ref readonly var after = ref buffer.Raw[next];
        return _view.Traits(next).Has(WordTraits.Unit | WordTraits.NumberWord)
            || after.Kind == TokenKind.Number
            || (after.Kind == TokenKind.Punctuation && buffer.Forms[after.FormStart] is '%' or ':');
    }

    /// <summary>Beside another number with one mark between: a date, a telephone number, a time.</summary>
    private bool InDate(int index) => TouchesNumber(index, -1) || TouchesNumber(index, 1);

    private bool TouchesNumber(int index, int step)
    {
        var buffer = _view.Buffer;
        var mark = index + step;
        var other = mark + step;
        return other >= 0
            && other < buffer.RawCount
            && (
                (
                    buffer.Raw[mark].Kind == TokenKind.Punctuation
                    && buffer.Forms[buffer.Raw[mark].FormStart] is '/' or '-' or ':' or '.'
                    && buffer.Raw[other].Kind == TokenKind.Number
                )
                || buffer.Raw[mark].Kind == TokenKind.Number
            );
    }

    private static bool IsSmall(ReadOnlySpan<char> digits) =>
        digits.Length is 1 or 2 && int.TryParse(digits, out var number) && number is > 0 and <= HighestNumber;
}

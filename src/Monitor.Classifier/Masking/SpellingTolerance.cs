using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>
/// Finds long alias words with one letter too few, too many, changed, or two swapped, by comparing what remains when one letter is
/// left out on either side (symmetric deletion, after Garbe's SymSpell). Immutable after loading.
/// </summary>
internal sealed class SpellingTolerance
{
    /// <summary>A shorter word has too many neighbours that are words of their own.</summary>
    public const int Shortest = 6;
    private const int Longest = 20;

    private readonly WordTable _words;
    private readonly WordTable _remains = new(8192);
    private readonly List<int> _wordOf = [];
    private readonly Func<int, bool> _accepted;
    private readonly PieceFilter _near = new();

    public SpellingTolerance(WordTable words, Func<int, bool> accepted)
    {
        _words = words;
        _accepted = accepted;
        Span<char> remains = stackalloc char[Longest];
        for (var id = 0; id < words.Count; id++)
        {
            var word = words.Word(id);
            if (word.Length is < Shortest or > Longest || !accepted(id))
            {
                continue;
            }

            _near.Note(word);
            for (var left = 0; left < word.Length; left++)
            {
                var rest = Without(word, left, remains);
                _near.Note(rest);
                var entry = _remains.Add(rest);
                if (entry == _wordOf.Count)
                {
                    _wordOf.Add(id);
                }

                // Where two names share a remainder the first stays: either is masked alike.
            }
        }
    }

    /// <summary>The number of the alias word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        if (word.Length is < Shortest or > Longest)
        {
            return -1;
        }

        // Nearly every word is nowhere near a name. That is told by one bit for each letter left out, without writing or hashing the rest.
        Span<ulong> behind = stackalloc ulong[Longest + 1];
        behind[word.Length] = 0;
        for (var at = word.Length - 1; at >= 0; at--)
        {
            behind[at] = PieceFilter.Shift(word[at], word.Length - 1 - at) + behind[at + 1];
        }

        if (_near.MayHave(behind[0]) && _remains.Find(word) is >= 0 and var missing)
        {
            return _wordOf[missing];
        }

        var before = 0UL;
        for (var left = 0; left < word.Length; left++)
        {
            if (
                _near.MayHave(PieceFilter.Shift(before, word.Length - 1 - left) + behind[left + 1])
                && NearWithout(word, left) is >= 0 and var near
            )
            {
                return near;
            }

            before = PieceFilter.Next(before, word[left]);
        }

        return -1;
    }

    private int NearWithout(ReadOnlySpan<char> word, int left)
    {
        Span<char> remains = stackalloc char[Longest];
        var rest = Without(word, left, remains);
        var whole = _words.Find(rest);
        if (whole >= 0 && rest.Length >= Shortest && _accepted(whole))
        {
            return whole;
        }

        var other = _remains.Find(rest);
        return other >= 0 && IsOneSlip(word, _words.Word(_wordOf[other])) ? _wordOf[other] : -1;
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> word, int left, Span<char> into)
    {
        word[..left].CopyTo(into);
        word[(left + 1)..].CopyTo(into[left..]);
        return into[..(word.Length - 1)];
    }

    /// <summary>Of equal length, and one letter differs or two neighbours are swapped. The first letter must agree.</summary>
    private static bool IsOneSlip(ReadOnlySpan<char> word, ReadOnlySpan<char> name)
    {
        if (word.Length != name.Length || word[0] != name[0])
        {
            return false;
        }

        var at = word.CommonPrefixLength(name);
        return word[(at + 1)..].SequenceEqual(name[(at + 1)..])
            || (
                at + 1 < word.Length
                && word[at] == name[at + 1]
                && word[at + 1] == name[at]
                && word[(at + 2)..].SequenceEqual(name[(at + 2)..])
            );
    }
}

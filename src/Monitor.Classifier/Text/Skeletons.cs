namespace Monitor.Classifier.Text;

/// <summary>Finds the word behind one written without its vowels: "sndri" is sendiri. Immutable after loading.</summary>
internal sealed class Skeletons
{
    private const int RareWord = 150;
    private readonly WordTable _skeletons = new(16384);
    private readonly List<List<int>> _words = [];
    private readonly Lexicon _lexicon;

    public Skeletons(Lexicon lexicon, int words)
    {
        _lexicon = lexicon;
        Span<char> skeleton = stackalloc char[Scanner.MaxWord];
        for (var entry = 0; entry < words; entry++)
        {
            ref readonly var known = ref lexicon.Entry(entry);
            if (!known.Traits.Has(WordTraits.Standard) || known.Count < RareWord || known.Traits.Has(WordTraits.Name))
            {
                continue;
            }

            var id = _skeletons.Add(skeleton[..Of(lexicon.Word(entry), skeleton)]);
            if (id == _words.Count)
            {
                _words.Add([]);
            }

            _words[id].Add(entry);
        }
    }

    /// <summary>Writes the commonest standard word with the same consonants that keeps the vowels given; 0 when there is none.</summary>
    public int Find(ReadOnlySpan<char> word, Span<char> into)
    {
        Span<char> skeleton = stackalloc char[Scanner.MaxWord];
        var length = Of(word, skeleton);
        if (length < 3 || length * 3 < word.Length * 2)
        {
            return 0;
        }

        var id = _skeletons.Find(skeleton[..length]);
        if (id < 0)
        {
            return 0;
        }

        var best = -1;
        foreach (var entry in _words[id])
        {
            var candidate = _lexicon.Word(entry);
            if (
                candidate[0] == word[0]
                && IsWithin(word, candidate)
                && (best < 0 || _lexicon.Entry(entry).Count > _lexicon.Entry(best).Count)
            )
            {
                best = entry;
            }
        }

        if (best < 0)
        {
            return 0;
        }

        _lexicon.Word(best).CopyTo(into);
        return _lexicon.Word(best).Length;
    }

    /// <summary>The word without vowels; the first letter always stays.</summary>
    private static int Of(ReadOnlySpan<char> word, Span<char> into)
    {
        var length = 0;
        for (var at = 0; at < word.Length; at++)
        {
            if (at == 0 || word[at] is not ('a' or 'i' or 'u' or 'e' or 'o'))
            {
                into[length++] = word[at];
            }
        }

        return length;
    }

    private static bool IsWithin(ReadOnlySpan<char> part, ReadOnlySpan<char> whole)
    {
        var at = 0;
        foreach (var letter in whole)
        {
            if (at < part.Length && part[at] == letter)
            {
                at++;
            }
        }

        return at == part.Length;
    }
}

using System.Runtime.InteropServices;

namespace Monitor.Classifier.Text;

/// <summary>Finds the word behind one written without its vowels: "sndri" is sendiri. Immutable after loading.</summary>
internal sealed class Skeletons
{
    private const int RareWord = 150;
    private readonly WordTable _skeletons;
    private readonly Lexicon _lexicon;

    // The words of skeleton i lie from _starts[i] to before _starts[i + 1].
    private readonly int[] _starts;
    private readonly int[] _words;

    public Skeletons(Lexicon lexicon, int entries)
    {
        _lexicon = lexicon;
        _skeletons = new WordTable(16384);
        var words = new List<List<int>>();
        Span<char> skeleton = stackalloc char[Scanner.MaxWord];
        for (var entry = 0; entry < entries; entry++)
        {
            ref readonly var known = ref lexicon.Entry(entry);
            if (!known.Traits.Has(WordTraits.Standard) || known.Count < RareWord || known.Traits.Has(WordTraits.Name))
            {
                continue;
            }

            var id = _skeletons.Add(skeleton[..Of(lexicon.Word(entry), skeleton)]);
            if (id == words.Count)
            {
                words.Add([]);
            }

            words[id].Add(entry);
        }

        _words = [.. words.SelectMany(list => list)];
        _starts = new int[words.Count + 1];
        for (var id = 0; id < words.Count; id++)
        {
            _starts[id + 1] = _starts[id] + words[id].Count;
        }
    }

    private Skeletons(Lexicon lexicon, WordTable skeletons, int[] starts, int[] words)
    {
        (_lexicon, _skeletons, _starts, _words) = (lexicon, skeletons, starts, words);
    }

    /// <summary>The table as <see cref="Read"/> takes it.</summary>
    public void Write(BinaryWriter to)
    {
        _skeletons.Write(to);
        to.Write(_words.Length);
        to.Write(MemoryMarshal.AsBytes(_starts.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(_words.AsSpan()));
    }

    /// <summary>A table that was written for these words.</summary>
    public static Skeletons Read(Lexicon lexicon, PartReader from)
    {
        var skeletons = WordTable.Read(from);
        var words = from.Take<int>(1)[0];
        return new Skeletons(lexicon, skeletons, from.Take<int>(skeletons.Count + 1L), from.Take<int>(words));
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
        foreach (var entry in _words.AsSpan(_starts[id].._starts[id + 1]))
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

using System.Runtime.InteropServices;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>What an alias stands for, and when.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AliasUse(Role Role, AliasStrength Strength, int FromDay, int UntilDay);

/// <summary>All aliases as one trie over words, so that a text is matched in one pass. Filled at load, then only read.</summary>
/// <remarks>
/// Edges lie in one hash table keyed by node and word. Words, not characters, are the alphabet: borders come for nothing, and a word
/// that begins no alias, nearly every one, costs a single look-up.
/// </remarks>
internal sealed class AliasTrie
{
    private readonly WordTable _words = new(4096);
    private readonly List<List<AliasUse>?> _uses = [null];
    private readonly Dictionary<(int Node, int Word), int> _building = [];
    private long[] _keys = [];
    private int[] _values = [];
    private bool[] _starts = [];
    private SpellingTolerance _spelling = null!;
    private readonly List<bool> _tolerant = [];

    /// <summary>How many distinct words the aliases have.</summary>
    public int WordCount => _words.Count;

    /// <summary>Adds an alias given as folded words. A tolerant one is also met with one slip of the pen per long word.</summary>
    public void Add(IReadOnlyList<string> words, in AliasUse use, bool tolerant)
    {
        var node = 0;
        foreach (var word in words)
        {
            var id = _words.Add(word);
            while (_tolerant.Count <= id)
            {
                _tolerant.Add(false);
            }

            _tolerant[id] |= tolerant;
            if (!_building.TryGetValue((node, id), out var next))
            {
                next = _uses.Count;
                _uses.Add(null);
                _building[(node, id)] = next;
            }

            node = next;
        }

        var uses = _uses[node] ??= [];
        if (!uses.Contains(use))
        {
            uses.Add(use);
        }
    }

    /// <summary>Turns what was added into the form that is searched.</summary>
    public void Freeze()
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, _building.Count * 2));
        _keys = new long[size];
        _values = new int[size];
        _starts = new bool[_words.Count];
        Array.Fill(_keys, -1);
        foreach (var ((node, word), next) in _building)
        {
            var key = Key(node, word);
            var slot = Slot(key);
            while (_keys[slot] >= 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            _keys[slot] = key;
            _values[slot] = next;
            _starts[word] |= node == 0;
        }

        _spelling = new SpellingTolerance(_words, id => _tolerant[id]);
    }

    /// <summary>The number of an alias word, or -1.</summary>
    public int Word(ReadOnlySpan<char> word) => _words.Find(word);

    /// <summary>Notes every alias word.</summary>
    public void NoteWords(PieceFilter filter)
    {
        for (var id = 0; id < _words.Count; id++)
        {
            filter.Note(_words.Word(id));
        }
    }

    /// <summary>By lexicon entry: the number of the same word among the aliases, or -1. Spares nearly every token of a text its look-up.</summary>
    public int[] WordsOf(Lexicon lexicon)
    {
        var words = new int[lexicon.Count];
        Array.Fill(words, -1);
        for (var id = 0; id < _words.Count; id++)
        {
            if (lexicon.Find(_words.Word(id)) is >= 0 and var entry)
            {
                words[entry] = id;
            }
        }

        return words;
    }

    /// <summary>The alias word one slip away from a word that nobody knows, or -1.</summary>
    public int NearWord(ReadOnlySpan<char> word) => _spelling.Find(word);

    /// <summary>Whether an alias begins with the word.</summary>
    public bool Begins(int word) => _starts[word];

    /// <summary>The node behind an edge, or -1.</summary>
    public int Next(int node, int word)
    {
        var key = Key(node, word);
        for (var slot = Slot(key); ; slot = (slot + 1) & (_keys.Length - 1))
        {
            if (_keys[slot] == key)
            {
                return _values[slot];
            }

            if (_keys[slot] < 0)
            {
                return -1;
            }
        }
    }

    /// <summary>What an alias that ends here stands for; empty where none ends.</summary>
    public ReadOnlySpan<AliasUse> Uses(int node) => CollectionsMarshal.AsSpan(_uses[node]);

    private static long Key(int node, int word) => ((long)node << 32) | (uint)word;

    private int Slot(long key) => (int)((ulong)(key * unchecked((long)0x9E3779B97F4A7C15UL)) >> 40) & (_keys.Length - 1);
}

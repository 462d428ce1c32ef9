using System.Runtime.InteropServices;

namespace Monitor.Classifier.Text;

/// <summary>What the lexicons say of a word.</summary>
[Flags]
internal enum WordTraits : uint
{
    None = 0,
    Root = 1,
    Name = 1 << 1,
    Place = 1 << 2,
    Standard = 1 << 3,

    /// <summary>Turns what follows into its contrary.</summary>
    Negator = 1 << 4,

    /// <summary>Ends the scope of a negator.</summary>
    ScopeEnd = 1 << 5,

    /// <summary>After a negator, it alone is negated: "jangan lupa coblos".</summary>
    NegatedAlone = 1 << 6,

    /// <summary>After a negator, nothing is negated: "tidak hanya".</summary>
    NegationLifter = 1 << 7,
    Particle = 1 << 8,
    Honorific = 1 << 9,
    NumberWord = 1 << 10,

    /// <summary>Says that the text is about an election.</summary>
    Political = 1 << 11,

    /// <summary>What follows is likely a party or a candidate.</summary>
    Marker = 1 << 12,

    /// <summary>An office or a title: no name, although written with a capital.</summary>
    Office = 1 << 13,

    /// <summary>A verb of choosing and supporting.</summary>
    Support = 1 << 14,

    /// <summary>A body, a day, a country: written with a capital, but nobody's name.</summary>
    Entity = 1 << 15,

    /// <summary>Announces a ballot number.</summary>
    NumberSign = 1 << 16,
    Urut = 1 << 17,

    /// <summary>Makes a number before it a mere quantity.</summary>
    Unit = 1 << 18,

    /// <summary>Speaks of politics, or of anything else; two of them make a text political.</summary>
    WeakPolitical = 1 << 19,
    Gesture = 1 << 20,
    Salute = 1 << 21,

    /// <summary>Joins the members of a list.</summary>
    List = 1 << 22,
}

/// <summary>What is known of one word. Its bytes lie in the compiled lexicon as they lie in memory: 28, no gaps.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WordEntry
{
    public WordTraits Traits;

    /// <summary>How often it was met.</summary>
    public int Count;

    /// <summary>Natural logarithm of its share of all words; for the segmenter.</summary>
    public float LogShare;

    /// <summary>First of the entries that replace it, in <see cref="Lexicon.Targets"/>; none when <see cref="TargetCount"/> is 0.</summary>
    public int TargetStart;
    public int TargetCount;

    /// <summary>The stem: a slice of the word itself when <see cref="StemStart"/> is not negative, else the entry -1 - StemStart.</summary>
    public short StemStart;
    public short StemLength;
    public int StemEntry;
}

/// <summary>The words of models/lexicon with all that is worked out for them at load. Immutable after loading.</summary>
internal sealed class Lexicon
{
    private WordTable _words = new(32768);
    private WordEntry[] _entries = new WordEntry[32768];
    private int[] _targets = new int[4096];
    private int _targetsLength;
    private long _total;

    private Lexicon() => Stemmer = new Stemmer(word => TraitsOf(word).Has(WordTraits.Root));

    public Stemmer Stemmer { get; }

    /// <summary>Standard words by their consonants.</summary>
    public Skeletons Skeletons { get; private set; } = null!;

    /// <summary>The rules for informal words that no list holds.</summary>
    public InformalRules Informal { get; private set; } = null!;

    /// <summary>The entries that replace informal words, run after run.</summary>
    public ReadOnlySpan<int> Targets => _targets.AsSpan(0, _targetsLength);

    /// <summary>
    /// The lexicon of a models folder: as it was compiled when <see cref="CompiledLexicon"/> is of these very files, else worked out from them.
    /// </summary>
    public static Lexicon Load(string modelsDirectory) =>
        CompiledLexicon.Read(modelsDirectory) ?? FromSources(CompiledLexicon.SourceDirectory(modelsDirectory));

    /// <summary>Reads words.tsv, slang.tsv, function-words.tsv and stems.tsv; throws <see cref="InvalidDataException"/> naming the bad line.</summary>
    public static Lexicon FromSources(string directory)
    {
        var lexicon = new Lexicon();
        foreach (var row in LexiconFile.Rows(Path.Combine(directory, "words.tsv"), 3))
        {
            ref var entry = ref lexicon.EntryFor(row[0]);
            entry.Count = int.Parse(row[1]);
            entry.Traits |= Traits(row[2]);
            lexicon._total += entry.Count;
        }

        foreach (var row in LexiconFile.Rows(Path.Combine(directory, "function-words.tsv"), 2))
        {
            foreach (var word in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                ref var entry = ref lexicon.EntryFor(word);
                entry.Traits |= Enum.Parse<WordTraits>(row[0]);
            }
        }

        foreach (var row in LexiconFile.Rows(Path.Combine(directory, "slang.tsv"), 2))
        {
            lexicon.Replace(row[0], row[1]);
        }

        lexicon.WorkOut();
        foreach (var row in LexiconFile.Rows(Path.Combine(directory, "stems.tsv"), 2))
        {
            lexicon.SetStem(row[0], row[1]);
        }

        return lexicon;
    }

    /// <summary>All that was worked out, as <see cref="Read"/> takes it.</summary>
    public void Write(BinaryWriter to)
    {
        _words.Write(to);
        to.Write(_targetsLength);
        to.Write(_total);
        to.Write(MemoryMarshal.AsBytes(_entries.AsSpan(0, _words.Count)));
        to.Write(MemoryMarshal.AsBytes(Targets));
        Skeletons.Write(to);
    }

    /// <summary>A lexicon that was written.</summary>
    public static Lexicon Read(PartReader from)
    {
        var words = WordTable.Read(from);
        var targets = from.Take<int>(1)[0];
        var lexicon = new Lexicon
        {
            _words = words,
            _total = from.Take<long>(1)[0],
            _entries = from.Take<WordEntry>(words.Count),
            _targets = from.Take<int>(targets),
            _targetsLength = targets,
        };
        lexicon.Skeletons = Skeletons.Read(lexicon, from);
        lexicon.Informal = new InformalRules(lexicon);
        return lexicon;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _words.Count;

    /// <summary>The entry of a word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word) => _words.Find(word);

    /// <summary>Looks up every word of the stage before at once, into <see cref="TextBuffer.RawEntries"/>: what one look-up waits for, all ask for together.</summary>
    public void FindWords(TextBuffer buffer)
    {
        const int together = 64;
        Span<uint> hashes = stackalloc uint[together];
        for (var first = 0; first < buffer.RawCount; first += together)
        {
            var tokens = buffer.Raw.AsSpan(first, Math.Min(together, buffer.RawCount - first));
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Kind == TokenKind.Word)
                {
                    hashes[i] = WordTable.Hash(buffer.Form(tokens[i]));
                    _words.AskForSlot(hashes[i]);
                }
            }

            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Kind == TokenKind.Word)
                {
                    _words.AskForWord(hashes[i]);
                }
            }

            for (var i = 0; i < tokens.Length; i++)
            {
                var entry = tokens[i].Kind == TokenKind.Word ? _words.Find(buffer.Form(tokens[i]), hashes[i]) : -1;
                buffer.RawEntries[first + i] = entry;
                if (entry >= 0)
                {
                    CacheLine.Ask(in _entries[entry]);
                }
            }
        }
    }

    public ReadOnlySpan<char> Word(int entry) => _words.Word(entry);

    public ref readonly WordEntry Entry(int entry) => ref _entries[entry];

    public WordTraits TraitsOf(ReadOnlySpan<char> word)
    {
        var entry = _words.Find(word);
        return entry < 0 ? WordTraits.None : _entries[entry].Traits;
    }

    /// <summary>How often a word was met; 0 for an unknown one.</summary>
    public int CountOf(ReadOnlySpan<char> word)
    {
        var entry = _words.Find(word);
        return entry < 0 ? 0 : _entries[entry].Count;
    }

    /// <summary>Whether the word is one that edited text uses.</summary>
    public bool IsStandard(ReadOnlySpan<char> word) => TraitsOf(word).Has(WordTraits.Standard);

    private static WordTraits Traits(string letters)
    {
        var traits = WordTraits.None;
        foreach (var letter in letters)
        {
            traits |= letter switch
            {
                'r' => WordTraits.Root,
                'n' => WordTraits.Name,
                'p' => WordTraits.Place,
                's' => WordTraits.Standard,
                '-' => WordTraits.None,
                _ => throw new InvalidDataException($"words.tsv: \"{letters}\" is not made of the letters r, n, p, s."),
            };
        }

        return traits;
    }

    private ref WordEntry EntryFor(ReadOnlySpan<char> word)
    {
        var id = _words.Add(word);
        if (id >= _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        return ref _entries[id];
    }

    private void Replace(string informal, string standard)
    {
        var start = _targetsLength;
        var count = 0;
        foreach (var range in standard.AsSpan().Split(' '))
        {
            _ = EntryFor(standard.AsSpan()[range]);
            if (_targetsLength == _targets.Length)
            {
                Array.Resize(ref _targets, _targetsLength * 2);
            }

            _targets[_targetsLength++] = _words.Find(standard.AsSpan()[range]);
            count++;
        }

        ref var entry = ref EntryFor(informal);
        entry.TargetStart = start;
        entry.TargetCount = count;
    }

    private void WorkOut()
    {
        Skeletons = new Skeletons(this, _words.Count);
        Informal = new InformalRules(this);
        Span<char> form = stackalloc char[Scanner.MaxWord * 2];
        var known = _words.Count;
        for (var id = 0; id < known; id++)
        {
            // A word that posts alone use and no list explains may still be a regular variant of a standard one.
            const WordTraits explained = ~(WordTraits.Root | WordTraits.Place);
            if (_entries[id] is { TargetCount: 0, Count: < 400 } entry && !entry.Traits.Has(explained))
            {
                var length = Informal.Apply(_words.Word(id), form);
                if (length > 0)
                {
                    Replace(_words.Word(id).ToString(), form[..length].ToString());
                }
            }
        }

        for (var id = 0; id < known; id++)
        {
            // "nangkap" is no root, although no list knows it as anything else: it stands for menangkap.
            if (_entries[id].TargetCount > 0 && !_entries[id].Traits.Has(WordTraits.Standard))
            {
                _entries[id].Traits &= ~WordTraits.Root;
            }

            // An informal spelling does what its standard form does.
            if (_entries[id].TargetCount == 1)
            {
                const WordTraits own = WordTraits.Root | WordTraits.Name | WordTraits.Place | WordTraits.Standard;
                _entries[id].Traits |= _entries[_targets[_entries[id].TargetStart]].Traits & ~own;
            }
        }

        Span<char> stem = stackalloc char[Stemmer.MaxWord];
        for (var id = 0; id < _words.Count; id++)
        {
            ref var entry = ref _entries[id];
            entry.LogShare = (float)Math.Log((entry.Count + 0.5) / Math.Max(1, _total));
            SetStem(id, stem);
        }
    }

    private void SetStem(string word, string stem)
    {
        var target = _words.Find(stem);
        if (target < 0)
        {
            throw new InvalidDataException($"stems.tsv: the stem \"{stem}\" of \"{word}\" is not in words.tsv.");
        }

        ref var entry = ref EntryFor(word);
        entry.StemStart = 0;
        entry.StemLength = (short)stem.Length;
        entry.StemEntry = target;
    }

    private void SetStem(int id, Span<char> stem)
    {
        var word = _words.Word(id);
        ref var entry = ref _entries[id];
        entry.StemStart = 0;
        entry.StemLength = (short)word.Length;
        entry.StemEntry = -1;
        if (entry.Traits.Has(WordTraits.Root | WordTraits.Name))
        {
            return;
        }

        var length = Stemmer.Stem(word, stem);
        if (length == 0)
        {
            return;
        }

        var inside = word.IndexOf(stem[..length]);
        entry.StemStart = (short)Math.Max(0, inside);
        entry.StemLength = (short)length;
        entry.StemEntry = inside < 0 ? _words.Find(stem[..length]) : -1;
    }
}

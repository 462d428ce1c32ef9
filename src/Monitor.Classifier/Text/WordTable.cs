using System.Runtime.InteropServices;

namespace Monitor.Classifier.Text;

/// <summary>Numbers words from 0 on. Filled at load by one thread, then only read, by any number of threads.</summary>
/// <remarks>
/// A dictionary keyed by strings would need a string per look-up or an alternate comparer; this one hashes four characters a step. A slot
/// holds the hash and where the word lies, and the word lies behind its own number: a look-up touches two places, a miss mostly one.
/// </remarks>
internal sealed class WordTable
{
    /// <summary>Before each word in the pool: its length and the two halves of its number.</summary>
    private const int Header = 3;

    // One bit per word, by the upper end of its hash. Most look-ups ask for what no word is; sixteen thousand bytes answer them.
    private const int PerhapsBits = 17;
    private readonly ulong[] _perhaps;

    // High half: hash. Low half: where the word's header lies, plus one, so that zero is an empty slot.
    private ulong[] _slots;
    private int[] _starts;
    private char[] _pool;
    private int _poolLength;

    public WordTable(int capacity = 1024)
        : this(0, new ulong[(1 << PerhapsBits) / 64], NewSlots(capacity * 2), new int[capacity], new char[capacity * 8])
    {
        _poolLength = 0;
    }

    private WordTable(int count, ulong[] perhaps, ulong[] slots, int[] starts, char[] pool)
    {
        (Count, _perhaps, _slots, _starts, _pool) = (count, perhaps, slots, starts, pool);
        _poolLength = pool.Length;
    }

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    /// <summary>The word with this number.</summary>
    public ReadOnlySpan<char> Word(int id) => _pool.AsSpan(_starts[id] + Header, _pool[_starts[id]]);

    /// <summary>The number of a word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word) => Find(word, Hash(word));

    /// <summary>Asks for the slot of a word ahead of <see cref="AskForWord"/>.</summary>
    public void AskForSlot(uint hash)
    {
        if (Perhaps(hash))
        {
            CacheLine.Ask(in _slots[(int)hash & (_slots.Length - 1)]);
        }
    }

    /// <summary>Asks for what the slot of a word points to, ahead of <see cref="Find(ReadOnlySpan{char},uint)"/>.</summary>
    public void AskForWord(uint hash)
    {
        if (Perhaps(hash) && _slots[(int)hash & (_slots.Length - 1)] is var held && (uint)(held >> 32) == hash)
        {
            CacheLine.Ask(in _pool[(int)(uint)held - 1]);
        }
    }

    /// <summary>The number of a word whose hash is known, or -1.</summary>
    public int Find(ReadOnlySpan<char> word, uint hash)
    {
        if (!Perhaps(hash))
        {
            return -1;
        }

        var slots = _slots;
        var mask = slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var held = slots[slot];
            if (held == 0)
            {
                return -1;
            }

            if ((uint)(held >> 32) == hash)
            {
                var at = (int)(uint)held - 1;
                if (_pool[at] == word.Length && _pool.AsSpan(at + Header, word.Length).SequenceEqual(word))
                {
                    return _pool[at + 1] | (_pool[at + 2] << 16);
                }
            }
        }
    }

    /// <summary>The number of a word, which is added when it is new.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        var id = Find(word);
        if (id >= 0)
        {
            return id;
        }

        if (word.Length > char.MaxValue)
        {
            throw new InvalidDataException($"A word of {word.Length} characters");
        }

        id = Count++;
        if (id == _starts.Length)
        {
            Array.Resize(ref _starts, Math.Max(16, id * 2));
        }

        while (_poolLength + Header + word.Length > _pool.Length)
        {
            Array.Resize(ref _pool, Math.Max(128, _pool.Length * 2));
        }

        var start = _poolLength;
        _starts[id] = start;
        _pool[start] = (char)word.Length;
        _pool[start + 1] = (char)id;
        _pool[start + 2] = (char)(id >> 16);
        word.CopyTo(_pool.AsSpan(start + Header));
        _poolLength += Header + word.Length;
        if (Count * 2 > _slots.Length)
        {
            var before = _slots;
            _slots = NewSlots(before.Length * 2);
            foreach (var held in before)
            {
                if (held != 0)
                {
                    Place(held);
                }
            }
        }

        var hash = Hash(word);
        _perhaps[hash >> (32 - PerhapsBits) >> 6] |= 1UL << (int)(hash >> (32 - PerhapsBits));
        Place(((ulong)hash << 32) | (uint)(start + 1));
        return id;
    }

    /// <summary>The table as <see cref="Read"/> takes it.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write(Count);
        to.Write(_slots.Length);
        to.Write(_poolLength);
        to.Write(MemoryMarshal.AsBytes(_perhaps.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(_slots.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(_starts.AsSpan(0, Count)));
        to.Write(MemoryMarshal.AsBytes(_pool.AsSpan(0, _poolLength)));
    }

    /// <summary>A table that was written: nothing is hashed anew, and words can still be added.</summary>
    public static WordTable Read(PartReader from)
    {
        var sizes = from.Take<int>(3);
        return new WordTable(
            sizes[0],
            from.Take<ulong>((1 << PerhapsBits) / 64),
            from.Take<ulong>(sizes[1]),
            from.Take<int>(sizes[0]),
            from.Take<char>(sizes[2])
        );
    }

    /// <summary>A hash of the characters, the same in every process.</summary>
    public static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)word.Length;
        while (word.Length >= 4)
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(word)));
            word = word[4..];
        }

        var rest = 0UL;
        foreach (var character in word)
        {
            rest = (rest << 16) | character;
        }

        hash = Mix(hash, rest);
        return (uint)(hash >> 32);
    }

    private bool Perhaps(uint hash) => ((_perhaps[hash >> (32 - PerhapsBits) >> 6] >> (int)(hash >> (32 - PerhapsBits))) & 1) != 0;

    private static ulong Mix(ulong hash, ulong block)
    {
        hash = (hash ^ block) * 0xFF51AFD7ED558CCDUL;
        return hash ^ (hash >> 29);
    }

    private static ulong[] NewSlots(int atLeast) =>
        new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(atLeast, 16))];

    private void Place(ulong held)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(uint)(held >> 32) & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = held;
    }
}

using System.Runtime.InteropServices;

namespace Monitor.Classifier.Text;

/// <summary>Numbers words from 0 on. Filled at load by one thread, then only read, by any number of threads.</summary>
/// <remarks>A dictionary keyed by strings would need a string per look-up or an alternate comparer; this one hashes four characters a step.</remarks>
internal sealed class WordTable(int capacity = 1024)
{
    private int[] _slots = NewSlots(capacity * 2);
    private uint[] _hashes = new uint[capacity];
    private int[] _starts = new int[capacity + 1];
    private char[] _pool = new char[capacity * 8];

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    /// <summary>The word with this number.</summary>
    public ReadOnlySpan<char> Word(int id) => _pool.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    /// <summary>The number of a word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        var hash = Hash(word);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var id = _slots[slot];
            if (id < 0)
            {
                return -1;
            }

            if (_hashes[id] == hash && Word(id).SequenceEqual(word))
            {
                return id;
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

        if (Count == _hashes.Length)
        {
            Array.Resize(ref _hashes, Count * 2);
            Array.Resize(ref _starts, (Count * 2) + 1);
        }

        var start = _starts[Count];
        while (start + word.Length > _pool.Length)
        {
            Array.Resize(ref _pool, _pool.Length * 2);
        }

        word.CopyTo(_pool.AsSpan(start));
        _hashes[Count] = Hash(word);
        _starts[Count + 1] = start + word.Length;
        Count++;
        if (Count * 2 > _slots.Length)
        {
            _slots = NewSlots(_slots.Length * 2);
            for (var other = 0; other < Count; other++)
            {
                Place(other);
            }
        }
        else
        {
            Place(Count - 1);
        }

        return Count - 1;
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

    private static ulong Mix(ulong hash, ulong block)
    {
        hash = (hash ^ block) * 0xFF51AFD7ED558CCDUL;
        return hash ^ (hash >> 29);
    }

    private static int[] NewSlots(int atLeast)
    {
        var slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(atLeast, 16))];
        Array.Fill(slots, -1);
        return slots;
    }

    private void Place(int id)
    {
        var mask = _slots.Length - 1;
        var slot = (int)_hashes[id] & mask;
        while (_slots[slot] >= 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = id;
    }
}

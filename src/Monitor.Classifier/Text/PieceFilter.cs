namespace Monitor.Classifier.Text;

/// <summary>
/// Tells of a piece of a word, without reading it, that it is none of the words noted: a Bloom filter (B. Bloom 1970) with one hash,
/// a polynomial, so that the hash of any piece follows from those of the word's beginnings. Filled at load, then only read.
/// </summary>
internal sealed class PieceFilter
{
    /// <summary>The longest word whose powers are known.</summary>
    public const int Longest = 64;

    private const int Bits = 18;
    private const ulong Base = 0x9E3779B97F4A7C15;
    private static readonly ulong[] Powers = PowersOfBase();
    private readonly ulong[] _bits = new ulong[(1 << Bits) / 64];

    /// <summary>The hash of a whole word.</summary>
    public static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 0UL;
        foreach (var letter in word)
        {
            hash = Next(hash, letter);
        }

        return hash;
    }

    /// <summary>The hash of what was hashed, with one letter more.</summary>
    public static ulong Next(ulong hash, char letter) => (hash * Base) + letter;

    /// <summary>What a hash weighs when so many letters follow.</summary>
    public static ulong Shift(ulong hash, int letters) => hash * Powers[letters];

    /// <summary>Notes a word.</summary>
    public void Note(ReadOnlySpan<char> word)
    {
        var bit = Bit(Hash(word));
        _bits[bit >> 6] |= 1UL << (int)(bit & 63);
    }

    /// <summary>False of a hash that no noted word has.</summary>
    public bool MayHave(ulong hash)
    {
        var bit = Bit(hash);
        return ((_bits[bit >> 6] >> (int)(bit & 63)) & 1) != 0;
    }

    private static ulong Bit(ulong hash) => ((hash ^ (hash >> 32)) * Base) >> (64 - Bits);

    private static ulong[] PowersOfBase()
    {
        var powers = new ulong[Longest + 1];
        powers[0] = 1;
        for (var power = 1; power < powers.Length; power++)
        {
            powers[power] = powers[power - 1] * Base;
        }

        return powers;
    }
}

using System.Runtime.CompilerServices;

namespace Monitor.Classifier.Features;

/// <summary>
/// 64-bit names of features ("hashing trick": Weinberger et al., ICML 2009). At 64 bits two of a million features collide once in
/// thirty million models, so the hash is the name.
/// </summary>
public static class FeatureHash
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    /// <summary>The hash of a form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<char> form)
    {
        ulong h = 0xCBF29CE484222325;
        foreach (var c in form)
        {
            h = (h ^ c) * 0x100000001B3;
        }

        return Mix(h);
    }

    /// <summary>The hash of an ordered pair of hashes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong first, ulong second) => Mix((first * Prime) ^ second);

    /// <summary>Spreads every input bit over all output bits (the finaliser of SplitMix64, Steele et al. 2014).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong h)
    {
        h ^= h >> 30;
        h *= 0xBF58476D1CE4E5B9;
        h ^= h >> 27;
        h *= 0x94D049BB133111EB;
        return h ^ (h >> 31);
    }
}

using System.Text;

namespace Monitor.Worker.Review;

/// <summary>Whether two texts tell the same in nearly the same words: by the triples of words that they share (Broder, 1997), after a sketch of
/// 64 bits (Charikar, 2002) has left out those that cannot.</summary>
internal static class Likeness
{
    /// <summary>Shared triples over all triples from which two texts about one known person are one group.</summary>
    public const double Resemblance = 0.5;

    /// <summary>Shared triples over those of the shorter text: one outlet cuts what the other prints whole.</summary>
    public const double Containment = 0.8;

    /// <summary>The same where nobody knows whom the texts are about: a text with another name in it must not pass.</summary>
    public const double ContainmentOfUnknown = 0.95;

    private const int Together = 3;

    // Below this a few common words decide; such texts are alike only when they are the same.
    private const int FewestTriples = 8;

    // Texts that share half their triples differ in about a third of the bits; unrelated ones in half.
    private const int MostBits = 26;

    /// <summary>The sketch of a text.</summary>
    public static long SketchOf(string text)
    {
        Span<int> votes = stackalloc int[64];
        foreach (var triple in Triples(Words(text)))
        {
            for (var bit = 0; bit < 64; bit++)
            {
                votes[bit] += ((triple >> bit) & 1) == 1 ? 1 : -1;
            }
        }

        var sketch = 0UL;
        for (var bit = 0; bit < 64; bit++)
        {
            sketch |= votes[bit] > 0 ? 1UL << bit : 0;
        }

        return unchecked((long)sketch);
    }

    /// <summary>Whether the texts behind two sketches may be alike.</summary>
    public static bool MayBe(long one, long other) => System.Numerics.BitOperations.PopCount((ulong)(one ^ other)) <= MostBits;

    /// <summary>Whether two texts are alike.</summary>
    /// <param name="one">A text.</param>
    /// <param name="other">Another.</param>
    /// <param name="personKnown">Whether both are about the same known person.</param>
    public static bool Are(string one, string other, bool personKnown)
    {
        var (first, second) = (Words(one), Words(other));
        var (a, b) = (Triples(first).ToHashSet(), Triples(second).ToHashSet());
        if (Math.Min(a.Count, b.Count) < FewestTriples)
        {
            return first.SequenceEqual(second) && first.Count > 0;
        }

        double shared = a.Count(b.Contains);
        var contained = shared / Math.Min(a.Count, b.Count);
        return personKnown
            ? contained >= Containment || shared / (a.Count + b.Count - shared) >= Resemblance
            : contained >= ContainmentOfUnknown;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not, and the sketch is kept.
    private static IEnumerable<ulong> Triples(List<string> words)
    {
        for (var at = 0; at + Together <= words.Count; at++)
        {
            var hash = 14_695_981_039_346_656_037UL;
            for (var word = at; word < at + Together; word++)
            {
                foreach (var letter in words[word])
                {
                    hash = unchecked((hash ^ letter) * 1_099_511_628_211UL);
                }

                hash = unchecked((hash ^ ' ') * 1_099_511_628_211UL);
            }

            // The last letters must reach the high bits too.
            hash ^= hash >> 33;
            hash = unchecked(hash * 0xff51afd7ed558ccdUL);
            yield return hash ^ (hash >> 33);
        }
    }
}

using System.Runtime.Intrinsics;
using Monitor.Classifier.Features;

namespace Monitor.Classifier.Training;

/// <summary>
/// Groups words by the direction of their vectors: spherical k-means (I. Dhillon, D. Modha, "Concept decompositions for large sparse text
/// data using clustering", 2001), as O. Owoputi et al. (NAACL 2013) use groups of words to read posts of another kind than the labelled ones.
/// </summary>
public static class WordGrouping
{
    private const int Rounds = 12;

    /// <summary>The most frequent words are a group each: what they do in a sentence is their own.</summary>
    private const int Alone = 60;

    /// <summary>The same vectors and the same seed give the same groups, on however many cores.</summary>
    public static WordGroups Of(WordVectors vectors, int coarse, int fine, int seed)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var directions = Directions(vectors);
        return new WordGroups(vectors.Words[1..], Group(directions, coarse, seed), Group(directions, fine, seed));
    }

    /// <summary>The vectors of all words but word 0, the most frequent first, each of length one.</summary>
    private static float[][] Directions(WordVectors vectors)
    {
        var directions = new float[vectors.Words.Length - 1][];
        for (var i = 0; i < directions.Length; i++)
        {
            directions[i] = vectors.Values.AsSpan((i + 1) * WordVectors.Size, WordVectors.Size).ToArray();
            Normalise(directions[i]);
        }

        return directions;
    }

    private static ushort[] Group(float[][] words, int count, int seed)
    {
        var groups = new ushort[words.Length];
        if (words.Length > 0)
        {
            var random = new Random(seed);
            var centres = new float[count][];
            for (var k = 0; k < count; k++)
            {
                centres[k] = words[random.Next(Math.Min(words.Length, 6 * count))];
            }

            for (var round = 0; round < Rounds; round++)
            {
                Parallel.For(0, words.Length, i => groups[i] = Nearest(words[i], centres));
                centres = Centres(words, groups, centres);
            }
        }

        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = (ushort)(i < Alone ? 1 + i : 1 + Alone + groups[i]);
        }

        return groups;
    }

    private static ushort Nearest(float[] word, float[][] centres)
    {
        var best = float.NegativeInfinity;
        ushort nearest = 0;
        for (var k = 0; k < centres.Length; k++)
        {
            var sum = Vector256<float>.Zero;
            for (nuint j = 0; j < (nuint)word.Length; j += 8)
            {
                sum += Vector256.LoadUnsafe(ref word[0], j) * Vector256.LoadUnsafe(ref centres[k][0], j);
            }

            var likeness = Vector256.Sum(sum);
            if (likeness > best)
            {
                (best, nearest) = (likeness, (ushort)k);
            }
        }

        return nearest;
    }

    /// <summary>The mean direction of each group; a frequent word counts more, by the root of what Zipf's law expects of its rank.</summary>
    private static float[][] Centres(float[][] words, ushort[] groups, float[][] before)
    {
        var sums = Array.ConvertAll(before, centre => new float[centre.Length]);
        for (var i = 0; i < words.Length; i++)
        {
            var weight = 1 / MathF.Sqrt(i + 1);
            var sum = sums[groups[i]];
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += weight * words[i][j];
            }
        }

        for (var k = 0; k < sums.Length; k++)
        {
            // A group that lost all its words keeps its place.
            sums[k] = Normalise(sums[k]) ? sums[k] : before[k];
        }

        return sums;
    }

    private static bool Normalise(float[] vector)
    {
        float squares = 0;
        foreach (var x in vector)
        {
            squares += x * x;
        }

        if (squares == 0)
        {
            return false;
        }

        var scale = 1 / MathF.Sqrt(squares);
        for (var j = 0; j < vector.Length; j++)
        {
            vector[j] *= scale;
        }

        return true;
    }
}

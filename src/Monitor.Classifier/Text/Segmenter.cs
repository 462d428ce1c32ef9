namespace Monitor.Classifier.Text;

/// <summary>Cuts a run of letters into the most probable words (unigram model, dynamic programming). Immutable.</summary>
/// <param name="logShare">Natural logarithm of a word's share of all words, or 0 when the word is unknown.</param>
/// <param name="words">Knows every word whose share is not 0.</param>
internal sealed class Segmenter(Func<ReadOnlySpan<char>, float> logShare, PieceFilter words)
{
    /// <summary>Longest run that is cut; a longer one stays whole.</summary>
    public const int MaxRun = 48;
    private const int MaxPiece = 18;
    private const float UnknownLetter = -6.5f;
    private const float UnknownPiece = -9f;

    /// <summary>
    /// Writes the length of each piece and returns how many there are; 1 when the run is best left whole.
    /// <paramref name="allKnown"/> tells whether every piece is a word.
    /// </summary>
    public int Cut(ReadOnlySpan<char> run, Span<byte> lengths, out bool allKnown) => Cut(run, lengths, out allKnown, out _);

    /// <summary>As above; <paramref name="likelihood"/> is the natural logarithm of how probable the pieces are together, of a run that is left whole as it is.</summary>
    public int Cut(ReadOnlySpan<char> run, Span<byte> lengths, out bool allKnown, out float likelihood)
    {
        allKnown = false;
        if (run.Length is < 4 or > MaxRun)
        {
            likelihood = Whole(run);
            lengths[0] = (byte)Math.Min(run.Length, byte.MaxValue);
            return 1;
        }

        Span<ulong> hashes = stackalloc ulong[MaxRun + 1];
        hashes[0] = 0;
        for (var end = 1; end <= run.Length; end++)
        {
            hashes[end] = PieceFilter.Next(hashes[end - 1], run[end - 1]);
        }

        Span<float> best = stackalloc float[MaxRun + 1];
        Span<byte> back = stackalloc byte[MaxRun + 1];
        Span<bool> known = stackalloc bool[MaxRun + 1];
        for (var end = 1; end <= run.Length; end++)
        {
            best[end] = float.NegativeInfinity;
            for (var start = Math.Max(0, end - MaxPiece); start < end; start++)
            {
                var piece = run[start..end];
                var mayBeWord = piece.Length > 1 && words.MayHave(hashes[end] - PieceFilter.Shift(hashes[start], piece.Length));
                var share = mayBeWord ? logShare(piece) : 0f;
                var isKnown = share < 0f;
                var score = best[start] + (isKnown ? share : Unknown(piece.Length));
                if (score > best[end])
                {
                    best[end] = score;
                    back[end] = (byte)(end - start);
                    known[end] = isKnown;
                }
            }
        }

        likelihood = best[run.Length];
        var count = 0;
        allKnown = true;
        for (var end = run.Length; end > 0; end -= back[end])
        {
            lengths[count++] = back[end];
            allKnown &= known[end];
        }

        lengths[..count].Reverse();
        return count;
    }

    private float Whole(ReadOnlySpan<char> run) => logShare(run) is < 0f and var share ? share : Unknown(run.Length);

    private static float Unknown(int letters) => UnknownPiece + (UnknownLetter * letters * 0.55f);
}

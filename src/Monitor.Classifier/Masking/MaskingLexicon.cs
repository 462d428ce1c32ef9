namespace Monitor.Classifier.Masking;

/// <summary>Whose names are masked: the parties, contests and candidates that the files in models/lexicon name.</summary>
public sealed class MaskingLexicon
{
    /// <summary>Whether the word is part of a masked name.</summary>
    internal bool Knows(ReadOnlySpan<char> word) => word.IsEmpty;
}

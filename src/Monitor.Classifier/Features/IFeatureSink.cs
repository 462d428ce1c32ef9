namespace Monitor.Classifier.Features;

/// <summary>
/// Receives features one by one. Implemented by structs: the extractor is compiled once per sink, so that scoring adds weights without
/// ever building a vector.
/// </summary>
public interface IFeatureSink
{
    /// <summary>One occurrence of a feature, drawn from the tokens <paramref name="first"/> to <paramref name="last"/>.</summary>
    void Add(FeatureFamily family, ulong feature, int first, int last);

    /// <summary>
    /// Whether the sink takes a word as a whole: it then gets <see cref="AddWord"/> instead of one call for each feature that the word has
    /// wherever it stands (stem, form, character n-grams).
    /// </summary>
    static virtual bool TakesWordsWhole => false;

    /// <summary>
    /// The features of a word that its place does not change, for a sink that takes them whole. <paramref name="entry"/> is its number in
    /// the lexicon, which alone decides all the rest, or -1.
    /// </summary>
    void AddWord(int entry, ulong stem, ulong form, ReadOnlySpan<char> letters) => throw new NotSupportedException();

    /// <summary>Says that the word with this number, or -1, comes soon.</summary>
    void AskForWord(int entry) { }
}

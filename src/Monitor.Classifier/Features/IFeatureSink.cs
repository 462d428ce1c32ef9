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
    /// Whether the sink takes the character n-grams of a word as a whole: it then gets <see cref="AddWord"/> instead of one call per n-gram.
    /// </summary>
    static virtual bool TakesWordsWhole => false;

    /// <summary>The character n-grams of the word at a token, for a sink that takes them whole.</summary>
    void AddWord(ulong word, ReadOnlySpan<char> form, int token) => throw new NotSupportedException();
}

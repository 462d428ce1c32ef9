namespace Monitor.Classifier.Features;

/// <summary>
/// Receives features one by one. Implemented by structs: the extractor is compiled once per sink, so that scoring adds weights without
/// ever building a vector.
/// </summary>
public interface IFeatureSink
{
    /// <summary>One occurrence of a feature, drawn from the tokens <paramref name="first"/> to <paramref name="last"/>.</summary>
    void Add(FeatureFamily family, ulong feature, int first, int last);
}

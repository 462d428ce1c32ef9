namespace Monitor.Classifier.Features;

/// <summary>
/// Kinds of features. Each family is scaled by itself to unit length, so that a long word list of character n-grams does not drown
/// the few structure features.
/// </summary>
public enum FeatureFamily : byte
{
    /// <summary>Forms, stems and roles, alone, with negation marked.</summary>
    Word,

    /// <summary>Neighbouring and next-but-one stems, and what is said near a candidate, a party or a number.</summary>
    Phrase,

    /// <summary>Character n-grams of three to five inside words.</summary>
    Character,

    /// <summary>Sequences of cue classes, and what kind of text this is.</summary>
    Structure,
}

/// <summary>What all families share.</summary>
public static class FeatureFamilies
{
    /// <summary>How many families there are.</summary>
    public const int Count = 4;

    /// <summary>The same hash in two families names two features.</summary>
    public static ulong Salt(FeatureFamily family, ulong feature) => feature + ((ulong)family * 0xD6E8FEB86659FD93);
}

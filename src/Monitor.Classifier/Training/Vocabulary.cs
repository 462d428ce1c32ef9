using Monitor.Classifier.Features;

namespace Monitor.Classifier.Training;

/// <summary>Numbers every feature seen in one run, in the order of first sight, so that all models of the run share the numbering.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<ulong> features = [];
    private readonly List<FeatureFamily> families = [];

    /// <summary>How many features have a number.</summary>
    public int Count => features.Count;

    /// <summary>The number of a feature, a new one when it has none.</summary>
    public int Intern(ulong feature, FeatureFamily family)
    {
        ref var number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(numbers, feature, out var known);
        if (!known)
        {
            number = features.Count;
            features.Add(feature);
            families.Add(family);
        }

        return number;
    }

    /// <summary>The hash of a feature.</summary>
    public ulong Feature(int number) => features[number];

    /// <summary>The family of a feature.</summary>
    public FeatureFamily Family(int number) => families[number];
}

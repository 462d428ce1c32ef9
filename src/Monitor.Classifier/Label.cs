namespace Monitor.Classifier;

/// <summary>The five labels of the labelling guideline. Their order is the order of every probability vector.</summary>
public enum Label : byte
{
    /// <summary>The writer takes the side of a candidate, pair, party or camp.</summary>
    Dukungan,

    /// <summary>The writer attacks a candidate, pair, party or camp as contestants.</summary>
    Serangan,

    /// <summary>The text reports that an official or civil servant took part in partisan activity.</summary>
    KabarPelanggaran,

    /// <summary>About elections, parties or government, without taking a side.</summary>
    PolitikNetral,

    /// <summary>Nothing about elections, parties, candidates or government.</summary>
    NonPolitik,
}

/// <summary>Names of the labels as files, JSON and screens write them.</summary>
public static class LabelNames
{
    private static readonly string[] Names = ["dukungan", "serangan", "kabar_pelanggaran", "politik_netral", "non_politik"];

    /// <summary>How many labels there are.</summary>
    public const int Count = 5;

    /// <summary>The written name, for example <c>kabar_pelanggaran</c>.</summary>
    public static string Name(this Label label) => Names[(int)label];

    /// <summary>Whether a text with this label is one that a human should look at.</summary>
    public static bool IsPositive(this Label label) => label <= Label.KabarPelanggaran;

    /// <summary>Reads a written name; false when it is none of the five.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out Label label)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                label = (Label)i;
                return true;
            }
        }

        label = default;
        return false;
    }
}

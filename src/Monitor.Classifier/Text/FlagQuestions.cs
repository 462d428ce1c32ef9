namespace Monitor.Classifier.Text;

/// <summary>Reads as a sentence what would be a mask and a comparison.</summary>
internal static class FlagQuestions
{
    /// <summary>Whether any of the flags is set.</summary>
    public static bool Has(this TokenFlags flags, TokenFlags any) => (flags & any) != TokenFlags.None;

    /// <summary>Whether any of the traits is set.</summary>
    public static bool Has(this WordTraits traits, WordTraits any) => (traits & any) != WordTraits.None;
}

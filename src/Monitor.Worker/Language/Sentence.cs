namespace Monitor.Worker.Language;

/// <summary>Something said to a person, in both of the house's languages. Indonesian is what is shown unless <c>--lang en</c> is given.</summary>
/// <remarks>Both texts stand side by side where the thing is said, so that neither can be forgotten or drift.</remarks>
/// <param name="Id">The Indonesian text.</param>
/// <param name="En">The English text.</param>
public sealed record Sentence(string Id, string En)
{
    /// <summary>The text in the asked language.</summary>
    public string In(Tongue tongue) => tongue == Tongue.English ? En : Id;

    /// <summary>English, because logs and test messages are English.</summary>
    public override string ToString() => En;
}

/// <summary>The languages Monitor speaks.</summary>
public enum Tongue
{
    /// <summary>Bahasa Indonesia, the default.</summary>
    Indonesian,

    /// <summary>English, by <c>--lang en</c>.</summary>
    English,
}

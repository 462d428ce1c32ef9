namespace Monitor.Worker.Contests;

/// <summary>How sure the data is of what it says. Shown beside it, because a user's legal staff must know what to check.</summary>
internal enum Surety
{
    /// <summary>Read in a source that is named.</summary>
    Read,

    /// <summary>Remembered and not found in a source.</summary>
    Remembered,

    /// <summary>Concluded from other facts, or a choice of ours.</summary>
    Inferred,
}

/// <summary>Whether the sources agree.</summary>
internal enum Agreement
{
    /// <summary>They agree.</summary>
    Confirmed,

    /// <summary>They do not; the note says how.</summary>
    Conflict,
}

/// <summary>A place in the law, and how sure it is.</summary>
/// <param name="Text">As it is cited, for example <c>PP 94/2021 Pasal 5 huruf n angka 5</c>.</param>
/// <param name="Mark">How sure.</param>
internal sealed record Citation(string Text, Surety Mark);

/// <summary>The words by which the files write the enumerations.</summary>
internal static class RuleWords
{
    /// <summary>Marks of surety.</summary>
    public static readonly IReadOnlyDictionary<string, Surety> Sureties = new Dictionary<string, Surety>
    {
        ["read"] = Surety.Read,
        ["remembered"] = Surety.Remembered,
        ["inferred"] = Surety.Inferred,
    };

    /// <summary>Agreement of sources.</summary>
    public static readonly IReadOnlyDictionary<string, Agreement> Agreements = new Dictionary<string, Agreement>
    {
        ["confirmed"] = Agreement.Confirmed,
        ["conflict"] = Agreement.Conflict,
    };

    /// <summary>Classes of violation.</summary>
    public static readonly IReadOnlyDictionary<string, ViolationClass> Classes = new Dictionary<string, ViolationClass>
    {
        ["kode_etik"] = ViolationClass.KodeEtik,
        ["disiplin"] = ViolationClass.Disiplin,
    };

    /// <summary>The written name of a class, as files and exports carry it.</summary>
    public static string Name(this ViolationClass value) => value == ViolationClass.KodeEtik ? "kode_etik" : "disiplin";

    /// <summary>Reads the legal basis of an entry.</summary>
    public static IReadOnlyList<Citation> Basis(RuleEntry entry) =>
        [
            .. entry
                .Entries("basis", "citation")
                .Select(basis =>
                {
                    var citation = new Citation(basis.Text("citation"), basis.OneOf("mark", Sureties));
                    basis.Close();
                    return citation;
                }),
        ];
}

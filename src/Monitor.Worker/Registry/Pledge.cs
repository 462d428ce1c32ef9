namespace Monitor.Worker.Registry;

/// <summary>How many civil servants of one place of work have signed.</summary>
/// <param name="Instansi">The institution, as the registry writes it.</param>
/// <param name="InstansiCode">BKN's code of it, or empty.</param>
/// <param name="Unit">The unit; empty where units are not told apart, or where the registry names none.</param>
/// <param name="Registered">Registered persons in service.</param>
/// <param name="Signed">Of those, persons with a pledge that holds on the day.</param>
/// <param name="FirstSigned">The oldest day of signing, <c>yyyy-MM-dd</c>; null when nobody has signed.</param>
/// <param name="LastSigned">The newest one.</param>
/// <param name="FirstEnd">The day on which the first of the pledges ends; null when none of them has an end.</param>
internal sealed record PledgeCoverage(
    string Instansi,
    string InstansiCode,
    string Unit,
    long Registered,
    long Signed,
    string? FirstSigned,
    string? LastSigned,
    string? FirstEnd
)
{
    /// <summary>Those who have not.</summary>
    public long Unsigned => Registered - Signed;

    /// <summary>0 to 1; 0 where nobody is registered.</summary>
    public double Share => Registered == 0 ? 0 : (double)Signed / Registered;

    /// <summary>Several of them as one, under the name of the first.</summary>
    public static PledgeCoverage Sum(IReadOnlyList<PledgeCoverage> parts, string unit) =>
        new(
            parts[0].Instansi,
            parts.FirstOrDefault(part => part.InstansiCode.Length > 0)?.InstansiCode ?? "",
            unit,
            parts.Sum(part => part.Registered),
            parts.Sum(part => part.Signed),
            parts.Min(part => part.FirstSigned),
            parts.Max(part => part.LastSigned),
            parts.Min(part => part.FirstEnd)
        );
}

/// <summary>One civil servant and the pledge that holds; without one the last four are null.</summary>
/// <param name="AsnId">Who.</param>
/// <param name="Nip">Masked.</param>
/// <param name="Name">With titles.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Instansi">The institution.</param>
/// <param name="Kind">Code of the kind of pledge.</param>
/// <param name="SignedOn">Day of signing, <c>yyyy-MM-dd</c>.</param>
/// <param name="Until">Last day on which it holds; null also while it has no end.</param>
/// <param name="Document">The document that says so.</param>
internal sealed record PledgeLine(
    long AsnId,
    string Nip,
    string Name,
    string Unit,
    string Instansi,
    string? Kind,
    string? SignedOn,
    string? Until,
    string? Document
);

/// <summary>Which persons a list of pledges shows.</summary>
/// <param name="Instansi">BKN's code of the institution, or a part of its name.</param>
/// <param name="Region">A region code; a province takes its kabupaten and kota in.</param>
/// <param name="Unsigned">Only those who have not signed.</param>
/// <param name="Within">Regions that the caller may see; null for all of them.</param>
/// <param name="Skip">How many to leave out first.</param>
/// <param name="Take">How many at most.</param>
internal sealed record PledgeFilter(
    string? Instansi = null,
    string? Region = null,
    bool Unsigned = false,
    IReadOnlyCollection<string>? Within = null,
    int Skip = 0,
    int Take = 50
);

namespace Monitor.Worker.Registry;

/// <summary>How a text was laid at somebody's door.</summary>
internal enum AttributionKind
{
    /// <summary>Nobody registered.</summary>
    None,

    /// <summary>A registered account wrote it: exact native id, or exact host and path segments.</summary>
    Account,

    /// <summary>A registered name, with unit, position, institution or region of that one person beside it.</summary>
    NamedWithContext,

    /// <summary>A registered name and nothing that tells whose: identity to be verified, nobody is named.</summary>
    NameOnly,
}

/// <summary>What a piece of evidence is.</summary>
internal enum EvidenceKind
{
    /// <summary>The full name without titles.</summary>
    Name,

    /// <summary>The position.</summary>
    Position,

    /// <summary>The unit of work.</summary>
    Unit,

    /// <summary>The institution.</summary>
    Instansi,

    /// <summary>The region.</summary>
    Region,

    /// <summary>An address on the web.</summary>
    Address,
}

/// <summary>A place in the text that speaks for an attribution.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">How many.</param>
/// <param name="What">What it is.</param>
internal sealed record Evidence(int Start, int Length, EvidenceKind What);

/// <summary>Whose a text is, or whom it is about, and why we think so.</summary>
/// <param name="Kind">How.</param>
/// <param name="AsnId">The person; null for an institution's account, and always null when a name stands alone.</param>
/// <param name="AccountId">The account that wrote it.</param>
/// <param name="Evidence">Where in the text that can be seen, the name first.</param>
/// <param name="Confidence">0 to 1; an order for reading, not a probability. An exact account is 1.</param>
/// <param name="Candidates">Whom a reviewer should compare with when nobody is named; never to be shown as the answer.</param>
internal sealed record Attribution(
    AttributionKind Kind,
    long? AsnId,
    long? AccountId,
    IReadOnlyList<Evidence> Evidence,
    double Confidence,
    IReadOnlyList<long> Candidates
)
{
    /// <summary>Nobody.</summary>
    public static readonly Attribution Nobody = new(AttributionKind.None, null, null, [], 0, []);
}

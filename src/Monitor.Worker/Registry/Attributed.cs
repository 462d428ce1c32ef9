namespace Monitor.Worker.Registry;

/// <summary>By or about whom a text is, as far as that is known.</summary>
/// <param name="Kind"><c>account</c>, <c>named</c>, <c>name_only</c> (identity to be verified) or <c>none</c>.</param>
/// <param name="AccountId">The registered account that published it.</param>
/// <param name="AsnId">The person; never from a name alone.</param>
/// <param name="RegionCode">The person's region, or else the source's.</param>
/// <param name="Evidence">JSON: what in the text or its origin says so.</param>
internal sealed record Attributed(string Kind, long? AccountId, long? AsnId, string? RegionCode, string Evidence)
{
    /// <summary>Published by a registered account.</summary>
    public const string Account = "account";

    /// <summary>Names a registered person together with independent context.</summary>
    public const string Named = "named";

    /// <summary>Bears a name that is in the registry, and nothing else that says it is the same person.</summary>
    public const string NameOnly = "name_only";

    /// <summary>Nobody who is registered.</summary>
    public const string Nobody = "none";
}

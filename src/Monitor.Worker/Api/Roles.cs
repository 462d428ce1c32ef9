namespace Monitor.Worker.Api;

/// <summary>The roles, as configuration and screens write them.</summary>
internal static class Roles
{
    /// <summary>Reviews flags.</summary>
    public const string Analis = "analis";

    /// <summary>Leads the reviewers: settles disagreement, hands out and breaks claims, exports.</summary>
    public const string Ketua = "ketua";

    /// <summary>Keeps registry and sources; decides nothing about a flag.</summary>
    public const string Admin = "admin";

    /// <summary>Reads everything, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>The data protection officer.</summary>
    public const string Dpo = "dpo";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Analis, Ketua, Admin, Auditor, Dpo];

    /// <summary>All of them, for messages.</summary>
    public static string List => string.Join(", ", All);

    /// <summary>Whether the name is a role.</summary>
    public static bool IsRole(string name) => All.Contains(name, StringComparer.Ordinal);
}

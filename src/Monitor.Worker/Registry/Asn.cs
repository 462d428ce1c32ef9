namespace Monitor.Worker.Registry;

/// <summary>A registered civil servant as everybody but the case view and the export sees one: the number is masked.</summary>
internal sealed class Asn
{
    public long Id { get; init; }

    /// <summary>See <see cref="Nip.Masked"/>.</summary>
    public string Nip { get; set; } = "";

    /// <summary><c>pns</c> or <c>pppk</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Without titles.</summary>
    public string Name { get; init; } = "";
    public string TitleFront { get; init; } = "";
    public string TitleBack { get; init; } = "";

    /// <summary>Position.</summary>
    public string Jabatan { get; init; } = "";

    /// <summary>One of <see cref="AsnImport.Categories"/>, or empty.</summary>
    public string JabatanCategory { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Instansi { get; init; } = "";

    /// <summary>BKN's code of the institution; never derived from the region.</summary>
    public string InstansiCode { get; init; } = "";

    /// <summary>Kemendagri's code; empty for a central institution.</summary>
    public string RegionCode { get; init; } = "";

    /// <summary><c>active</c> or <c>left</c> (moved, retired, dismissed).</summary>
    public string State { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>With titles, as a letter writes it.</summary>
    public string FullName => (TitleFront.Length > 0 ? TitleFront + " " : "") + Name + (TitleBack.Length > 0 ? ", " + TitleBack : "");
}

/// <summary>A registered account of a civil servant, or the official one of an institution.</summary>
internal class Account
{
    public long Id { get; init; }

    /// <summary>Null for an institution's own account.</summary>
    public long? AsnId { get; init; }

    /// <summary>One of <see cref="AccountAddress.Platforms"/>.</summary>
    public string Platform { get; init; } = "";

    /// <summary>The platform's immutable id; null until it is known.</summary>
    public string? NativeId { get; init; }

    /// <summary>The name it goes by now, without <c>@</c>.</summary>
    public string Handle { get; init; } = "";
    public string Url { get; init; } = "";

    /// <summary>See <see cref="AccountAddress.Key"/>; null when the address has passed to somebody else.</summary>
    public string? UrlKey { get; init; }

    /// <summary>Why it may be registered: <c>self_declared</c>, <c>instansi</c> or <c>official</c>.</summary>
    public string Basis { get; init; } = "";

    /// <summary>The document that says so.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Of an institution's own account.</summary>
    public string Instansi { get; init; } = "";

    /// <summary>Of an institution's own account.</summary>
    public string RegionCode { get; init; } = "";
    public string RegisteredBy { get; init; } = "";
    public DateTimeOffset RegisteredAt { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }
}

/// <summary>A name that an account went by.</summary>
internal sealed class AccountHandle
{
    public long AccountId { get; init; }
    public string Handle { get; init; } = "";
    public string UrlKey { get; init; } = "";
    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>Null while it is in use.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>What an import did, or why it did nothing.</summary>
/// <param name="Rows">Data rows in the file.</param>
/// <param name="Added">New ones.</param>
/// <param name="Changed">Known ones in which something is different now.</param>
/// <param name="Unchanged">Known ones that the file only confirms.</param>
/// <param name="Refused">Rows with at least one problem.</param>
/// <param name="Imported">False when a bad row kept everything out.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Problems">Every one of them, by line.</param>
internal sealed record ImportReport(
    int Rows,
    int Added,
    int Changed,
    int Unchanged,
    int Refused,
    bool Imported,
    string Sha256,
    IReadOnlyList<RowProblem> Problems
);

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Items">Those of this page.</param>
internal sealed record Page<T>(long Total, IReadOnlyList<T> Items);

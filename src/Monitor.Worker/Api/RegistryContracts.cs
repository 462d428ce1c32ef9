using Monitor.Worker.Registry;

namespace Monitor.Worker.Api;

/// <summary>One civil servant with the accounts; the NIP is masked.</summary>
internal sealed record AsnAnswer(Asn Person, IReadOnlyList<AccountAnswer> Accounts);

/// <summary>One account with the names it went by.</summary>
internal sealed record AccountAnswer(Account Account, IReadOnlyList<AccountHandle> Handles);

/// <summary>An account to register.</summary>
/// <param name="AsnId">Whose; either this or <paramref name="Nip"/>, neither for an institution's own account.</param>
/// <param name="Nip">Whose.</param>
/// <param name="Platform">Its platform.</param>
/// <param name="Url">Its profile.</param>
/// <param name="Handle">Its name; read from the address when not given.</param>
/// <param name="NativeId">The platform's own id.</param>
/// <param name="Basis">Why it may be registered.</param>
/// <param name="Reference">The document that says so.</param>
/// <param name="Instansi">Of an institution's own account.</param>
/// <param name="Region">Of an institution's own account.</param>
internal sealed record AccountAddRequest(
    long? AsnId,
    string? Nip,
    string? Platform,
    string? Url,
    string? Handle,
    string? NativeId,
    string? Basis,
    string? Reference,
    string? Instansi,
    string? Region
);

/// <summary>Why an account is removed.</summary>
internal sealed record AccountRemoveRequest(string Reason);

/// <summary>Something to attribute.</summary>
/// <param name="Text">A text that may name somebody.</param>
/// <param name="Url">An address that may be somebody's.</param>
/// <param name="At">When it was published.</param>
internal sealed record MatchRequest(string? Text, string? Url, DateTimeOffset? At);

/// <summary>One answer to it.</summary>
/// <param name="Kind"><c>account</c>, <c>named_with_context</c>, <c>name_only</c> or <c>none</c>.</param>
/// <param name="AsnId">The person; null when nobody is named.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Office">Position, unit and institution.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Evidence">Where in the text it can be seen.</param>
/// <param name="Candidates">Whom to compare with when a name stands alone.</param>
internal sealed record MatchAnswer(
    string Kind,
    long? AsnId,
    long? AccountId,
    string? Name,
    string? Office,
    double Confidence,
    IReadOnlyList<MatchEvidence> Evidence,
    IReadOnlyList<long> Candidates
);

/// <summary>A place in the text.</summary>
internal sealed record MatchEvidence(int Start, int Length, string What);

using Monitor.Worker.Privacy;

namespace Monitor.Worker.Api;

/// <summary>Whom a privacy verb is about, and which request it answers.</summary>
/// <param name="Nip">The number; or <paramref name="Id"/>.</param>
/// <param name="Id">The person's id in the registry.</param>
/// <param name="Request">Number of a request that stands in the register.</param>
/// <param name="From">Who asked.</param>
/// <param name="Proof">How identity was proven.</param>
/// <param name="Received">When it was received; now, when not given.</param>
/// <param name="ForSubject">Of a report: the copy for the person.</param>
/// <param name="DryRun">Of an erasure: only show what would be done.</param>
/// <param name="Set">Of a correction: the new values by column of the import.</param>
/// <param name="Kind">Of a request to register: report, correct or erase.</param>
internal sealed record SubjectAsk(
    string? Nip = null,
    long? Id = null,
    long? Request = null,
    string? From = null,
    string? Proof = null,
    DateTimeOffset? Received = null,
    bool ForSubject = false,
    bool DryRun = false,
    IReadOnlyDictionary<string, string>? Set = null,
    string? Kind = null
)
{
    /// <summary>As the register takes it.</summary>
    public RequestClaim Claim => new(Request, From, Proof, Received);
}

/// <summary>A hold to place.</summary>
internal sealed record HoldAsk(long? Flag = null, long? Asn = null, string? Reference = null, string? Reason = null);

/// <summary>Why.</summary>
internal sealed record ReasonAsk(string? Reason = null);

/// <summary>A retention run.</summary>
internal sealed record RetentionAsk(bool DryRun = false);

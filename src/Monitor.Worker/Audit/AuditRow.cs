using System.Security.Cryptography;
using System.Text;

namespace Monitor.Worker.Audit;

/// <summary>The newest link of the chain.</summary>
internal sealed class Head
{
    public long Sequence { get; init; }
    public string Hash { get; init; } = "";
}

/// <summary>One row of the record.</summary>
internal sealed class AuditRow
{
    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public string Actor { get; init; } = "";
    public long? ActorUid { get; init; }
    public string Role { get; init; } = "";
    public string Verb { get; init; } = "";
    public string Subject { get; init; } = "";
    public string? BeforeState { get; init; }
    public string? AfterState { get; init; }

    /// <summary>What the digests were salted with, in hex; null when the details were erased, or the row is older than the digests.</summary>
    public string? Salt { get; set; }

    /// <summary>What the chain covers in the place of <see cref="BeforeState"/>.</summary>
    public string? BeforeDigest { get; set; }

    /// <summary>What the chain covers in the place of <see cref="AfterState"/>.</summary>
    public string? AfterDigest { get; set; }
    public string PreviousHash { get; init; } = "";
    public string Hash { get; set; } = "";

    /// <summary>Whether the details were erased: the row says that something stood there and no longer what.</summary>
    public bool IsErased => Salt is null && (BeforeDigest ?? AfterDigest) is not null;

    /// <summary>Salts the row and gives it the digests of its details. A row without details needs none.</summary>
    internal void Seal()
    {
        if ((BeforeState ?? AfterState) is null)
        {
            return;
        }

        Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        BeforeDigest = DigestOf("before", BeforeState);
        AfterDigest = DigestOf("after", AfterState);
    }

    /// <summary>Whether details, salt and digests belong together.</summary>
    internal bool IsSealedRight() =>
        IsErased ? (BeforeState ?? AfterState) is null
        : Salt is null ? (BeforeDigest ?? AfterDigest) is null && !LooksLikeDigest(BeforeState) && !LooksLikeDigest(AfterState)
        : BeforeDigest == DigestOf("before", BeforeState) && AfterDigest == DigestOf("after", AfterState);

    // The hash takes a digest for what it stands for; a detail that only looks like one would hide that the detail was taken away.
    private static bool LooksLikeDigest(string? state) => state?.StartsWith(DigestPrefix, StringComparison.Ordinal) == true;

    private string? DigestOf(string side, string? state) =>
        state is null ? null : DigestPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Salt}|{side}|{state}")));

    private const string DigestPrefix = "sha256:";
}

/// <summary>How a chain can be broken.</summary>
internal enum AuditFault
{
    /// <summary>The row's content does not give its hash.</summary>
    Changed,

    /// <summary>The row does not name the hash of the row before.</summary>
    Unchained,

    /// <summary>A row between two others is gone.</summary>
    Missing,

    /// <summary>Rows at the end are gone, or the head was changed.</summary>
    CutOff,

    /// <summary>The details of a row were erased, and no row of the chain says so.</summary>
    Withheld,

    /// <summary>The row holds in itself, and is not the one that was seen from outside.</summary>
    Rewritten,
}

/// <summary>What <c>audit verify</c> found.</summary>
/// <param name="Rows">How many rows hold.</param>
/// <param name="BrokenAt">The sequence number of the first row that does not; null when all hold.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Head">The last link that holds.</param>
/// <param name="Erased">How many rows hold of which the details were erased.</param>
/// <param name="Contradicted">Who saw the chain otherwise; null when nobody did.</param>
internal sealed record AuditVerdict(long Rows, long? BrokenAt, AuditFault? Fault, Head Head, long Erased = 0, Witness? Contradicted = null);

using System.Text.Json.Serialization;
using Monitor.Classifier;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>One line of the queue; <c>Turn</c> is 0 within the day's share of its source and account.</summary>
internal sealed record QueueLine(
    long Id,
    string State,
    string Label,
    double Score,
    DateTimeOffset DueAt,
    string Zone,
    string? Region,
    string? Who,
    string Attribution,
    string Title,
    string Excerpt,
    string? ClaimedBy,
    int Turn
);

/// <summary>
/// Everything a reviewer may see of one flag. For the second reader nothing of the first verdict is in it. <c>Shared</c> are another's words
/// that the text passes on; <c>TakenDownAt</c> is when the text was removed because its source had removed it.
/// </summary>
internal sealed record FlagView(
    long Id,
    string State,
    string Label,
    double Score,
    IReadOnlyList<double> Probabilities,
    string Model,
    string Title,
    string Text,
    IReadOnlyList<Reason> Reasons,
    string? Url,
    string SourceUrl,
    DateTimeOffset? PublishedAt,
    DateTimeOffset FoundAt,
    DateTimeOffset DueAt,
    string DueRule,
    string Zone,
    string Attribution,
    string AttributionEvidence,
    PersonView? Person,
    AccountView? Account,
    string? Region,
    string? Phase,
    IReadOnlyList<PhaseView> Phases,
    IReadOnlyList<FormView> SuggestedForms,
    IReadOnlyList<EvidenceView> Evidence,
    IReadOnlyList<DecisionView> Decisions,
    int DecisionsHidden,
    int Round,
    IReadOnlyList<NoteView> Notes,
    IReadOnlyList<MemberView> Group,
    string? AssignedTo,
    long ClaimNumber,
    string? ClaimedBy,
    DateTimeOffset? ClaimedUntil,
    string? KajianNumber,
    string? KajianDate,
    SharedWords? Shared,
    DateTimeOffset? TakenDownAt
);

/// <summary>The person a flag is about; the NIP is masked.</summary>
/// <param name="Id">Number in the registry.</param>
/// <param name="Name">With titles.</param>
/// <param name="Nip">Masked.</param>
/// <param name="Jabatan">Position.</param>
/// <param name="Unit">Unit of work.</param>
/// <param name="Instansi">Institution.</param>
/// <param name="Region">Kemendagri's code.</param>
/// <param name="Statuses">What held of the person on the day of the text.</param>
internal sealed record PersonView(
    long Id,
    string Name,
    string Nip,
    string Jabatan,
    string Unit,
    string Instansi,
    string Region,
    IReadOnlyList<PersonStatusView>? Statuses = null
)
{
    /// <summary>Position, unit, institution and region in one line; what the registry does not hold is left out.</summary>
    [JsonIgnore]
    public string Office =>
        $"{string.Join(", ", ((string[])[Jabatan, Unit, Instansi]).Where(part => part.Length > 0))} ({(Region.Length > 0 ? Region : "-")})";
}

/// <summary>What held of a person on the day of the text, and what it changes.</summary>
internal sealed record PersonStatusView(string Kind, Sentence Name, Sentence? Effect, string From, string? To, string Source, string Note);

/// <summary>The registered account that published the text.</summary>
internal sealed class AccountView
{
    public long Id { get; init; }
    public string Platform { get; init; } = "";
    public string Handle { get; init; } = "";
    public string Url { get; init; } = "";

    /// <summary><c>self_declared</c>, <c>instansi</c> or <c>official</c>.</summary>
    public string Basis { get; init; } = "";
}

/// <summary>A form of violation that may fit, and why it is thought of; a person decides. The likeliest comes first.</summary>
internal sealed record FormView(
    string Code,
    string Class,
    string NameId,
    string NameEn,
    string Text,
    string? NoteId,
    string? NoteEn,
    IReadOnlyList<string> Basis,
    IReadOnlyList<Sentence> Why
);

/// <summary>A phase that runs in the region on the day of the text.</summary>
/// <param name="Code">Contest and phase, as a confirmation names them.</param>
/// <param name="Class">The law that an act in it falls under.</param>
/// <param name="Name">In words.</param>
internal sealed record PhaseView(string Code, string Class, Sentence Name);

/// <summary>What was asked, answered or ordered about a flag; never a verdict.</summary>
internal sealed record NoteView(string Act, string By, string Text, DateTimeOffset At);

/// <summary>A capture that belongs to a flag.</summary>
internal sealed record EvidenceView(string Sha256, long Bytes, string MediaType, string Url, DateTimeOffset CapturedAt, string Note);

/// <summary>A verdict, for those who may see it.</summary>
internal sealed record DecisionView(
    int Place,
    int Round,
    string By,
    string Verdict,
    string? Form,
    string? Ground,
    string Reason,
    DateTimeOffset At,
    ParticularsView? Particulars,
    IReadOnlyList<string> Evidence
);

/// <summary>What a confirmation named beside its form.</summary>
internal sealed record ParticularsView(
    string? Contest,
    string? Phase,
    IReadOnlyList<string> Basis,
    DateTimeOffset EventAt,
    string EventKnown,
    string Ownership,
    string? OwnershipNote,
    bool PossibleCrime
);

/// <summary>Asks for the next flag.</summary>
/// <param name="Skip">Flags put aside in this sitting.</param>
internal sealed record NextRequest(IReadOnlyList<long>? Skip);

/// <summary>The next flag, or none.</summary>
internal sealed record NextAnswer(FlagView? Flag);

/// <summary>A verdict as it is sent.</summary>
/// <param name="Verdict">confirm or dismiss.</param>
/// <param name="Form">Of a confirmation.</param>
/// <param name="Ground">Of a dismissal.</param>
/// <param name="Reason">In own words.</param>
/// <param name="Particulars">What a confirmation names beside its form.</param>
/// <param name="Claim">Number of the claim under which the flag was read; null for a verdict that is read and given in one step.</param>
/// <param name="Members">Others of the group that it covers too.</param>
internal sealed record DecideRequest(
    string Verdict,
    string? Form,
    string? Ground,
    string Reason,
    ParticularsRequest? Particulars = null,
    long? Claim = null,
    IReadOnlyList<long>? Members = null
);

/// <summary>A page of the queue.</summary>
/// <param name="Items">Its lines.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
internal sealed record QueuePage(IReadOnlyList<QueueLine> Items, string? Next);

/// <summary>A filter to keep under a name.</summary>
internal sealed record ViewRequest(string Name, string Filter);

/// <summary>A name to forget.</summary>
internal sealed record ForgetRequest(string Name);

/// <summary>Flags to dismiss on one ground for one reason.</summary>
internal sealed record BulkRequest(IReadOnlyList<long> Flags, string Ground, string Reason);

/// <summary>What came of one of them.</summary>
internal sealed record BulkAnswer(long Flag, string? State, Sentence? Refusal);

/// <summary>Another flag of the same group.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">Where it stands; <see cref="Closed"/> while this flag is still open, and not how that one ended.</param>
/// <param name="Title">Headline or first words.</param>
/// <param name="SourceUrl">Where it was read.</param>
/// <param name="Url">Its address.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="OwnAct">A post of its own, which is confirmed by itself.</param>
internal sealed record MemberView(
    long Id,
    string State,
    string Title,
    string SourceUrl,
    string? Url,
    DateTimeOffset? PublishedAt,
    bool OwnAct
)
{
    /// <summary>Closed, one way or the other.</summary>
    public const string Closed = "closed";
}

/// <summary>What a confirmation names beside its form.</summary>
/// <param name="Phase">Contest and phase, or <c>none</c>.</param>
/// <param name="EventAt">When it happened, as written; without a zone it is the region's own time.</param>
/// <param name="EventKnown">How that is known.</param>
/// <param name="Ownership">Whether and how it was checked whose the account is.</param>
/// <param name="OwnershipNote">More of that.</param>
/// <param name="Basis">A further legal basis.</param>
/// <param name="Evidence">Beginnings of hashes; null for all captures.</param>
/// <param name="PossibleCrime">For Gakkumdu.</param>
internal sealed record ParticularsRequest(
    string? Phase,
    string? EventAt,
    string? EventKnown,
    string? Ownership,
    string? OwnershipNote = null,
    string? Basis = null,
    IReadOnlyList<string>? Evidence = null,
    bool PossibleCrime = false
);

/// <summary>Whom a flag is given to; null takes it back.</summary>
internal sealed record AssignRequest(string? To);

/// <summary>Notices that a screen has shown.</summary>
internal sealed record SeenRequest(IReadOnlyList<long> Ids);

/// <summary>Something a person must be told, as it travels beside any answer.</summary>
internal sealed record NoticeView(long Id, Sentence Text);

/// <summary>Why a flag is moved otherwise than by a verdict.</summary>
internal sealed record MoveRequest(string Text);

/// <summary>What came of a verdict. A second reading is not told apart from a first.</summary>
internal sealed record DecideAnswer(long Flag, string State);

/// <summary>That it was done.</summary>
internal sealed record DoneAnswer(bool Done = true);

/// <summary>Until when a claim holds.</summary>
internal sealed record ClaimAnswer(DateTimeOffset Until);

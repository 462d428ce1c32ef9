using Monitor.Classifier;

namespace Monitor.Worker.Api;

/// <summary>One line of the queue.</summary>
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
    string? ClaimedBy
);

/// <summary>Everything a reviewer may see of one flag. For the second reader nothing of the first verdict is in it.</summary>
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
    IReadOnlyList<FormView> SuggestedForms,
    IReadOnlyList<EvidenceView> Evidence,
    IReadOnlyList<DecisionView> Decisions,
    int DecisionsHidden,
    string? ClaimedBy,
    DateTimeOffset? ClaimedUntil,
    string? KajianNumber,
    string? KajianDate
);

/// <summary>The person a flag is about; the NIP is masked.</summary>
internal sealed record PersonView(long Id, string Name, string Nip, string Jabatan, string Unit, string Instansi, string Region);

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

/// <summary>A form of violation that may fit; a person decides.</summary>
internal sealed record FormView(string Code, string Class, string NameId, string NameEn, string Text, string? NoteId, string? NoteEn);

/// <summary>A capture that belongs to a flag.</summary>
internal sealed record EvidenceView(string Sha256, long Bytes, string MediaType, string Url, DateTimeOffset CapturedAt, string Note);

/// <summary>A verdict, for those who may see it.</summary>
internal sealed record DecisionView(int Place, string By, string Verdict, string? Form, string? Ground, string Reason, DateTimeOffset At);

/// <summary>Asks for the next flag.</summary>
/// <param name="Skip">Flags put aside in this sitting.</param>
internal sealed record NextRequest(IReadOnlyList<long>? Skip);

/// <summary>The next flag, or none.</summary>
internal sealed record NextAnswer(FlagView? Flag);

/// <summary>A verdict as it is sent.</summary>
internal sealed record DecideRequest(string Verdict, string? Form, string? Ground, string Reason);

/// <summary>What came of a verdict. A second reading is not told apart from a first.</summary>
internal sealed record DecideAnswer(long Flag, string State);

/// <summary>That it was done.</summary>
internal sealed record DoneAnswer(bool Done = true);

/// <summary>Until when a claim holds.</summary>
internal sealed record ClaimAnswer(DateTimeOffset Until);

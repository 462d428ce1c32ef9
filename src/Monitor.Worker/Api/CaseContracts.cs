using Monitor.Worker.Cases;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Api;

/// <summary>One line of the list of cases.</summary>
internal sealed record CaseLine(
    long Id,
    string Number,
    string State,
    string? Who,
    string? Region,
    string Zone,
    string Title,
    long Findings,
    string? KajianNumber,
    string? Answer,
    DateTimeOffset OpenedAt
)
{
    /// <summary>The case as a line.</summary>
    public static CaseLine Of(CaseRow row, Rules rules) =>
        new(
            row.Id,
            row.Number,
            row.State,
            row.PersonName,
            row.RegionCode,
            rules.ZoneOf(row.RegionCode).Id,
            row.Title,
            row.Findings,
            row.KajianNumber,
            row.Answer,
            row.OpenedAt
        );
}

/// <summary>Everything of a case that may be shown on a screen; the NIP is masked.</summary>
internal sealed record CaseView(
    CaseLine Case,
    PersonView? Person,
    string? KajianDate,
    string? Recommendation,
    IReadOnlyList<CaseFindingView> Findings,
    IReadOnlyList<CaseEntryView> Entries,
    IReadOnlyList<CaseEventView> Timeline,
    IReadOnlyList<CaseLimitView> Limits,
    IReadOnlyList<long> Loose
);

/// <summary>One finding of a case.</summary>
internal sealed record CaseFindingView(
    long Flag,
    string Number,
    string? Form,
    string? FormId,
    string? FormEn,
    string? NoteId,
    string? NoteEn,
    string? Phase,
    DateTimeOffset? PublishedAt,
    DateTimeOffset FoundAt,
    string? Url,
    string? Account,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<string> Batches
);

/// <summary>Something recorded of a case.</summary>
internal sealed record CaseEntryView(string Kind, string Code, string Day, string Text, string By, DateTimeOffset At);

/// <summary>One point of the timeline.</summary>
internal sealed record CaseEventView(DateTimeOffset? At, string Day, string Id, string En, string By);

/// <summary>A time limit that runs in the case.</summary>
internal sealed record CaseLimitView(
    string Step,
    string Id,
    string En,
    string LastDay,
    string Citation,
    bool Certain,
    string? NoteId,
    string? NoteEn
);

/// <summary>Opens a case.</summary>
internal sealed record CaseOpenRequest(IReadOnlyList<long> Findings, string? Title);

/// <summary>Adds findings to a case.</summary>
internal sealed record CaseJoinRequest(IReadOnlyList<long> Findings);

/// <summary>Takes a finding out of a case.</summary>
internal sealed record CaseSplitRequest(long Finding, string Reason);

/// <summary>Records something of a case.</summary>
internal sealed record CaseEntryRequest(string? Code, string? Day, string? Text);

/// <summary>Which case it is about now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">How people call it.</param>
/// <param name="Loose">Other confirmed findings about the same person that belong to no case: the same event?</param>
internal sealed record CaseAnswer(long Id, string Number, IReadOnlyList<long> Loose);

/// <summary>A whole NIP; that it was looked at is recorded.</summary>
internal sealed record CaseNipAnswer(string Number, string Nip);

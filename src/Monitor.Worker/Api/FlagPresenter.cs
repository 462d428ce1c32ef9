using System.Text.Json;
using Monitor.Classifier;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>Turns flags into what this caller may see of them: in particular, an open verdict is hidden from whoever may give the next.</summary>
internal sealed class FlagPresenter(Database database, People people, Rules rules)
{
    private const int ExcerptLength = 90;

    private const string SelectAccount = "SELECT id, platform, handle, url, basis FROM account WHERE id = @accountId";

    /// <summary>One page of the queue as lines.</summary>
    public async Task<QueuePage> PageAsync(FlagQuery query, Queue queue, CancellationToken ct)
    {
        var page = await queue.PageAsync(query, ct);
        return new QueuePage(
            [
                .. page.Items.Select(flag => new QueueLine(
                    flag.Id,
                    flag.State,
                    flag.Label,
                    flag.Score,
                    flag.DueAt,
                    rules.ZoneOf(flag.RegionCode).Id,
                    flag.RegionCode,
                    flag.PersonName,
                    flag.Attribution,
                    flag.Title,
                    Excerpt.Of(flag.Text.ReplaceLineEndings(" "), ExcerptLength),
                    flag.ClaimName,
                    flag.Turn
                )),
            ],
            page.Next
        );
    }

    /// <summary>One flag whole.</summary>
    public async Task<FlagView> ViewAsync(long id, Caller caller, CancellationToken ct)
    {
        var asn = await database.ReadAsync(
            async session => (await Queue.VisibleAsync(session, id, QueueEndpoints.ReviewerOf(caller))).AsnId,
            ct
        );
        var person = asn is { } known ? await people.ShowAsync(known, ct) : null;
        return await database.ReadAsync(
            async session =>
            {
                var flag = await Queue.VisibleAsync(session, id, QueueEndpoints.ReviewerOf(caller));
                var decisions = await FlagStore.DecisionsAsync(session, id);
                var shown = Shown(flag, decisions, caller);
                var account = flag.AccountId is { } accountId
                    ? await session.FirstOrDefaultAsync<AccountView>(SelectAccount, new { accountId })
                    : null;
                var sourceUrl = await session.ScalarAsync<string>("SELECT url FROM source WHERE id = @id", new { id = flag.SourceId });
                var day = rules.DayIn(flag.PublishedAt ?? flag.FoundAt, flag.RegionCode);
                var statuses = person is null ? [] : await PersonStatuses.OnAsync(session, person.Id, day);
                return new FlagView(
                    flag.Id,
                    flag.State,
                    flag.Label,
                    flag.Score,
                    JsonSerializer.Deserialize<double[]>(flag.Probabilities) ?? [],
                    flag.Model,
                    flag.Title,
                    flag.Text,
                    JsonSerializer.Deserialize<Reason[]>(flag.Reasons) ?? [],
                    flag.Url,
                    sourceUrl ?? "",
                    flag.PublishedAt,
                    flag.FoundAt,
                    flag.DueAt,
                    flag.DueRule,
                    rules.ZoneOf(flag.RegionCode).Id,
                    flag.Attribution,
                    flag.AttributionEvidence,
                    person is null
                        ? null
                        : new PersonView(
                            person.Id,
                            person.FullName,
                            person.Nip,
                            person.Jabatan,
                            person.Unit,
                            person.Instansi,
                            person.RegionCode,
                            [.. statuses.Select(View)]
                        ),
                    account,
                    flag.RegionCode,
                    rules.PhaseOn(day, flag.RegionCode) is { } phase ? $"{phase.Contest.Code}: {phase.Phase.Code}" : null,
                    [.. rules.PhasesOn(day, flag.RegionCode).Select(View)],
                    [.. Advice(flag, day, statuses).Select(View)],
                    [
                        .. (await FlagStore.EvidenceAsync(session, id)).Select(capture => new EvidenceView(
                            capture.Sha256,
                            capture.Bytes,
                            capture.MediaType,
                            capture.Url,
                            capture.CapturedAt,
                            capture.Note
                        )),
                    ],
                    [.. shown.Select(View)],
                    decisions.Count - shown.Count,
                    flag.Round,
                    [.. (await FlagStore.NotesAsync(session, id)).Select(note => new NoteView(note.Act, note.ByName, note.Text, note.At))],
                    await GroupAsync(session, flag, caller),
                    flag.AssignedName,
                    flag.ClaimNumber,
                    flag.ClaimName,
                    flag.ClaimUntil,
                    flag.KajianNumber,
                    flag.KajianDate,
                    flag.Shared is null ? null : JsonSerializer.Deserialize<SharedWords>(flag.Shared),
                    flag.TakenDownAt
                );
            },
            ct
        );
    }

    /// <summary>
    /// The verdicts this caller may see. While a flag waits for its second reader, only their own authors and an auditor see them;
    /// a dispute is shown to the ketua and the auditor; a closed flag to all.
    /// </summary>
    internal static IReadOnlyList<DecisionRow> Shown(FlagRow flag, IReadOnlyList<DecisionRow> decisions, Caller caller) =>
        caller.Role == Roles.Auditor || flag.State is FlagState.Confirmed or FlagState.Dismissed ? decisions
        : (flag.State == FlagState.Disputed || flag.ResumeState == FlagState.Disputed) && caller.Role == Roles.Ketua ? decisions
        : [.. decisions.Where(given => given.ReviewerIdentity == caller.Identity)];

    /// <summary>
    /// The state of a member of this flag's group as this caller may know it: how a like text ended would tell a second reader what the first thought
    /// of this one.
    /// </summary>
    internal static string StateOf(FlagRow member, FlagRow flag, Caller caller) =>
        caller.Role == Roles.Auditor || flag.ClosedAt is not null || member.ClosedAt is null ? member.State : MemberView.Closed;

    private IReadOnlyList<FormAdvice> Advice(FlagRow flag, DateOnly day, IReadOnlyList<PersonStatus> statuses) =>
        FormAdvice.For(
            new AdvisedAct(
                flag.Label,
                $"{flag.Title}\n{flag.Text}",
                flag.AccountId is not null,
                day,
                flag.RegionCode,
                [.. statuses.Select(status => rules.Status(status.Kind)).OfType<StatusKind>()]
            ),
            rules
        );

    private static async Task<IReadOnlyList<MemberView>> GroupAsync(Session session, FlagRow flag, Caller caller)
    {
        var members = new List<MemberView>();
        foreach (var other in await FlagGroups.OthersAsync(session, flag, caller.Regions))
        {
            var source = await session.ScalarAsync<string>("SELECT url FROM source WHERE id = @id", new { id = other.SourceId });
            members.Add(
                new MemberView(
                    other.Id,
                    StateOf(other, flag, caller),
                    other.Title.Length > 0 ? other.Title : Excerpt.Of(other.Text.ReplaceLineEndings(" "), ExcerptLength),
                    source ?? "",
                    other.Url,
                    other.PublishedAt,
                    other.AccountId is not null
                )
            );
        }

        return members;
    }

    private PersonStatusView View(PersonStatus status)
    {
        var kind = rules.Status(status.Kind);
        return new PersonStatusView(
            status.Kind,
            kind?.Name ?? new Sentence(status.Kind, status.Kind),
            kind?.Effect,
            status.ValidFrom,
            status.ValidTo,
            status.Source,
            status.Note
        );
    }

    private static PhaseView View(ContestPhase found) =>
        new(
            found.Name,
            found.Phase.Class.Name(),
            new Sentence($"{found.Contest.Name.Id}, {found.Phase.Name.Id}", $"{found.Contest.Name.En}, {found.Phase.Name.En}")
        );

    private static FormView View(FormAdvice advice) =>
        new(
            advice.Form.Code,
            advice.Form.Class.ToString(),
            advice.Form.Name.Id,
            advice.Form.Name.En,
            advice.Form.Text,
            advice.Form.Note?.Id,
            advice.Form.Note?.En,
            [.. advice.Form.Basis.Select(citation => citation.Text)],
            advice.Why
        );

    private static DecisionView View(DecisionRow given) =>
        new(
            given.Place,
            given.Round,
            given.ReviewerName,
            given.Verdict,
            given.Form,
            given.Ground,
            given.Reason,
            given.At,
            given.EventAt is { } at
                ? new ParticularsView(
                    given.Contest,
                    given.Phase,
                    Texts(given.Basis),
                    at,
                    given.EventKnown ?? "",
                    given.Ownership ?? "",
                    given.OwnershipNote,
                    given.PossibleCrime == true
                )
                : null,
            Texts(given.Evidence)
        );

    private static IReadOnlyList<string> Texts(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];
}

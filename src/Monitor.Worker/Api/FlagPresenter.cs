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

    /// <summary>The queue as lines.</summary>
    public Task<List<QueueLine>> LinesAsync(Caller caller, IReadOnlyList<string> states, int limit, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var flags = await FlagStore.ListAsync(session, states, caller.Regions, limit);
                return flags.ConvertAll(flag => new QueueLine(
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
                    flag.ClaimName
                ));
            },
            ct
        );

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
                            person.RegionCode
                        ),
                    account,
                    flag.RegionCode,
                    rules.PhaseOn(day, flag.RegionCode) is { } phase ? $"{phase.Contest.Code}: {phase.Phase.Code}" : null,
                    [
                        .. flag
                            .SuggestedForms.Split(',', StringSplitOptions.RemoveEmptyEntries)
                            .Select(rules.Form)
                            .OfType<ViolationForm>()
                            .Select(View),
                    ],
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
                    [
                        .. shown.Select(given => new DecisionView(
                            given.Place,
                            given.ReviewerName,
                            given.Verdict,
                            given.Form,
                            given.Ground,
                            given.Reason,
                            given.At
                        )),
                    ],
                    decisions.Count - shown.Count,
                    flag.ClaimName,
                    flag.ClaimUntil,
                    flag.KajianNumber,
                    flag.KajianDate
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
        : flag.State == FlagState.Disputed && caller.Role == Roles.Ketua ? decisions
        : [.. decisions.Where(given => given.ReviewerIdentity == caller.Identity)];

    private static FormView View(ViolationForm form) =>
        new(form.Code, form.Class.ToString(), form.Name.Id, form.Name.En, form.Text, form.Note?.Id, form.Note?.En);
}

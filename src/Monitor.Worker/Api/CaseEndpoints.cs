using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Cases;
using Monitor.Worker.Cases.Carried;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>Cases over the socket.</summary>
internal static class CaseEndpoints
{
    private const int MostLines = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.CaseList,
            async (string? state, int? limit, Caller caller, Database database, Rules rules, CancellationToken ct) =>
            {
                var only = State(state);
                var rows = await database.ReadAsync(
                    session => CaseStore.ListAsync(session, only, caller.Sees, Math.Clamp(limit ?? 50, 1, MostLines)),
                    ct
                );
                return rows.ConvertAll(row => CaseLine.Of(row, rules));
            }
        );
        routes.Map(
            EndpointTable.CaseShow,
            (long id, Caller caller, Database database, People people, Rules rules, CancellationToken ct) =>
                database.ReadAsync(session => ViewAsync(session, id, caller, people, rules), ct)
        );
        routes.Map(
            EndpointTable.CaseNip,
            async (long id, Caller caller, Database database, People people, CancellationToken ct) =>
            {
                var row = await database.ReadAsync(session => Cases.Cases.VisibleAsync(session, id, WorkerOf(caller)), ct);
                var asn =
                    row.AsnId
                    ?? throw RefusalException.NotFound(
                        $"Perkara {row.Number} bukan tentang ASN terdaftar.",
                        $"Case {row.Number} is not about a registered civil servant."
                    );
                var nip = await people.RevealNipAsync(asn, caller.Actor, Cases.Cases.Subject(id), ct);
                return new CaseNipAnswer(row.Number, nip.Reveal());
            }
        );
        routes.Map(
            EndpointTable.CaseOpen,
            async (CaseOpenRequest request, Caller caller, Cases.Cases cases, Database database, CancellationToken ct) =>
            {
                var id = await cases.OpenAsync(request.Findings, request.Title ?? "", WorkerOf(caller), ct);
                return await AnswerAsync(database, id, ct);
            }
        );
        routes.Map(
            EndpointTable.CaseJoin,
            async (long id, CaseJoinRequest request, Caller caller, Cases.Cases cases, Database database, CancellationToken ct) =>
            {
                await cases.JoinAsync(id, request.Findings, WorkerOf(caller), ct);
                return await AnswerAsync(database, id, ct);
            }
        );
        routes.Map(
            EndpointTable.CaseSplit,
            async (long id, CaseSplitRequest request, Caller caller, Cases.Cases cases, Database database, CancellationToken ct) =>
                await AnswerAsync(database, await cases.SplitAsync(id, request.Finding, request.Reason, WorkerOf(caller), ct), ct)
        );
        routes.Map(
            EndpointTable.CaseEvidence,
            async (
                long id,
                string? lang,
                Caller caller,
                Doorkeeper doorkeeper,
                CaseFolders folders,
                HttpContext http,
                CancellationToken ct
            ) =>
            {
                var tongue = lang == "en" ? Tongue.English : Tongue.Indonesian;
                using var carried = await folders.MakeAsync(id, WorkerOf(caller), tongue, doorkeeper.HasTestUsers, ct);
                // Everything that can be refused has been; from here on only a cut connection can go wrong, and the other end checks what it got.
                http.Response.ContentType = "application/x-tar";
                await CarriedTar.WriteAsync(carried, http.Response.Body, ct);
            }
        );
        Entry(routes, EndpointTable.CaseKajian, EntryKind.Kajian);
        Entry(routes, EndpointTable.CaseNote, EntryKind.Clarification);
        Entry(routes, EndpointTable.CaseRecommend, EntryKind.Recommendation);
        Entry(routes, EndpointTable.CaseAnswer, EntryKind.Answer);
    }

    /// <summary>The caller as a case knows a person.</summary>
    internal static CaseWorker WorkerOf(Caller caller) => new(caller.Actor, caller.Instansi, caller.Sees) { NipIndex = caller.NipIndex };

    private static void Entry(IEndpointRouteBuilder routes, Endpoint endpoint, string kind) =>
        routes.Map(
            endpoint,
            async (long id, CaseEntryRequest request, Caller caller, Cases.Cases cases, CancellationToken ct) =>
            {
                var entry = new NewEntry(kind, request.Code?.Trim() ?? "", request.Day?.Trim() ?? "", request.Text?.Trim() ?? "");
                await cases.RecordAsync(id, entry, WorkerOf(caller), ct);
                return new DoneAnswer();
            }
        );

    private static Task<CaseAnswer> AnswerAsync(Database database, long id, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var row = await CaseStore.FindAsync(session, id);
                return new CaseAnswer(id, CaseRow.NumberOf(id), row?.AsnId is { } asn ? await CaseStore.LooseAsync(session, asn) : []);
            },
            ct
        );

    private static async Task<CaseView> ViewAsync(Session session, long id, Caller caller, People people, Rules rules)
    {
        var row = await Cases.Cases.VisibleAsync(session, id, WorkerOf(caller));
        var dossier = await CaseDossier.ReadAsync(session, row, people, rules);
        return new CaseView(
            CaseLine.Of(row, rules),
            dossier.Person is { } person
                ? new PersonView(person.Id, person.FullName, person.Nip, person.Jabatan, person.Unit, person.Instansi, person.RegionCode)
                : null,
            row.KajianDate,
            row.Recommendation,
            [.. dossier.Findings.Select(View)],
            [.. dossier.Entries.Select(entry => new CaseEntryView(entry.Kind, entry.Code, entry.Day, entry.Text, entry.ByName, entry.At))],
            [.. Timeline.Of(dossier).Select(moment => new CaseEventView(moment.At, moment.Day, moment.What.Id, moment.What.En, moment.By))],
            [
                .. Timeline
                    .Limits(dossier, rules)
                    .Select(limit => new CaseLimitView(
                        $"{limit.Due.Rule.Track}:{limit.Due.Rule.Step}",
                        limit.Due.Rule.Name.Id,
                        limit.Due.Rule.Name.En,
                        $"{limit.Due.LastDay:yyyy-MM-dd}",
                        limit.Due.Rule.Citation.Text,
                        limit.Due.HolidaysKnown,
                        limit.Due.Rule.Note?.Id,
                        limit.Due.Rule.Note?.En
                    )),
            ],
            row.AsnId is { } asn ? await CaseStore.LooseAsync(session, asn) : []
        );
    }

    private static CaseFindingView View(DossierFinding finding) =>
        new(
            finding.Flag.Id,
            $"T-{finding.Flag.Id:000000}",
            finding.Form?.Code,
            finding.Form?.Name.Id,
            finding.Form?.Name.En,
            finding.Form?.Note?.Id,
            finding.Form?.Note?.En,
            finding.Phase is { } phase ? $"{phase.Contest.Code}: {phase.Phase.Code}" : null,
            finding.Flag.PublishedAt,
            finding.Flag.FoundAt,
            finding.Flag.Url,
            finding.Account is { } account ? $"{account.Platform} {account.Handle}" : null,
            [.. finding.Captures.Select(capture => capture.Sha256).Distinct()],
            [.. finding.Batches.Select(batch => batch.Name)]
        );

    private static string? State(string? asked) =>
        string.IsNullOrWhiteSpace(asked) ? null
        : CaseState.All.Contains(asked, StringComparer.Ordinal) ? asked
        : throw RefusalException.Wrong(
            $"Keadaan '{asked}' tidak dikenal; yang ada: {string.Join(", ", CaseState.All)}.",
            $"The state '{asked}' is not known; there are: {string.Join(", ", CaseState.All)}."
        );
}

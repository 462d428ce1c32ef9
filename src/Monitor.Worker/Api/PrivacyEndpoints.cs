using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Privacy;

namespace Monitor.Worker.Api;

/// <summary>The rights of the person, holds, takedowns and retention over the socket. No answer holds a whole NIP.</summary>
internal static class PrivacyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.SubjectReport,
            async (SubjectAsk ask, Caller caller, Subjects subjects, ViewLog views, CancellationToken ct) =>
            {
                var person = await subjects.FindAsync(ask.Nip, ask.Id, ct);
                // What is on its way into the view log belongs to the answer.
                await views.FlushAsync(ct);
                return await subjects.ReportAsync(person, ask.Claim, ask.ForSubject, caller.Actor, ct);
            }
        );
        routes.Map(
            EndpointTable.SubjectCorrect,
            async (SubjectAsk ask, Caller caller, Subjects subjects, Corrections corrections, CancellationToken ct) =>
                await corrections.CorrectAsync(
                    await subjects.FindAsync(ask.Nip, ask.Id, ct),
                    ask.Set ?? new Dictionary<string, string>(StringComparer.Ordinal),
                    ask.Claim,
                    caller.Actor,
                    ct
                )
        );
        routes.Map(
            EndpointTable.SubjectErase,
            async (SubjectAsk ask, Caller caller, Subjects subjects, Erasure erasure, ViewLog views, CancellationToken ct) =>
            {
                var person = await subjects.FindAsync(ask.Nip, ask.Id, ct);
                await views.FlushAsync(ct);
                return ask.DryRun
                    ? await erasure.PlanAsync(person, caller.Actor, ct)
                    : await erasure.EraseAsync(person, ask.Claim, caller.Actor, ct);
            }
        );
        routes.Map(
            EndpointTable.RequestAdd,
            async (SubjectAsk ask, Caller caller, Subjects subjects, Requests requests, CancellationToken ct) =>
                await requests.AddAsync(
                    ask.Kind ?? "",
                    await subjects.FindAsync(ask.Nip, ask.Id, ct),
                    ask.Claim with
                    {
                        Number = null,
                    },
                    caller.Actor,
                    ct
                )
        );
        routes.Map(
            EndpointTable.RequestList,
            async (bool? all, Requests requests, CancellationToken ct) => await requests.ListAsync(all == true, ct)
        );
        routes.Map(
            EndpointTable.RequestRefuse,
            async (long id, ReasonAsk ask, Caller caller, Requests requests, CancellationToken ct) =>
                await requests.RefuseAsync(id, ask.Reason, caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.HoldAdd,
            async (HoldAsk ask, Caller caller, Holds holds, CancellationToken ct) =>
                await holds.AddAsync(ask.Flag, ask.Asn, ask.Reference, ask.Reason, caller.Actor, ct)
        );
        routes.Map(EndpointTable.HoldList, async (bool? all, Holds holds, CancellationToken ct) => await holds.ListAsync(all == true, ct));
        routes.Map(
            EndpointTable.HoldRelease,
            async (long id, ReasonAsk ask, Caller caller, Holds holds, CancellationToken ct) =>
                await holds.ReleaseAsync(id, ask.Reason, caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.Takedown,
            async (TakedownOrder ask, Caller caller, Takedown takedown, CancellationToken ct) =>
                await takedown.OrderAsync(ask, caller.Actor, ct)
        );
        routes.Map(EndpointTable.RetentionPlan, async (Retention retention, CancellationToken ct) => await retention.PlanAsync(ct));
        routes.Map(
            EndpointTable.RetentionRun,
            async (RetentionAsk ask, Caller caller, Retention retention, CancellationToken ct) =>
                ask.DryRun ? await retention.PlanAsync(ct) : await retention.RunAsync(caller.Actor, ct)
        );
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Ballots;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Api;

/// <summary>Why a contest is taken out.</summary>
internal sealed record ContestRemoveRequest(string Reason);

/// <summary>Who stands where, over the socket. Public facts: every role may read them.</summary>
internal static class ContestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(EndpointTable.ContestImport, ImportAsync);
        routes.Map(EndpointTable.ContestList, async (BlindClassifier classifier, CancellationToken ct) => await classifier.ListAsync(ct));
        routes.Map(
            EndpointTable.ContestShow,
            async (string code, BlindClassifier classifier, CancellationToken ct) => await classifier.ShowAsync(code, ct)
        );
        routes.Map(
            EndpointTable.ContestRemove,
            async (string code, ContestRemoveRequest request, Caller caller, BallotStore ballots, CancellationToken ct) =>
            {
                await ballots.RemoveAsync(code, request.Reason, caller.Actor, ct);
                return Results.Ok(new { code });
            }
        );
    }

    private static async Task<BallotReport> ImportAsync(
        HttpRequest request,
        string? calendar,
        DateOnly? from,
        DateOnly? until,
        string? source,
        bool? dryRun,
        Caller caller,
        BallotStore ballots,
        Rules rules,
        CancellationToken ct
    )
    {
        if (!string.IsNullOrEmpty(calendar))
        {
            var known =
                rules.Contests.FirstOrDefault(contest => contest.Code == calendar)
                ?? throw RefusalException.Wrong(
                    $"Kalender '{calendar}' tidak dikenal; yang ada: {Codes(rules)}.",
                    $"The calendar '{calendar}' is not known; there are: {Codes(rules)}."
                );
            from ??= known.Phases[0].From;
            until ??= known.Phases[^1].To;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return await ballots.ImportAsync(
            body.GetBuffer().AsMemory(0, (int)body.Length),
            new BallotDefaults(from, until, source?.Trim() ?? ""),
            dryRun == true,
            caller.Actor,
            ct
        );
    }

    private static string Codes(Rules rules) => string.Join(", ", rules.Contests.Select(contest => contest.Code));
}

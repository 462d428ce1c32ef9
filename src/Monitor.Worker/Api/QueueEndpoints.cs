using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>The review room over the socket.</summary>
internal static class QueueEndpoints
{
    private const int MostLines = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.QueueList,
            async (Caller caller, FlagPresenter present, string? state, int? limit, CancellationToken ct) =>
                await present.LinesAsync(caller, States(state), Math.Clamp(limit ?? 100, 1, MostLines), ct)
        );
        routes.Map(
            EndpointTable.QueueShow,
            async (long flag, Caller caller, FlagPresenter present, CancellationToken ct) => await present.ViewAsync(flag, caller, ct)
        );
        routes.Map(
            EndpointTable.QueueNext,
            async (NextRequest request, Caller caller, Queue queue, FlagPresenter present, CancellationToken ct) =>
            {
                var flag = await queue.ClaimNextAsync(ReviewerOf(caller), request.Skip ?? [], ct);
                return new NextAnswer(flag is null ? null : await present.ViewAsync(flag.Id, caller, ct));
            }
        );
        routes.Map(
            EndpointTable.ClaimExtend,
            async (long flag, Caller caller, Queue queue, CancellationToken ct) =>
                new ClaimAnswer(await queue.ExtendAsync(flag, ReviewerOf(caller), ct))
        );
        routes.Map(
            EndpointTable.ClaimRelease,
            async (long flag, Caller caller, Queue queue, CancellationToken ct) =>
            {
                await queue.ReleaseAsync(flag, ReviewerOf(caller), ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.Decide,
            async (long flag, DecideRequest request, Caller caller, Decisions decisions, CancellationToken ct) =>
            {
                var state = await decisions.GiveAsync(
                    new GivenVerdict(flag, request.Verdict, Blank(request.Form), Blank(request.Ground), request.Reason ?? ""),
                    ReviewerOf(caller),
                    ct
                );
                return new DecideAnswer(flag, state);
            }
        );
    }

    /// <summary>The caller as the review room knows a person.</summary>
    internal static Reviewer ReviewerOf(Caller caller) =>
        new(caller.Identity, caller.Name, caller.Role == Roles.Ketua, caller.Regions, caller.Instansi, caller.Actor)
        {
            NipIndex = caller.NipIndex,
        };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static IReadOnlyList<string> States(string? state)
    {
        if (string.IsNullOrEmpty(state))
        {
            return [];
        }

        string[] known = [.. FlagState.Open, FlagState.Confirmed, FlagState.Dismissed];
        var asked = state.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(asked, one => !known.Contains(one, StringComparer.Ordinal)) is { } unknown
            ? throw RefusalException.Wrong(
                $"Status '{unknown}' tidak dikenal; yang ada: {string.Join(", ", known)}.",
                $"The state '{unknown}' is not known; there are: {string.Join(", ", known)}."
            )
            : asked;
    }
}

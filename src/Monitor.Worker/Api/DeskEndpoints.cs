using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>What the desk asks for beside the queue: decisions of texts alike, and a verdict taken back.</summary>
internal static class DeskEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.QueueSimilar,
            async (long flag, Caller caller, EarlierDecisions earlier, CancellationToken ct) =>
                await earlier.OfAsync(flag, QueueEndpoints.ReviewerOf(caller), ct)
        );
        routes.Map(
            EndpointTable.Withdraw,
            async (long flag, WithdrawRequest request, Caller caller, Withdrawals withdrawals, CancellationToken ct) =>
                new DecideAnswer(flag, await withdrawals.WithdrawAsync(flag, request.Members ?? [], QueueEndpoints.ReviewerOf(caller), ct))
        );
    }
}

/// <summary>A verdict to take back.</summary>
/// <param name="Members">Others of the group that it covered.</param>
internal sealed record WithdrawRequest(IReadOnlyList<long>? Members);

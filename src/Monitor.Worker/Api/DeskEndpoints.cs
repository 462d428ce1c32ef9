using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>What the desk asks for beside the queue: decisions of texts alike, a verdict taken back, and the key of what is typed.</summary>
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
        routes.Map(
            EndpointTable.DraftKey,
            async (long flag, Caller caller, DraftKeys keys, CancellationToken ct) =>
                new DraftKeyAnswer(await keys.OfAsync(flag, QueueEndpoints.ReviewerOf(caller), ct))
        );
    }
}

/// <summary>A verdict to take back.</summary>
/// <param name="Members">Others of the group that it covered.</param>
internal sealed record WithdrawRequest(IReadOnlyList<long>? Members);

/// <summary>What seals a person's words about a flag.</summary>
/// <param name="Key">256 bits; null when the flag's text was removed.</param>
internal sealed record DraftKeyAnswer(byte[]? Key);

using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>What the model may learn from, over the socket.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map(
            EndpointTable.ModelVerdicts,
            async (Caller caller, VerdictTexts texts, CancellationToken ct) => await texts.ListAsync(caller.Sees, caller.Actor, ct)
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Monitor.Worker.Api;

/// <summary>One thing that can be asked over the socket, and the roles that may ask it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Route pattern.</param>
/// <param name="Roles">Who may call; the list is never empty.</param>
internal sealed record Endpoint(string Method, string Path, params IReadOnlyList<string> Roles);

/// <summary>Maps handlers to rows of the table, and nothing else: a route without a row cannot be called.</summary>
internal static class EndpointMapping
{
    /// <summary>Maps the handler and carries the row along, for <see cref="ApiServer"/> to check the role before the handler runs.</summary>
    public static void Map(this IEndpointRouteBuilder routes, Endpoint endpoint, Delegate handler) =>
        routes.MapMethods(endpoint.Path, [endpoint.Method], handler).AddEndpointFilter(Views.RecordAsync).WithMetadata(endpoint);
}

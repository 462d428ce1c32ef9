using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Audit;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>The audit record over the socket, for those who may read it and have no file permission on the database.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map(
            EndpointTable.AuditLog,
            (
                string? actor,
                string? verb,
                string? subject,
                string? since,
                string? until,
                int? limit,
                Database database,
                CancellationToken ct
            ) =>
            {
                var filter = AuditFilter.Of(actor, verb, subject, since, until, limit ?? 50);
                return database.ReadAsync(session => AuditLog.NewestAsync(session, filter), ct);
            }
        );
}

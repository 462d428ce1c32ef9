using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Reports;

namespace Monitor.Worker.Api;

/// <summary>The officers' own reports over the socket.</summary>
internal static class ReportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map(
            EndpointTable.ReportAdd,
            async (ReportAddRequest request, Caller caller, OfficerReports reports, CancellationToken ct) =>
                await reports.AddAsync(
                    new Report(
                        request.Url,
                        request.Platform,
                        request.Account,
                        request.Time,
                        request.Text,
                        [.. (request.Files ?? []).Select(file => new ReportedFile(file.Name, file.Bytes))]
                    ),
                    new Officer(caller.Identity, caller.Actor, caller.Sees, caller.Regions.Count == 1 ? caller.Regions[0] : null),
                    ct
                )
        );
}

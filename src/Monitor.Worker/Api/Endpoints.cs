using Microsoft.AspNetCore.Routing;

namespace Monitor.Worker.Api;

/// <summary>Every noun's endpoints.</summary>
internal static class Endpoints
{
    /// <summary>Maps them all.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.Status,
            async (Caller caller, StatusReport status, CancellationToken ct) => await status.MakeAsync(caller, ct)
        );
        UserEndpoints.Map(routes);
        RegistryEndpoints.Map(routes);
        StatusEndpoints.Map(routes);
        PledgeEndpoints.Map(routes);
        ContestEndpoints.Map(routes);
        SourceEndpoints.Map(routes);
        ReportEndpoints.Map(routes);
        SummaryEndpoints.Map(routes);
        QueueEndpoints.Map(routes);
        ModelEndpoints.Map(routes);
        SampleEndpoints.Map(routes);
        DeskEndpoints.Map(routes);
        CaseEndpoints.Map(routes);
        ExportEndpoints.Map(routes);
        AuditEndpoints.Map(routes);
        AlertEndpoints.Map(routes);
        SupportEndpoints.Map(routes);
        PrivacyEndpoints.Map(routes);
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Api;

/// <summary>The neutrality pledges over the socket.</summary>
internal static class PledgeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.PledgeImport,
            async (HttpRequest request, Caller caller, Pledges pledges, CancellationToken ct) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, ct);
                return await pledges.ImportAsync(body.GetBuffer().AsMemory(0, (int)body.Length), caller.Actor, ct);
            }
        );
        routes.Map(
            EndpointTable.PledgeCoverage,
            async (string? instansi, string? region, string? on, Caller caller, Pledges pledges, CancellationToken ct) =>
                await pledges.CoverageAsync(new PledgeFilter(instansi, region, Within: caller.Within), Day(on, pledges), ct)
        );
        routes.Map(
            EndpointTable.PledgeList,
            async (
                string? instansi,
                string? region,
                bool? unsigned,
                string? on,
                int? skip,
                int? take,
                Caller caller,
                Pledges pledges,
                CancellationToken ct
            ) =>
                await pledges.ListAsync(
                    new PledgeFilter(instansi, region, unsigned == true, caller.Within, Math.Max(skip ?? 0, 0), take ?? 50),
                    Day(on, pledges),
                    ct
                )
        );
    }

    private static DateOnly Day(string? written, Pledges pledges) =>
        string.IsNullOrWhiteSpace(written) ? pledges.Today
        : DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw RefusalException.Wrong(
            $"--on harus tanggal tttt-bb-hh, bukan '{written}'.",
            $"--on must be a date yyyy-mm-dd, was '{written}'."
        );
}

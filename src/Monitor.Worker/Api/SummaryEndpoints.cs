using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Summaries;

namespace Monitor.Worker.Api;

/// <summary>Summaries over the socket: counts that were protected before they leave the daemon, never a person.</summary>
internal static class SummaryEndpoints
{
    private const int MonthsOfSummary = 1;
    private const int MonthsOfCircular = 12;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.SummaryMake,
            async (
                string? period,
                string? region,
                Caller caller,
                Summarizer summarizer,
                Rules rules,
                TimeProvider time,
                CancellationToken ct
            ) => await summarizer.MakeAsync(Of(period, MonthsOfSummary, time), Reach.Of(caller.Regions, region, rules), ct)
        );
        routes.Map(
            EndpointTable.CircularMake,
            async (string? instansi, string? period, Caller caller, Circulars circulars, TimeProvider time, CancellationToken ct) =>
                string.IsNullOrWhiteSpace(instansi)
                    ? throw RefusalException.Wrong("Instansi wajib disebut (--instansi).", "The institution must be named (--instansi).")
                    : await circulars.MakeAsync(Of(period, MonthsOfCircular, time), instansi, caller.Within, ct)
        );
    }

    private static Period Of(string? written, int months, TimeProvider time) =>
        string.IsNullOrWhiteSpace(written)
            ? Period.MonthsBefore(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zones.Jakarta).DateTime), months)
            : Period.Parse(written);
}

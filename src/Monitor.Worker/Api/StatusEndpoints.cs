using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Api;

/// <summary>What holds of a person, over the socket.</summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.PersonStatusAdd,
            async (long id, StatusAddRequest request, Caller caller, PersonStatuses statuses, CancellationToken ct) =>
                await statuses.AddAsync(
                    new NewStatus(
                        id,
                        request.Kind,
                        Day(request.From, "--from"),
                        string.IsNullOrWhiteSpace(request.To) ? null : Day(request.To, "--to"),
                        request.Source,
                        request.Note
                    ),
                    caller.Actor,
                    ct
                )
        );
        routes.Map(
            EndpointTable.PersonStatusList,
            async (long id, Caller caller, People people, PersonStatuses statuses, CancellationToken ct) =>
                // The same words as for a person who is not there: that somebody is registered elsewhere is not this caller's to know.
                caller.Sees((await people.ShowAsync(id, ct)).RegionCode)
                    ? await statuses.ListAsync(id, ct)
                    : throw RefusalException.NotFound($"Tidak ada ASN dengan id {id}.", $"There is no civil servant with the id {id}.")
        );
        routes.Map(
            EndpointTable.PersonStatusEnd,
            async (long id, StatusEndRequest request, Caller caller, PersonStatuses statuses, CancellationToken ct) =>
                await statuses.EndAsync(id, Day(request.On, "--on"), request.Source, caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.PersonStatusImport,
            async (HttpRequest request, Caller caller, PersonStatuses statuses, CancellationToken ct) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, ct);
                return await statuses.ImportAsync(body.GetBuffer().AsMemory(0, (int)body.Length), caller.Actor, ct);
            }
        );
    }

    private static DateOnly Day(string written, string option) =>
        DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw RefusalException.Wrong($"{option} harus tanggal tttt-bb-hh.", $"{option} must be a date yyyy-mm-dd.");
}

/// <summary>Something that holds of a person.</summary>
internal sealed record StatusAddRequest(string Kind, string From, string? To, string Source, string? Note);

/// <summary>That something holds no longer.</summary>
internal sealed record StatusEndRequest(string On, string Source);

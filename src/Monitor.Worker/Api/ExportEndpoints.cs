using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Answering;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Metrics;

namespace Monitor.Worker.Api;

/// <summary>Exports over the socket. The daemon makes the files and never writes them: the caller does, as the caller's own user.</summary>
internal static class ExportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.ExportCreate,
            async (ExportRequest request, Caller caller, Doorkeeper doorkeeper, Batches batches, CancellationToken ct) =>
            {
                var order = new ExportOrder(request.Recipient, Selection.Of(request.Period, request.Since));
                var outcome = await batches.CreateAsync(ExporterOf(caller, doorkeeper), order, ct);
                Measures.Exports.Add(1, new KeyValuePair<string, object?>("outcome", outcome.Made is null ? "nothing_new" : "made"));
                Measures.ExportedFindings.Add(outcome.Made?.RowCount ?? 0);
                return new ExportAnswer(
                    outcome.Made is { } made ? BatchView.Of(made) : null,
                    [.. outcome.Undelivered.Select(BatchView.Of)],
                    outcome.Held
                );
            }
        );
        routes.Map(
            EndpointTable.ExportList,
            async (Caller caller, Doorkeeper doorkeeper, Batches batches, CancellationToken ct) =>
                (await batches.ListAsync(ExporterOf(caller, doorkeeper), ct)).ConvertAll(BatchView.Of)
        );
        routes.Map(
            EndpointTable.ExportFile,
            async (long batch, string file, Caller caller, Doorkeeper doorkeeper, Batches batches, CancellationToken ct) =>
                Results.Bytes((await batches.FileAsync(batch, file, ExporterOf(caller, doorkeeper), ct)).Bytes)
        );
        routes.Map(
            EndpointTable.ExportDelivered,
            async (long batch, DeliveredRequest request, Caller caller, Doorkeeper doorkeeper, Batches batches, CancellationToken ct) =>
            {
                await batches.DeliveredAsync(batch, request.ManifestSha256, folder: null, ExporterOf(caller, doorkeeper), ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.ExportDeliver,
            async (ExportRequest request, Caller caller, Doorkeeper doorkeeper, Deliveries deliveries, CancellationToken ct) =>
            {
                var order = new ExportOrder(request.Recipient, Selection.Of(request.Period, request.Since));
                var delivery = await deliveries.RunAsync(ExporterOf(caller, doorkeeper), order, ct);
                var made = delivery.Outcome.Made?.Id;
                return new DeliveryReport(
                    delivery.Folder,
                    [
                        .. delivery.Outcome.Undelivered.Zip(
                            delivery.Files,
                            (batch, files) => new DeliveredBatch(BatchView.Of(batch), batch.Id == made, files)
                        ),
                    ],
                    delivery.Outcome.Held
                );
            }
        );
        routes.Map(
            EndpointTable.ExportAgain,
            async (string name, Caller caller, Doorkeeper doorkeeper, Deliveries deliveries, CancellationToken ct) =>
            {
                var (batch, folder, files) = await deliveries.AgainAsync(name, ExporterOf(caller, doorkeeper), ct);
                return new RedeliveryAnswer(folder, BatchView.Of(batch), files);
            }
        );
        routes.Map(
            EndpointTable.ExportAck,
            async (HttpRequest request, string? recipient, Caller caller, Answers answers, CancellationToken ct) =>
                await answers.ApplyAsync(await RegistryEndpoints.BodyAsync(request, ct), recipient, CaseEndpoints.WorkerOf(caller), ct)
        );
        routes.Map(
            EndpointTable.ExportKeyCreate,
            (Caller caller, SigningKeys keys, CancellationToken ct) => keys.CreateAsync(caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.ExportKeyRotate,
            (Caller caller, SigningKeys keys, CancellationToken ct) => keys.RotateAsync(caller.Actor, ct)
        );
        routes.Map(EndpointTable.ExportKeyList, (SigningKeys keys, CancellationToken ct) => keys.ListAsync(ct));
    }

    private static Exporter ExporterOf(Caller caller, Doorkeeper doorkeeper) => new(caller.Actor, caller.Sees, doorkeeper.HasTestUsers);
}

using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Alerts;
using Monitor.Worker.Language;

namespace Monitor.Worker.Api;

/// <summary>What operators were told, and whether the way to them works.</summary>
internal static class AlertEndpoints
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.AlertList,
            (int? limit, Outbox outbox, CancellationToken ct) => outbox.ListAsync(Math.Clamp(limit ?? 20, 1, Most), ct)
        );
        routes.Map(
            EndpointTable.AlertTest,
            async (Outbox outbox, AlertRound round, TimeProvider time, CancellationToken ct) =>
            {
                var now = time.GetUtcNow();
                var line = new AlertLine(
                    "test",
                    "raised",
                    1,
                    now,
                    new Sentence("ini hanya percobaan: tidak ada yang perlu dilakukan.", "this is only a trial: nothing needs to be done.")
                );
                return await outbox.TryAsync(new AlertMessage(Guid.NewGuid().ToString("N"), now, round.Name, [line]), ct);
            }
        );
    }
}

using Monitor.Worker.Alerts;
using Monitor.Worker.Api;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Looks every minute whether operators have to be told of something, and delivers what waits.</summary>
internal sealed class AlertJob(Conditions conditions, AlertRound round, Outbox outbox) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await round.TakeAsync(await conditions.ReadAsync(cancellationToken), cancellationToken);
        await outbox.DeliverAsync(cancellationToken);
    }
}

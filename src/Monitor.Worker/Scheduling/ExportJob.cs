using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Export;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Asks every minute whether a recipient's hour has come, and takes files away whose time is over: a daemon that was off makes up for both.</summary>
internal sealed class ExportJob(DeliverySchedule schedule, Deliveries deliveries, Doorkeeper doorkeeper) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await schedule.RunDueAsync(new Exporter(Actor.Daemon("export"), _ => true, doorkeeper.HasTestUsers), cancellationToken);
        await deliveries.CleanAsync(cancellationToken);
    }
}

using Monitor.Worker.Collection;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Works the sources that are due. Its trigger counts from the end of one round, so two never run at once in one process.</summary>
internal sealed class CollectJob(Collector collector) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await collector.CollectDueAsync(cancellationToken);
}

using Monitor.Worker.Audit;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Has the audit chain walked once a day.</summary>
internal sealed class ChainJob(ChainWatch watch) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await watch.LookIfDueAsync(cancellationToken);
}

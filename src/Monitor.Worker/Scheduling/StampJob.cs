using Monitor.Worker.Timestamps;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Has one more flagged content stamped by the time stamp authority, where one is configured.</summary>
internal sealed class StampJob(Stamps stamps) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await stamps.StampNextAsync(cancellationToken);
}

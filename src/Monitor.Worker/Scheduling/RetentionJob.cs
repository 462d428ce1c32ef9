using Monitor.Worker.Privacy;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Removes what is over its time.</summary>
internal sealed class RetentionJob(Retention retention) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await retention.RunAsync(actor: null, cancellationToken);
}

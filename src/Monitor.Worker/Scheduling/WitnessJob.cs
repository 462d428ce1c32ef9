using Monitor.Worker.Audit;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Writes where the audit chain stands to the file outside the data folder, where one is configured.</summary>
internal sealed class WitnessJob(HeadFile head) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await head.WitnessAsync(cancellationToken);
}

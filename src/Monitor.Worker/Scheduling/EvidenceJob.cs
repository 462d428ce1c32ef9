using Monitor.Worker.Evidence;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Asks every hour whether a day has gone by since evidence was last compared with its hashes: a daemon that was off at night makes up for it.</summary>
internal sealed class EvidenceJob(EvidenceCheck check) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await check.PassIfDueAsync(cancellationToken);
}

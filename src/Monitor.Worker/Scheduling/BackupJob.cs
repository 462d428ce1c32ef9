using Monitor.Worker.Backups;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Takes a copy of the database when one is due, and opens the newest once a day: a daemon that was off at night makes up for both.</summary>
internal sealed class BackupJob(Copies copies, CopyCheck check) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await copies.TakeIfDueAsync(cancellationToken);
        await check.LookIfDueAsync(cancellationToken);
    }
}

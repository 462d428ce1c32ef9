using Monitor.Worker.Collection.X;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Asks X after the kept posts whose day has come. It runs often and asks seldom, so that a daemon that is restarted each night misses none.</summary>
internal sealed class TakedownJob(XCompliance compliance) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await compliance.RunAsync(cancellationToken);
}

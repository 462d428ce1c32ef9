using Microsoft.Extensions.Logging;
using Monitor.Worker.Logging;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Runs a job with its name in every line that it logs, and logs a fault itself.</summary>
/// <remarks>The fault is logged here, where it is known which job it was; the scheduler only counts it.</remarks>
internal sealed class Scoped<TJob>(TJob job, JobSwitches switches, ILogger<TJob> log) : IJob
    where TJob : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (!switches.IsOn(context.JobDetail.Key.Name))
        {
            return;
        }

        using var about = log.About(LogScopes.Subject("job", context.JobDetail.Key.Name));
        try
        {
            await job.Execute(context, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "The job failed");
            throw new JobExecutionException($"The job {context.JobDetail.Key.Name} failed; the line before this one says how.", exception);
        }
    }
}

using Microsoft.Extensions.Logging;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;
using Monitor.Worker.Nodes;
using Monitor.Worker.Storage;
using Quartz;

namespace Monitor.Worker.Health;

/// <summary>
/// Whether the daemon lives: its schedule fires and its database answers. Measures every job on the way. What a watchdog restarts for is a
/// schedule that stands still, not a site that is slow: a job under way counts as life for as long as jobs may take.
/// </summary>
/// <param name="database">Asked whether it answers.</param>
/// <param name="rhythm">How often a job begins when all is well.</param>
/// <param name="faults">Told how each of this node's own jobs ended.</param>
/// <param name="runs">Told how each of the jobs ended that the nodes share.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what could not be noted.</param>
internal sealed class Pulse(Database database, TimeSpan rhythm, JobFaults faults, JobRuns runs, TimeProvider time, ILogger<Pulse> log)
    : IJobListener
{
    /// <summary>Longest time without any job beginning or ending before the schedule counts as stuck, beside three times its own rhythm.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private long _lastBeat = time.GetTimestamp();

    /// <inheritdoc/>
    public string Name => "pulse";

    /// <summary>Whether a job began or ended lately.</summary>
    public bool IsAlive => time.GetElapsedTime(Interlocked.Read(ref _lastBeat)) < Patience + (3 * rhythm);

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            return await database.ReadAsync(session => session.ScalarAsync<long>("SELECT 1"), ct) == 1;
        }
        catch (System.Data.Common.DbException)
        {
            // The answer to the question; the caller says it aloud.
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        Beat();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask JobExecutionVetoed(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask JobWasExecuted(
        IJobExecutionContext context,
        JobExecutionException? jobException,
        CancellationToken cancellationToken = default
    )
    {
        Beat();
        var job = new KeyValuePair<string, object?>("job", context.JobDetail.Key.Name);
        Measures.JobDuration.Record(context.JobRunTime.TotalSeconds, job);
        if (jobException is not null)
        {
            Measures.JobFailures.Add(1, job);
        }

        if (context.Scheduler.SchedulerName != JobRuns.Scheduler)
        {
            faults.Ended(context.JobDetail.Key.Name, failed: jobException is not null);
            return;
        }

        try
        {
            await runs.EndedAsync(
                context.JobDetail.Key.Name,
                context.FireTimeUtc,
                failed: jobException is not null,
                CancellationToken.None
            );
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or RefusalException)
        {
            // The job itself is done; only its line on the status screen is the one before.
            log.LogWarning(exception, "How the job {Job} ended could not be noted", context.JobDetail.Key.Name);
        }
    }

    private void Beat() => Interlocked.Exchange(ref _lastBeat, time.GetTimestamp());
}

using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Nodes;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>The jobs that the nodes share, as they are to stand in the store.</summary>
/// <remarks>
/// A node that joins changes nothing that is right: to write every trigger anew would move each job's next run whenever a node starts, and a daily job would
/// never come where nodes start every night.
/// </remarks>
internal sealed class SharedSchedule(IReadOnlyList<ScheduleEntry> entries)
{
    /// <summary>Puts there what is missing and changes what has another rhythm; before the scheduler is started.</summary>
    public async Task SetAsync(IServiceProvider services, CancellationToken ct)
    {
        var scheduler =
            await services.GetRequiredKeyedService<ISchedulerFactory>(JobRuns.Scheduler).LookupScheduler(JobRuns.Scheduler, ct)
            ?? throw new InvalidOperationException("The shared scheduler is not registered.");
        var time = services.GetRequiredService<TimeProvider>();
        foreach (var entry in entries)
        {
            var job = JobBuilder
                .Create()
                .OfType(entry.Scoped)
                .WithIdentity(entry.Name)
                .StoreDurably()
                .RequestRecovery()
                // A round that was begun again elsewhere does not meet the next one.
                .DisallowConcurrentExecution()
                .Build();
            await scheduler.AddJob(job, AddJobOptions.Replacing, ct);
            var trigger = ((TriggerBuilder<IJob>)entry.Describe(TriggerBuilder.Create(time).ForJob(entry.Name), time)).Build();
            var stored = await scheduler.GetTrigger(trigger.Key, ct);
            if (stored is ISimpleTrigger { MeasureIntervalFromCompletion: true } simple && simple.RepeatInterval == entry.Every)
            {
                if (await scheduler.GetTriggerState(trigger.Key, ct) == TriggerState.Error)
                {
                    await scheduler.ResetTriggerFromErrorState(trigger.Key, ct);
                }

                continue;
            }

            // Of two nodes that start together one is first, and both mean the same.
            await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, ct);
        }
    }
}

using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>One job and its rhythm.</summary>
/// <param name="Job">What is done.</param>
/// <param name="Scoped">The same, with its name in what it logs.</param>
/// <param name="Name">What it is called in logs, metrics and alerts.</param>
/// <param name="Every">From the end of one run to the beginning of the next.</param>
/// <param name="Delay">Before the first run.</param>
/// <param name="Once">Once for all nodes, and not on each.</param>
/// <param name="IsOn">Whether this configuration asks for it.</param>
internal sealed record ScheduleEntry(Type Job, Type Scoped, string Name, TimeSpan Every, TimeSpan Delay, bool Once, bool IsOn = true)
{
    /// <summary>A job that each node does for itself.</summary>
    public static ScheduleEntry Everywhere<TJob>(string name, TimeSpan every, TimeSpan delay = default)
        where TJob : class, IJob => new(typeof(TJob), typeof(Scoped<TJob>), name, every, delay, Once: false);

    /// <summary>A job that one node does for all. It may be run again when the node dies in the middle, so twice does no more than once.</summary>
    public static ScheduleEntry OnOne<TJob>(string name, TimeSpan every, TimeSpan delay = default)
        where TJob : class, IJob => new(typeof(TJob), typeof(Scoped<TJob>), name, every, delay, Once: true);

    /// <summary>
    /// Counted from the end of one round: a long round is not chased by the next, and after a suspend there is nothing to catch up with, for what is due stands
    /// in the store. A round whose time went by while no node was there is taken at once.
    /// </summary>
    /// <param name="trigger">What is described.</param>
    /// <param name="time">The clock that the scheduler itself goes by.</param>
    public ITriggerConfigurator<IJob> Describe(ITriggerConfigurator<IJob> trigger, TimeProvider time) =>
        trigger
            .WithIdentity(Name)
            .StartAt(time.GetUtcNow() + Delay)
            .WithSimpleSchedule(schedule =>
                schedule
                    .WithInterval(Every)
                    .RepeatForever()
                    .MeasureIntervalFromCompletion()
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)
            );
}

/// <summary>Which jobs this node's configuration asks for. What the nodes share may also come to one that has it switched off.</summary>
internal sealed class JobSwitches(IEnumerable<string> on)
{
    private readonly HashSet<string> _on = new(on, StringComparer.Ordinal);

    /// <summary>Whether the job is to do anything here.</summary>
    public bool IsOn(string name) => _on.Contains(name);
}

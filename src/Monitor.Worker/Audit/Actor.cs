namespace Monitor.Worker.Audit;

/// <summary>Who does something: a person known to the kernel, or a part of the daemon.</summary>
/// <param name="Name">The person's user name, or the job's name.</param>
/// <param name="Uid">The uid the kernel gave; null for the daemon's own work.</param>
/// <param name="Role">The role in which it was done.</param>
internal sealed record Actor(string Name, long? Uid, string Role)
{
    /// <summary>The daemon itself, for work that nobody asked for by hand.</summary>
    public static Actor Daemon(string job) => new(job, null, "daemon");
}

using Monitor.Worker.Storage;

namespace Monitor.Worker.Nodes;

/// <summary>How a shared job went when it last ran.</summary>
internal sealed class JobRun
{
    public string Name { get; init; } = "";
    public string Node { get; init; } = "";
    public DateTimeOffset BeganAt { get; init; }
    public DateTimeOffset EndedAt { get; init; }
    public long Failures { get; init; }
}

/// <summary>
/// How the jobs that run once for all nodes went, wherever they ran: a job that failed here and works there is mended, which one node's memory could not know.
/// </summary>
internal sealed class JobRuns(Database database, NodeSelf self, TimeProvider time)
{
    /// <summary>The name of the schedule that the nodes share.</summary>
    public const string Scheduler = "monitor";

    /// <summary>Every job's last run.</summary>
    public const string Select = "SELECT name, node, began_at, ended_at, failures FROM job_run ORDER BY name";

    private const string Upsert = """
        INSERT INTO job_run (name, node, began_at, ended_at, failures) VALUES (@Name, @Node, @Began, @Ended, @Failed)
        ON CONFLICT (name) DO UPDATE SET node = excluded.node, began_at = excluded.began_at, ended_at = excluded.ended_at,
            failures = CASE WHEN excluded.failures = 0 THEN 0 ELSE job_run.failures + 1 END
        """;

    /// <summary>Takes note of how a run on this node ended.</summary>
    public Task EndedAsync(string name, DateTimeOffset began, bool failed, CancellationToken ct) =>
        database.WriteOwnAsync(
            session =>
                session.ExecuteAsync(
                    Upsert,
                    new
                    {
                        Name = name,
                        Node = self.Name,
                        Began = began,
                        Ended = time.GetUtcNow(),
                        Failed = failed ? 1 : 0,
                    }
                ),
            ct
        );

    /// <summary>The jobs whose last run failed, with how often in a row.</summary>
    public Task<List<JobRun>> FailingAsync(CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<JobRun>("SELECT name, node, began_at, ended_at, failures FROM job_run WHERE failures > 0 ORDER BY name"),
            ct
        );
}

using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Nodes;

/// <summary>What a node tells of itself when it joins.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Model">That it judges with.</param>
/// <param name="Settings">Names the settings that nodes should have in common.</param>
internal sealed record NodeFacts(string Version, string Model, string Settings);

/// <summary>The nodes on one database: who is there, and what each is at. On SQLite there is nobody to tell, and nothing is written.</summary>
internal sealed class Nodes(Database database, ClusterOptions options, NodeSelf self, TimeProvider time)
{
    // Long enough for an operator to see on Monday what died on Friday.
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(3);

    private const string Columns = "name, place, run, host, version, model, settings, started_at, beat_at, left_at, clock_ahead, warnings";

    private const string Upsert = """
        INSERT INTO node (name, place, run, host, version, model, settings, started_at, beat_at, left_at, clock_ahead, warnings)
        VALUES (@Name, @Place, @Run, @Host, @Version, @Model, @Settings, @Now, @Now, NULL, @Ahead, '')
        ON CONFLICT (name) DO UPDATE SET place = excluded.place, run = excluded.run, host = excluded.host, version = excluded.version,
            model = excluded.model, settings = excluded.settings, started_at = excluded.started_at, beat_at = excluded.beat_at, left_at = NULL,
            clock_ahead = excluded.clock_ahead, warnings = ''
        """;

    private const string UpdateBeat =
        "UPDATE node SET beat_at = @Now, left_at = NULL, clock_ahead = @Ahead, warnings = @Warnings WHERE name = @Name AND run = @Run";

    private const string SelectWork = """
        SELECT lease_owner AS owner, COUNT(*) AS sources FROM source WHERE lease_owner IS NOT NULL AND lease_until >= @now GROUP BY lease_owner
        """;

    private long? _beaten;

    /// <summary>Whether several nodes can work on this database.</summary>
    public bool IsOn => database.Provider == StorageProvider.PostgreSql;

    /// <summary>Whether this node has told the others lately that it lives.</summary>
    public bool IsMember => !IsOn || (_beaten is { } last && time.GetElapsedTime(last) < options.GoneAfter);

    /// <summary>Joins, or refuses: a name belongs to one node.</summary>
    /// <returns>
    /// What an earlier start of this very node signed with, when it did not stop cleanly. Whoever holds the lock of its data folder knows that it is dead, and
    /// may give back at once what it claimed. Null when there was none.
    /// </returns>
    /// <exception cref="RefusalException">Another node of this name is alive.</exception>
    public Task<string?> JoinAsync(NodeFacts facts, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var before = await session.FirstOrDefaultAsync<Row>($"SELECT {Columns} FROM node WHERE name = @Name", self);
                if (before is not null && before.Place != self.Place && StateOf(before, now) == NodeState.Alive)
                {
                    throw RefusalException.Conflict(
                        $"Simpul '{self.Name}' sudah berjalan di {before.Host}; beri simpul ini nama lain dengan Cluster:Name.",
                        $"A node '{self.Name}' is running already on {before.Host}; give this one another name with Cluster:Name."
                    );
                }

                await session.ExecuteAsync(
                    Upsert,
                    new
                    {
                        self.Name,
                        self.Place,
                        self.Run,
                        Host = Environment.MachineName,
                        facts.Version,
                        facts.Model,
                        facts.Settings,
                        Now = now,
                        Ahead,
                    }
                );
                await session.ExecuteAsync("DELETE FROM node WHERE beat_at < @before", new { before = now - ForgetAfter });
                _beaten = time.GetTimestamp();
                return before?.Place == self.Place ? NodeSelf.OwnerOf(before.Name, before.Run) : null;
            },
            ct
        );

    /// <summary>Whether no other node lives.</summary>
    public async Task<bool> IsAloneAsync(CancellationToken ct) =>
        (await ListAsync(ct)).TrueForAll(node => node.Name == self.Name || node.State != NodeState.Alive);

    /// <summary>Says that this node lives, and what it finds wrong with itself.</summary>
    /// <exception cref="RefusalException">Another node has taken the name while this one was silent, or the schema is a newer one: this one has to stop.</exception>
    public async Task BeatAsync(IReadOnlyCollection<string> warnings, CancellationToken ct)
    {
        var known = await database.WriteOwnAsync(
            session =>
                session.ExecuteAsync(
                    UpdateBeat,
                    new
                    {
                        self.Name,
                        self.Run,
                        Now = time.GetUtcNow(),
                        Ahead,
                        Warnings = string.Join(' ', warnings),
                    }
                ),
            ct
        );
        if (known == 0)
        {
            throw RefusalException.Conflict(
                $"Simpul lain kini bernama '{self.Name}': simpul ini terlalu lama diam. Beri salah satunya nama lain dengan Cluster:Name.",
                $"Another node is now called '{self.Name}': this one was silent for too long. Give one of them another name with Cluster:Name."
            );
        }

        _beaten = time.GetTimestamp();
    }

    /// <summary>Says that this node stops.</summary>
    public Task LeaveAsync(CancellationToken ct) =>
        database.WriteOwnAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE node SET left_at = @Now WHERE name = @Name AND run = @Run",
                    new
                    {
                        self.Name,
                        self.Run,
                        Now = time.GetUtcNow(),
                    }
                ),
            ct
        );

    /// <summary>Everybody who was here lately, by name; empty on SQLite.</summary>
    public async Task<List<NodeView>> ListAsync(CancellationToken ct)
    {
        if (!IsOn)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var (rows, work, runs) = await database.ReadAsync(
            async session =>
                (
                    await session.ListAsync<Row>($"SELECT {Columns} FROM node ORDER BY name"),
                    (await session.ListAsync<Work>(SelectWork, new { now })).ToDictionary(
                        work => work.Owner,
                        work => work.Sources,
                        StringComparer.Ordinal
                    ),
                    (await session.ListAsync<JobRun>(JobRuns.Select)).ToLookup(run => run.Node, StringComparer.Ordinal)
                ),
            ct
        );
        return rows.ConvertAll(row =>
        {
            var last = runs[row.Name].MaxBy(run => run.EndedAt);
            return new NodeView(
                row.Name,
                row.Host,
                StateOf(row, now),
                IsSelf: row.Run == self.Run,
                row.StartedAt,
                row.BeatAt,
                row.Version,
                row.Model,
                row.Settings,
                work.GetValueOrDefault(NodeSelf.OwnerOf(row.Name, row.Run)),
                last?.Name,
                last?.EndedAt,
                TimeSpan.FromMilliseconds(row.ClockAhead),
                row.Warnings.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            );
        });
    }

    private long Ahead => time is ServerClock { MachineAhead: { } ahead } ? (long)ahead.TotalMilliseconds : 0;

    private string StateOf(Row row, DateTimeOffset now) =>
        row.LeftAt is not null ? NodeState.Left
        : now - row.BeatAt < options.GoneAfter ? NodeState.Alive
        : NodeState.Gone;

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string Place { get; init; } = "";
        public string Run { get; init; } = "";
        public string Host { get; init; } = "";
        public string Version { get; init; } = "";
        public string Model { get; init; } = "";
        public string Settings { get; init; } = "";
        public DateTimeOffset StartedAt { get; init; }
        public DateTimeOffset BeatAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
        public long ClockAhead { get; init; }
        public string Warnings { get; init; } = "";
    }

    private sealed class Work
    {
        public string Owner { get; init; } = "";
        public long Sources { get; init; }
    }
}

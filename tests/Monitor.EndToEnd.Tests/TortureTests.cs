using Microsoft.Data.Sqlite;
using Monitor.Torture;
using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// A few rounds of the torture on each store, with every fault that can be simulated here; docs/reliability.md has the long runs. What cannot be simulated
/// is written to the output. MONITOR_TORTURE_ROUNDS says how many rounds.
/// </summary>
public sealed class TortureTests(ITestOutputHelper output)
{
    private static readonly string? Rounds = Environment.GetEnvironmentVariable("MONITOR_TORTURE_ROUNDS");

    private static readonly string[] OnAServer =
    [
        "kill",
        "node-kill",
        "sessions-ended",
        "wire-cut",
        "wire-silent",
        "server-kill",
        "disk-full",
        "fsync-error-kill",
        "clock-back",
    ];

    // What somebody could take away or put in, and what is said of it.
    private static readonly (string Sql, string Complaint)[] Tamperings =
    [
        ("UPDATE decision SET verdict = 'escalate' WHERE id = (SELECT MIN(id) FROM decision)", "nobody sent the verdict escalate"),
        ("DELETE FROM decision WHERE id = (SELECT MAX(id) FROM decision)", "is decided"),
        ("UPDATE export_batch SET delivered_at = NULL", "the store does not say so"),
        ("UPDATE export_batch SET delivered_at = 1, manifest_sha256 = 'x'", "its manifest is not the one that was made"),
        ("UPDATE export_row SET revision = 1 WHERE place = 1", "left again as revision 1"),
        ("DELETE FROM flag_evidence WHERE flag_id = 1", "flag 1 of entry"),
        ("UPDATE evidence SET sha256 = 'ab' || substr(sha256, 3)", "there is no file"),
        (
            "INSERT INTO flag_evidence SELECT id, 1, '' FROM flag; INSERT INTO audit SELECT MAX(sequence) + 1, 0, 'x', NULL, 'x', 'flag.open', 'flag:0', NULL, NULL, '', 'x', NULL, NULL, NULL FROM audit",
            "the audit chain breaks at row"
        ),
        ("DELETE FROM item WHERE id = 1", "is neither stored nor due"),
        (
            "UPDATE item SET source_id = source_id + 100; INSERT INTO item (source_id, native_id, author_key, fingerprint, seen_at) SELECT 1, native_id, '', '', 0 FROM item WHERE id = 2",
            "is stored 2 times"
        ),
        ("UPDATE flag SET item_id = 3 WHERE id = (SELECT MAX(id) FROM flag)", "is stored without the flag"),
    ];

    [Fact]
    public async Task KilledFilledAndSetBackADaemonOnSqliteLosesNothingAndDoublesNothing()
    {
        await using var run = await TortureAsync(new TortureOptions { Rounds = RoundsOr(12), Store = Store.Sqlite });
    }

    [Fact]
    public async Task KilledCutOffAndSetBackDaemonsOnPostgreSqlLoseNothingAndDoubleNothing()
    {
        await using var run = await TortureAsync(
            new TortureOptions
            {
                Rounds = RoundsOr(8),
                Store = Store.PostgreSql,
                Faults = OnAServer,
            }
        );
    }

    [Fact]
    public async Task TheHarnessSeesWhatIsTakenAwayOrPutIn()
    {
        await using var run = await TortureAsync(
            new TortureOptions
            {
                Rounds = 2,
                Store = Store.Sqlite,
                Faults = ["kill"],
            }
        );
        var world = run.World!;
        await Eventually.TrueAsync(() => world.Ledger is { Told.Count: > 3, Delivered.Count: > 0 }, "verdicts and a batch");
        foreach (var node in world.Nodes)
        {
            await node.KillAsync();
        }

        Assert.Empty(await world.Invariants.CheckAsync(world.Now, all: true));
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(world.Nodes[0].Data, "db", "monitor.db")};Pooling=False;Foreign Keys=False"
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var (sql, complaint) in Tamperings)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var found = await world.Invariants.CheckAsync(world.Now, all: true);
            Assert.True(
                found.Exists(one => one.Contains(complaint, StringComparison.Ordinal)),
                $"{sql}: of '{complaint}' nothing is said in:\n{string.Join('\n', found)}"
            );
        }
    }

    private static int RoundsOr(int otherwise) => int.TryParse(Rounds, out var rounds) && rounds > 0 ? rounds : otherwise;

    private async Task<Run> TortureAsync(TortureOptions options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are held and killed by signals.");
        var run = new Run(options with { Longest = 500 }, output.WriteLine);
        var report = await run.ToTheEndAsync();
        Assert.SkipWhen(report.Rounds.Count == 0, report.Skipped.FirstOrDefault() ?? "");
        Assert.Empty(report.Violations);
        return run;
    }
}

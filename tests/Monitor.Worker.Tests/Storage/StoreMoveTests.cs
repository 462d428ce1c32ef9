using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

/// <summary>An SQLite database that goes over to PostgreSQL.</summary>
public sealed class StoreMoveTests : Spine
{
    private Database _target = null!;

    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _target = await PostgreSqlServer.OpenAsync(Folder);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _target?.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task EverythingIsThereAfterwardsAndWorkGoesOn()
    {
        var person = await AddPersonAsync("Dinas Contoh \"Ümlaut\" 🙂");
        await AddAccountAsync("contoh", asn: person);
        for (var i = 0; i < 20; i++)
        {
            await OpenFlagAsync(person: i % 2 == 0 ? person : null, text: $"pilih nomor dua ke-{i}", score: i / 20.0);
        }

        var moved = await MoveAsync();
        Assert.Equal(20, moved.Single(table => table.Table == "flag").Rows);
        Assert.All(moved, table => Assert.Matches("^[0-9a-f]{64}$", table.Sha256));
        var there = await _target.ReadAsync(AuditLog.VerifyAsync, default);
        Assert.Equal((await VerifyAsync()).Rows, there.Rows);
        Assert.Null(there.Fault);
        var queue = new Queue(_target, ReviewSettings, Time);
        Assert.Equal(20, (await queue.PageAsync(new FlagQuery { Text = "nomor dua" }, default)).Items.Count);
        // Numbers go on where they were.
        var next = await _target.WriteAsync(
            session =>
                session.ScalarAsync<long>(
                    "INSERT INTO evidence (sha256, bytes, media_type, url, captured_at, headers) VALUES ('b', 1, '', '', 0, '[]') RETURNING id"
                ),
            default
        );
        Assert.Equal(21, next);
    }

    [Fact]
    public async Task MoveThatIsBrokenOffGoesOnAndTakesNothingTwice()
    {
        await ExecuteAsync(
            """
            INSERT INTO drift (day, model, series, bucket, count)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) SELECT '2024-10-01', 'm', 's', i, i FROM n
            """
        );
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new StoreMove(Database.Sqlite!, _target).RunAsync(
                (table, rows) =>
                {
                    if (table == "drift" && rows == 10000)
                    {
                        stop.Cancel();
                    }
                },
                stop.Token
            )
        );
        Assert.Equal(10000, await _target.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM drift"), default));
        var firsts = new List<long>();
        var moved = await new StoreMove(Database.Sqlite!, _target).RunAsync(
            (table, rows) =>
            {
                if (table == "drift")
                {
                    firsts.Add(rows);
                }
            },
            default
        );
        Assert.Equal([12000], firsts);
        Assert.Equal(12000, moved.Single(table => table.Table == "drift").Rows);
    }

    [Fact]
    public async Task TargetThatHoldsSomethingElseIsRefusedAndLeftAsItIs()
    {
        await _target.WriteAsync(session => AuditLog.RecordAsync(session, Some.Admin, "uji", "flag:1"), default);
        var refusal = await Assert.ThrowsAsync<RefusalException>(MoveAsync);
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains("audit", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await _target.ReadAsync(AuditLog.VerifyAsync, default)).Rows);
    }

    [Fact]
    public async Task ValueThatPostgreSqlCannotKeepIsNamedByItsPlace()
    {
        await ExecuteAsync("INSERT INTO drift VALUES ('2024-10-01', 'm' || char(0), 's', 1, 1)");
        var refusal = await Assert.ThrowsAsync<RefusalException>(MoveAsync);
        Assert.Contains("drift.model, row 1", refusal.Message, StringComparison.Ordinal);
    }

    private Task<List<MovedTable>> MoveAsync() => new StoreMove(Database.Sqlite!, _target).RunAsync((_, _) => { }, default);
}

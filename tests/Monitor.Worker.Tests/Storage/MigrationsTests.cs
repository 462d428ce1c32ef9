using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

/// <summary>Schema history on SQLite.</summary>
public sealed class MigrationsTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task FreshFolderGetsEveryStepOnceAndInOrder()
    {
        using var database = Open(out var migrations);
        var applied = await migrations.ApplyAsync(default);
        Assert.Equal(Enumerable.Range(1, Migrations.Known.Count), applied.Select(step => step.Number));
        Assert.Empty(await migrations.ApplyAsync(default));
        await migrations.RequireCurrentAsync(default);
    }

    [Fact]
    public async Task StepWhoseTextChangedSinceItWasAppliedIsRefused()
    {
        using var database = Open(out var migrations);
        await migrations.ApplyAsync(default);
        var changed = Migrations.Known.Select(step => step.Number == 2 ? step with { Sha256 = new string('0', 64) } : step).ToList();
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => migrations.ApplyAsync(changed, default));
        Assert.Equal(RefusalKind.Broken, refusal.Kind);
        Assert.Contains("Migration 2 ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordedHashThatDiffersFromTheProgramsIsRefusedByEveryVerb()
    {
        using var database = Open(out var migrations);
        await migrations.ApplyAsync(default);
        await database.WriteAsync(session => session.ExecuteAsync("UPDATE schema_migration SET sha256 = 'x' WHERE number = 3"), default);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => migrations.RequireCurrentAsync(default));
        Assert.Contains("Migration 3 ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SchemaThatIsNewerThanTheProgramIsRefused()
    {
        using var database = Open(out var migrations);
        await migrations.ApplyAsync([.. Migrations.Known, Step("CREATE TABLE later (id BIGINT)")], default);
        foreach (var act in (Func<Task>[])[() => migrations.ApplyAsync(default), () => migrations.RequireCurrentAsync(default)])
        {
            var refusal = await Assert.ThrowsAsync<RefusalException>(act);
            Assert.Contains("newer than this program", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SchemaThatIsOlderIsRefusedUntilItIsMigrated()
    {
        using var database = Open(out var migrations);
        await migrations.ApplyAsync([.. Migrations.Known.Take(2)], default);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => migrations.RequireCurrentAsync(default));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Equal(Migrations.Known.Count - 2, (await migrations.ApplyAsync(default)).Count);
        await migrations.RequireCurrentAsync(default);
    }

    [Fact]
    public async Task AbsentDatabaseIsSaidToBeAbsentAndNotCreated()
    {
        using var database = Open(out var migrations);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => migrations.RequireCurrentAsync(default));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
        Assert.False(Directory.Exists(_temp["data"]));
    }

    [Fact]
    public async Task StepThatFailsHalfwayLeavesNothingOfItself()
    {
        using var database = Open(out var migrations);
        await migrations.ApplyAsync(default);
        var broken = Step("CREATE TABLE half (id BIGINT); CREATE TABLE half (id BIGINT);");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => migrations.ApplyAsync([.. Migrations.Known, broken], default));
        await migrations.RequireCurrentAsync(default);
        var tables = await database.ReadAsync(
            session => session.ScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'"),
            default
        );
        Assert.Equal(0, tables);
    }

    [Fact]
    public async Task EightThatStartAtOnceApplyEachStepOnce()
    {
        var databases = new List<Database>();
        try
        {
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var runs = Enumerable
                .Range(0, 8)
                .Select(_ =>
                {
                    databases.Add(Open(out var migrations));
                    return Task.Run(async () =>
                    {
                        await start.Task;
                        return await migrations.ApplyAsync(default);
                    });
                })
                .ToList();
            start.SetResult();
            var applied = (await Task.WhenAll(runs)).SelectMany(steps => steps).Select(step => step.Number).Order();
            Assert.Equal(Enumerable.Range(1, Migrations.Known.Count), applied);
        }
        finally
        {
            databases.ForEach(database => database.Dispose());
        }
    }

    [Fact]
    public async Task FoldersAndFilesBelongToTheDaemonsUserAloneButTheWayToTheSocket()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        using var database = Open(out var migrations);
        await migrations.ApplyAsync(default);
        // A row in the journal, so that its file is there to look at.
        await database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE t (id BIGINT)"), default);
        var folder = new DataFolder(Options);
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode passThrough = ownerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Assert.Equal(passThrough, Some.ModeOf(folder.Root));
        Assert.Equal(passThrough, Some.ModeOf(folder.Run));
        Assert.All(
            [folder.DatabaseDirectory, folder.Evidence, folder.Keys, folder.Exports],
            path => Assert.Equal(ownerOnly, Some.ModeOf(path))
        );
        var files = Directory.GetFiles(folder.DatabaseDirectory);
        Assert.Contains(folder.DatabaseFile + "-wal", files);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Some.ModeOf(file)));
    }

    [Fact]
    public async Task DatabaseFolderThatOthersCouldReadIsClosedToThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        var folder = new DataFolder(Options);
        Directory.CreateDirectory(folder.DatabaseDirectory);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.DatabaseDirectory, (UnixFileMode)0b111_111_111);
        }

        using var database = Open(out var migrations);
        await migrations.ApplyAsync(default);
        Assert.Equal((UnixFileMode)0b111_000_000, Some.ModeOf(folder.DatabaseDirectory));
    }

    private StorageOptions Options => new() { Directory = _temp["data"], Durability = Durability.Normal };

    private static Migrations.Step Step(string sql) => new(9999, "later", sql, new string('f', 64));

    private Database Open(out Migrations migrations)
    {
        var folder = new DataFolder(Options);
        var database = new Database(folder, Options);
        migrations = new Migrations(database, folder, _time);
        return database;
    }
}

using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

/// <summary>Copies of an SQLite database.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new();
    private DataFolder _folder = null!;
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = new DataFolder(new StorageOptions { Directory = _temp["data"] });
        _database = await Spine.OpenSqliteAsync(_folder, _time);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task CopyTakenWhileOthersWriteIsWholeAndItsAuditChainHolds()
    {
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            var written = 0;
            while (!stop.IsCancellationRequested)
            {
                await RecordAsync($"flag:{written++}");
                begun.TrySetResult();
            }

            return written;
        });
        await begun.Task;
        for (var i = 0; i < 3; i++)
        {
            var before = await RowsAsync();
            await Backup.TakeAsync(_database, _temp[$"salinan/{i}.db"], default);
            Assert.Empty(await Backup.CheckFileAsync(_temp[$"salinan/{i}.db"], default));
            var verdict = await VerifyCopyAsync(_temp[$"salinan/{i}.db"]);
            Assert.Null(verdict.Fault);
            Assert.InRange(verdict.Rows, before, long.MaxValue);
        }

        await stop.CancelAsync();
        Assert.True(await writing > 0);
    }

    [Fact]
    public async Task CopyIsOneFileThatOnlyItsOwnerReads()
    {
        await Backup.TakeAsync(_database, _temp["salinan/a.db"], default);
        Assert.Equal([_temp["salinan/a.db"]], Directory.GetFileSystemEntries(_temp["salinan"]));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Some.ModeOf(_temp["salinan/a.db"]));
    }

    [Fact]
    public async Task BackupOverwritesNothing()
    {
        await File.WriteAllTextAsync(_temp["a.db"], "milik orang");
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Backup.TakeAsync(_database, _temp["a.db"], default));
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Equal("milik orang", await File.ReadAllTextAsync(_temp["a.db"]));
    }

    [Fact]
    public async Task RestoredDatabaseIsTheOneOfTheBackupAndTheReplacedOneIsKept()
    {
        await RecordAsync("flag:1");
        await Backup.TakeAsync(_database, _temp["a.db"], default);
        await RecordAsync("flag:2");
        _database.Dispose();
        var kept = await Backup.RestoreAsync(_folder, _temp["a.db"], _time, default);
        _database = await Spine.OpenSqliteAsync(_folder, _time);
        Assert.Equal(1, await RowsAsync());
        Assert.NotNull(kept);
        Assert.Equal(2, (await VerifyCopyAsync(kept)).Rows);
    }

    [Fact]
    public async Task RestoreIntoAnEmptyFolderNeedsNothingThere()
    {
        await RecordAsync("flag:1");
        await Backup.TakeAsync(_database, _temp["a.db"], default);
        var other = new DataFolder(new StorageOptions { Directory = _temp["lain"] });
        Assert.Null(await Backup.RestoreAsync(other, _temp["a.db"], _time, default));
        using var restored = await Spine.OpenSqliteAsync(other, _time);
        Assert.Null((await restored.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
    }

    [Theory]
    [InlineData("torn")]
    [InlineData("noise")]
    [InlineData("foreign")]
    [InlineData("dangling")]
    public async Task FileThatDoesNotCheckIsNotRestored(string fault)
    {
        for (var i = 0; i < 200; i++)
        {
            await RecordAsync($"flag:{i}");
        }

        await Backup.TakeAsync(_database, _temp["a.db"], default);
        await SpoilAsync(_temp["a.db"], fault);
        var files = Directory.GetFiles(_folder.DatabaseDirectory).Order().ToList();
        _database.Dispose();
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Backup.RestoreAsync(_folder, _temp["a.db"], _time, default));
        Assert.Equal(RefusalKind.Broken, refusal.Kind);
        _database = await Spine.OpenSqliteAsync(_folder, _time);
        Assert.Equal(200, await RowsAsync());
        Assert.Equal(files, Directory.GetFiles(_folder.DatabaseDirectory).Order());
    }

    [Fact]
    public async Task DatabaseThatIsOpenElsewhereIsNotReplaced()
    {
        await Backup.TakeAsync(_database, _temp["a.db"], default);
        await RecordAsync("flag:1");
        await using (var elsewhere = await _database.Sqlite!.OpenAsync(default))
        {
            // One that has read something, and is idle now.
            await using var read = elsewhere.CreateCommand();
            read.CommandText = "SELECT COUNT(*) FROM audit";
            await read.ExecuteScalarAsync();
            var refusal = await Assert.ThrowsAsync<RefusalException>(() => Backup.RestoreAsync(_folder, _temp["a.db"], _time, default));
            Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        }

        Assert.Equal(1, await RowsAsync());
        Assert.False(File.Exists(_folder.DatabaseFile + ".restore"));
    }

    [Fact]
    public async Task DamagedDatabaseCanBeReplaced()
    {
        await Backup.TakeAsync(_database, _temp["a.db"], default);
        _database.Dispose();
        await File.WriteAllBytesAsync(_folder.DatabaseFile, Enumerable.Repeat((byte)'x', 8192).ToArray());
        Assert.NotNull(await Backup.RestoreAsync(_folder, _temp["a.db"], _time, default));
        _database = await Spine.OpenSqliteAsync(_folder, _time);
        Assert.Equal(0, await RowsAsync());
    }

    private static async Task SpoilAsync(string file, string fault)
    {
        switch (fault)
        {
            case "torn":
                var bytes = await File.ReadAllBytesAsync(file);
                Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, bytes.Length / 4);
                await File.WriteAllBytesAsync(file, bytes);
                break;
            case "noise":
                await File.WriteAllTextAsync(file, new string('x', 5000));
                break;
            default:
                await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
                {
                    await connection.OpenAsync();
                    await using var command = connection.CreateCommand();
                    command.CommandText =
                        fault == "foreign"
                            ? "ALTER TABLE schema_migration RENAME TO other"
                            : "PRAGMA foreign_keys = OFF; INSERT INTO flag_evidence (flag_id, evidence_id, note) VALUES (7, 7, '')";
                    await command.ExecuteNonQueryAsync();
                }

                break;
        }
    }

    private Task RecordAsync(string subject) =>
        _database.WriteAsync(session => new AuditLog(_time).RecordAsync(session, Some.Admin, "uji", subject), default);

    private Task<long> RowsAsync() => _database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM audit"), default);

    private async Task<AuditVerdict> VerifyCopyAsync(string file)
    {
        var folder = new DataFolder(new StorageOptions { Directory = _temp[Guid.NewGuid().ToString("N")] });
        folder.Create();
        File.Copy(file, folder.DatabaseFile);
        using var copy = new Database(folder, new StorageOptions());
        return await copy.ReadAsync(AuditLog.VerifyAsync, default);
    }
}

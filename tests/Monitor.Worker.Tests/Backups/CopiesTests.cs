using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Backups;

/// <summary>Copies that are taken by themselves, opened every day, and let go.</summary>
public sealed class CopiesTests : Spine
{
    private static readonly Actor Daemon = Actor.Daemon("backup");
    private readonly TempFolder _outside = Some.Folder();
    private readonly BackupOptions _options = new();
    private Copies _copies = null!;
    private CopyCheck _check = null!;

    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _options.Directory = _outside["cadangan"];
        _copies = new Copies(Database, Folder, _options, AuditLog, Time, NullLogger<Copies>.Instance);
        _check = new CopyCheck(Database, Folder, _options, AuditLog, Time, NullLogger<CopyCheck>.Instance);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("2024-10-01T18:29:00Z", "2024-09-30T18:30:00Z", "1.00:00:00")]
    [InlineData("2024-10-01T18:30:00Z", "2024-10-01T18:30:00Z", "1.00:00:00")]
    [InlineData("2024-10-01T03:00:00Z", "2024-10-01T00:30:00Z", "06:00:00")]
    public void CopyIsDueAtTheTimeOfDayInWib(string now, string due, string every)
    {
        var options = new BackupOptions { Every = TimeSpan.Parse(every), At = new TimeSpan(1, 30, 0) };
        Assert.Equal(DateTimeOffset.Parse(due), options.DueAt(DateTimeOffset.Parse(now)));
    }

    [Fact]
    public async Task OneIsTakenEachDayAndAMissedOneIsMadeUpFor()
    {
        Assert.True(await _copies.TakeIfDueAsync(default));
        Assert.False(await _copies.TakeIfDueAsync(default));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await _copies.TakeIfDueAsync(default));
        Time.Advance(TimeSpan.FromDays(5));
        Assert.True((await _copies.HealthAsync(default)).Late);
        Assert.True(await _copies.TakeIfDueAsync(default));
        Assert.False(await _copies.TakeIfDueAsync(default));
        Assert.Equal(3, Directory.GetFiles(_options.Directory).Length);
        Assert.False((await _copies.HealthAsync(default)).Red);
    }

    [Fact]
    public async Task OldOnesGoOnceANewOneIsWholeAndStrangersFilesStay()
    {
        Directory.CreateDirectory(_options.Directory);
        await File.WriteAllTextAsync(_outside["cadangan/milik-orang.db"], "x");
        await File.WriteAllTextAsync(_outside["cadangan/monitor-99999999T999999Z.db"], "x");
        for (var i = 0; i < 5; i++)
        {
            await _copies.TakeAsync(_options.Directory, keep: 3, Daemon, default);
            Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(
            [
                "milik-orang.db",
                "monitor-20241003T030000Z.db",
                "monitor-20241004T030000Z.db",
                "monitor-20241005T030000Z.db",
                "monitor-99999999T999999Z.db",
            ],
            Directory.GetFiles(_options.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(2, await ScalarAsync<long>("SELECT COUNT(*) FROM backup WHERE removed_at IS NOT NULL"));

        Time.Advance(TimeSpan.FromDays(60));
        await _copies.TakeAsync(_options.Directory, keep: 3, Daemon, default);
        Assert.Single(Directory.GetFiles(_options.Directory, "monitor-2024*"));
    }

    [Fact]
    public async Task WhatAKilledProcessLeftBehindIsRemovedAfterADay()
    {
        Directory.CreateDirectory(_options.Directory);
        var half = Path.Combine(_options.Directory, $"monitor-20240929T183000Z.db.{Guid.NewGuid():N}.tmp");
        var scratch = Path.Combine(Folder.DatabaseDirectory, "copy-lama");
        await File.WriteAllTextAsync(half, "x");
        Directory.CreateDirectory(scratch);
        Directory.SetLastWriteTimeUtc(scratch, Time.GetUtcNow().UtcDateTime.AddDays(-2));
        await _copies.TakeAsync(_options.Directory, 14, Daemon, default);
        Assert.False(File.Exists(half));
        Assert.False(Directory.Exists(scratch));
        Assert.Empty(Directory.GetDirectories(Folder.DatabaseDirectory));
    }

    [Fact]
    public async Task FailureIsSaidAndTriedAgainAtGrowingIntervalsUntilOneSucceeds()
    {
        await File.WriteAllTextAsync(_options.Directory, "sebuah berkas");
        Assert.False(await _copies.TakeIfDueAsync(default));
        var first = (await _copies.HealthAsync(default)).Setback!;
        Assert.Equal((1, Time.GetUtcNow() + TimeSpan.FromMinutes(10)), (first.Failures, first.NextTryAt));
        Assert.False((await _copies.HealthAsync(default)).Red);
        foreach (var minutes in (int[])[10, 20])
        {
            Time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.False(await _copies.TakeIfDueAsync(default));
        }

        Assert.True((await _copies.HealthAsync(default)).Red);
        File.Delete(_options.Directory);
        Assert.False(await _copies.TakeIfDueAsync(default));
        Time.Advance(TimeSpan.FromHours(4));
        Assert.True(await _copies.TakeIfDueAsync(default));
        Assert.Null((await _copies.HealthAsync(default)).Setback);
    }

    [Fact]
    public async Task FolderInsideTheDataFolderIsRefused()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            _copies.TakeAsync(Path.Combine(Folder.Root, "cadangan"), 14, Daemon, default)
        );
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CopyTakenUnderWriteLoadRestoresIntoAnEmptyFolderWithEqualCountsAndAVerifiedChain(bool encrypted)
    {
        if (encrypted)
        {
            UseKey("kunci");
        }

        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await OpenFlagAsync(text: $"Ayo pilih nomor dua {i}");
                begun.TrySetResult();
            }
        });
        await begun.Task;
        var row = await _copies.TakeAsync(_options.Directory, 14, Daemon, default);
        var before = await CountAsync("flag");
        await stop.CancelAsync();
        await writing;
        Assert.Equal(encrypted, SealedFile.IsSealed(row.Path));

        var empty = new DataFolder(new StorageOptions { Directory = _outside["kosong"] });
        using (var opened = await OpenedCopy.OpenAsync(empty, row.Path, _options.KeyFile, default))
        {
            Assert.Null(await Backup.RestoreAsync(empty, opened.Folder.DatabaseFile, Time, default));
        }

        using var restored = new Database(empty, new StorageOptions { Directory = empty.Root });
        await new Migrations(restored, empty, Time).RequireCurrentAsync(default);
        Assert.Empty(await Backup.CheckFileAsync(empty.DatabaseFile, default));
        var counts = await restored.ReadAsync(Copies.CountsAsync, default);
        Assert.Equal(row.Counts, System.Text.Json.JsonSerializer.Serialize(counts));
        Assert.InRange(counts["flag"], 1, before);
        var verdict = await restored.ReadAsync(AuditLog.VerifyAsync, default);
        Assert.Null(verdict.Fault);
        Assert.Equal((row.AuditSequence, row.AuditHash), (verdict.Head.Sequence, verdict.Head.Hash));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task NewestIsOpenedOnceADayAndFoundSound()
    {
        UseKey("kunci");
        await OpenFlagAsync();
        await _copies.TakeIfDueAsync(default);
        Assert.True(await _check.LookIfDueAsync(default));
        Assert.False(await _check.LookIfDueAsync(default));
        var health = await _copies.HealthAsync(default);
        Assert.Equal((Time.GetUtcNow(), null, true), (health.CheckedAt, health.Fault, health.Encrypted));
        Time.Advance(TimeSpan.FromDays(1));
        await OpenFlagAsync();
        Assert.True(await _check.LookIfDueAsync(default));
        Assert.Null((await _copies.HealthAsync(default)).Fault);
        Assert.Empty(Directory.GetDirectories(Folder.DatabaseDirectory));
    }

    [Theory]
    [InlineData("gone", "does not exist")]
    [InlineData("changed", "has changed since it was made")]
    [InlineData("key", "does not open with this key")]
    [InlineData("key-gone", "is not there")]
    [InlineData("counts", "the table asn holds 0 rows, 7 when it was made")]
    [InlineData("chain", "is not that of this database")]
    [InlineData("head", "was REWRITTEN")]
    public async Task CopyThatCouldNotBeRestoredTurnsTheStatusRedAndIsOnRecord(string fault, string said)
    {
        UseKey("kunci");
        await OpenFlagAsync();
        await _copies.TakeIfDueAsync(default);
        var file = Directory.GetFiles(_options.Directory).Single();
        switch (fault)
        {
            case "gone":
                File.Delete(file);
                break;
            case "changed":
                await File.AppendAllTextAsync(file, "x");
                break;
            case "key":
                UseKey("lain");
                break;
            case "key-gone":
                File.Delete(_options.KeyFile);
                break;
            case "counts":
                await ExecuteAsync("""UPDATE backup SET counts = '{"asn":7}'""");
                break;
            case "head":
                await ExecuteAsync("UPDATE backup SET audit_hash = '0'");
                break;
            default:
                // Somebody made the living record anew; the copy remembers the old one.
                await ExecuteAsync("DROP TRIGGER audit_is_never_changed");
                await ExecuteAsync("UPDATE audit SET hash = '0' WHERE sequence <= 2");
                break;
        }

        Assert.True(await _check.LookIfDueAsync(default));
        var health = await _copies.HealthAsync(default);
        Assert.Contains(said, health.Fault!.En, StringComparison.Ordinal);
        Assert.True(health.Red);
        Assert.Equal(1, await ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE verb = 'backup.faulty'"));
    }

    [Fact]
    public async Task CopyOfASchemaNewerThanTheProgramIsFaulty()
    {
        await ExecuteAsync("INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (9999, 'later', 'x', 0)");
        await _copies.TakeAsync(_options.Directory, 14, Daemon, default);
        var report = await _check.LookAsync(Directory.GetFiles(_options.Directory).Single(), "", null, default);
        Assert.Contains("newer than this program", report.Fault!.En, StringComparison.Ordinal);
    }

    private void UseKey(string name)
    {
        _options.KeyFile = _outside[name];
        BackupKey.Create(_options.KeyFile);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Backups;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Collection;

namespace Monitor.Worker.Tests.Backups;

/// <summary>Copies of the database that were damaged or forged, from a fixed seed: opened in a place of their own, and told of in one sentence.</summary>
public sealed class BackupFuzzTests : Spine
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DamagedCopyIsOpenedOrToldOfInOneSentence(bool encrypted)
    {
        using var outside = Some.Folder();
        var options = new BackupOptions { Directory = outside["cadangan"] };
        if (encrypted)
        {
            BackupKey.Create(outside["kunci"]);
            options.KeyFile = outside["kunci"];
        }

        await new Copies(Database, Folder, options, AuditLog, Time, NullLogger<Copies>.Instance).TakeIfDueAsync(default);
        var check = new CopyCheck(Database, Folder, options, AuditLog, Time, NullLogger<CopyCheck>.Instance);
        var file = Assert.Single(Directory.GetFiles(options.Directory));
        var good = await File.ReadAllBytesAsync(file);
        Assert.Null((await check.LookAsync(file, options.KeyFile, known: null, default)).Fault);
        var random = new Random(3306);
        var noticed = 0;
        for (var i = 0; i < Mutations.Count(25); i++)
        {
            var bad = Mutations.Damage(good, random);
            // Most of a copy is pages; its head decides how all the rest is read.
            if (i % 3 == 0)
            {
                bad = [.. Mutations.Damage(good[..200], random), .. good[200..]];
            }

            await File.WriteAllBytesAsync(file, bad);
            var report = await check.LookAsync(file, options.KeyFile, known: null, default);
            noticed += report.Fault is null ? 0 : 1;
            Assert.True(report.Fault is null || report.Fault.En.Length > 0);
            Assert.True(
                !encrypted || report.Fault is not null || bad.AsSpan().SequenceEqual(good),
                $"damage {i} of an encrypted copy was not noticed"
            );
        }

        Assert.NotEqual(0, noticed);
        // Nothing of what was opened is left behind.
        Assert.Empty(Directory.GetDirectories(Folder.DatabaseDirectory));
    }
}

using System.Text;
using Monitor.Worker.Evidence;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Evidence;

/// <summary>Kept evidence is compared with its hashes: a share a day, and what is wrong is known.</summary>
public abstract class EvidenceCheckTests : Spine
{
    private EvidenceOptions Options { get; } = new() { CheckDays = 4 };

    private EvidenceCheck Check => new(Database, EvidenceStore, AuditLog, Options, Time);

    [Fact]
    public async Task EveryFileIsComparedWithinTheDaysThatAreConfigured()
    {
        await KeepAsync(10);

        var counts = new List<int>();
        for (var day = 0; day < 4; day++)
        {
            counts.Add(await Check.PassIfDueAsync(default));
            Assert.Equal(0, await Check.PassIfDueAsync(default));
            Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([3, 3, 3, 3], counts);
        Assert.Equal(10, await CountAsync("evidence_check"));
    }

    [Fact]
    public async Task DamagedEvidenceIsNamedRecordedOnceAndLookedAtUntilItIsMended()
    {
        var hash = (await KeepAsync(1))[0];
        var file = Directory.GetFiles(Folder.Evidence, hash + "*", SearchOption.AllDirectories).Single();
        var aside = file + ".pindah";
        File.Move(file, aside);
        for (var day = 0; day < 3; day++)
        {
            Assert.Equal(1, await Check.PassIfDueAsync(default));
            Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([hash], (await Check.HealthAsync(default)).Damaged);
        Assert.Equal([hash], (await EvidenceCheck.AllAsync(Database, EvidenceStore, default)).Select(fault => fault.Sha256));
        File.Move(aside, file);
        await Check.PassIfDueAsync(default);

        Assert.Empty((await Check.HealthAsync(default)).Damaged);
        Assert.Empty(await EvidenceCheck.AllAsync(Database, EvidenceStore, default));
        Assert.Equal(
            ["evidence.damaged", "evidence.mended"],
            await ListAsync<string>($"SELECT verb FROM audit WHERE subject = 'evidence:{hash}' ORDER BY sequence")
        );
    }

    [Fact]
    public async Task EvidenceThatWaitsTooLongForItsCheckIsLate()
    {
        await KeepAsync(2);
        Assert.Equal((2, 0), await HealthAsync());

        Time.Advance(TimeSpan.FromDays(6) + TimeSpan.FromHours(1));
        Assert.Equal((2, 2), await HealthAsync());

        await Check.PassAsync(default);
        Assert.Equal((2, 1), await HealthAsync());
    }

    [Fact]
    public async Task EvidenceThatWasTakenDownIsNotMissed()
    {
        var hash = (await KeepAsync(1))[0];
        Assert.Equal(1, await EvidenceStore.RemoveAsync([hash], default));
        await Check.PassAsync(default);
        Assert.Equal([hash], (await Check.HealthAsync(default)).Damaged);

        await ExecuteAsync("UPDATE evidence SET removed_at = 1");

        Assert.Equal(0, await Check.PassAsync(default));
        Assert.Empty((await Check.HealthAsync(default)).Damaged);
        Assert.Empty(await EvidenceCheck.AllAsync(Database, EvidenceStore, default));
    }

    [Fact]
    public async Task OneContentThatWasSeenTwiceIsOneFileToCheck()
    {
        var hash = (await KeepAsync(1))[0];
        await Database.WriteAsync(session => EvidenceStore.RecordAsync(session, hash, Some.Capture("isi 0")), default);

        Assert.Equal(1, await Check.PassAsync(default));
        Assert.Equal(1, (await Check.HealthAsync(default)).Files);
    }

    private async Task<(long Files, long Late)> HealthAsync()
    {
        var health = await Check.HealthAsync(default);
        return (health.Files, health.Late);
    }

    private async Task<List<string>> KeepAsync(int count)
    {
        var hashes = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var capture = Some.Capture($"isi {i}") with { At = Time.GetUtcNow() };
            hashes.Add(await EvidenceStore.KeepBytesAsync(Encoding.UTF8.GetBytes($"isi {i}"), default));
            await Database.WriteAsync(session => EvidenceStore.RecordAsync(session, hashes[^1], capture), default);
        }

        return hashes;
    }
}

/// <inheritdoc />
public sealed class EvidenceCheckOnSqliteTests : EvidenceCheckTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class EvidenceCheckOnPostgreSqlTests : EvidenceCheckTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Evidence;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Evidence;

/// <summary>Evidence in rows of the database: the same hashes, the same seals, and a place that can be changed.</summary>
public abstract class EvidenceInTheDatabaseTests : Spine
{
    protected EvidenceInTheDatabaseTests() => EvidenceSettings.Store = EvidencePlace.Database;

    private EvidenceStore InFiles => new(Folder, Database, new EvidenceOptions { Store = EvidencePlace.Folder }, Time);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task BytesComeBackAsTheyWereUnderTheirHashAndNoFileIsMade(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var hash = await EvidenceStore.KeepBytesAsync(bytes, default);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash);
        Assert.Equal(bytes, await EvidenceStore.ReadAsync(hash, default));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task BothPlacesHoldTheSameToTheByte()
    {
        var bytes = Encoding.UTF8.GetBytes("halaman");
        var hash = await EvidenceStore.KeepBytesAsync(bytes, default);
        var row = await StoredAsync(hash);
        await EvidenceStore.RemoveAsync([hash], default);
        Assert.Equal(hash, await InFiles.KeepBytesAsync(bytes, default));
        Assert.Equal(await File.ReadAllBytesAsync(Files().Single()), row);
    }

    [Fact]
    public async Task SameBytesAreKeptOnceAlsoWhenEightHandThemInTogether()
    {
        var bytes = Encoding.UTF8.GetBytes("halaman");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EvidenceStore.KeepBytesAsync(bytes, default))));
        Assert.Equal(1, await CountAsync("evidence_bytes"));
    }

    [Fact]
    public async Task EachChangedBitIsFoundAndSameBytesSeenAgainMendIt()
    {
        var bytes = Encoding.UTF8.GetBytes("<p>Ayo</p>");
        var hash = await EvidenceStore.KeepBytesAsync(bytes, default);
        var stored = await StoredAsync(hash);
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var changed = (byte[])stored.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            await Database.WriteAsync(
                session => session.ExecuteAsync("UPDATE evidence_bytes SET stored = @changed WHERE sha256 = @hash", new { changed, hash }),
                default
            );
            Assert.True(await EvidenceStore.CheckAsync(hash, default) is not null, $"bit {bit}");
        }

        Assert.Equal(hash, await EvidenceStore.KeepBytesAsync(bytes, default));
        Assert.Equal(bytes, await EvidenceStore.ReadAsync(hash, default));
    }

    [Fact]
    public async Task WhatWasKeptBeforeThePlaceWasChangedIsFoundCheckedAndRemovedWhereItIs()
    {
        var file = await InFiles.KeepBytesAsync(Encoding.UTF8.GetBytes("lama"), default);
        var row = await EvidenceStore.KeepBytesAsync(Encoding.UTF8.GetBytes("baru"), default);
        foreach (var store in (EvidenceStore[])[EvidenceStore, InFiles])
        {
            Assert.Equal("lama"u8.ToArray(), await store.ReadAsync(file, default));
            Assert.Equal("baru"u8.ToArray(), await store.ReadAsync(row, default));
            Assert.True(await Database.ReadAsync(session => store.HasAsync(session, file), default));
            Assert.True(await Database.ReadAsync(session => store.HasAsync(session, row), default));
        }

        Assert.Equal(2, await EvidenceStore.RemoveAsync([file, row, new string('0', 64)], default));
        Assert.NotNull(await EvidenceStore.CheckAsync(file, default));
        Assert.NotNull(await EvidenceStore.CheckAsync(row, default));
        Assert.Equal(0, await CountAsync("evidence_bytes"));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task WhatIsHandedInAgainIsNotLeftOver()
    {
        var bytes = Encoding.UTF8.GetBytes("halaman");
        var hash = await EvidenceStore.KeepBytesAsync(bytes, default);
        Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal([hash], await EvidenceStore.OlderThanAsync(Time.GetUtcNow() - TimeSpan.FromDays(1), default));
        await EvidenceStore.KeepBytesAsync(bytes, default);
        Assert.Empty(await EvidenceStore.OlderThanAsync(Time.GetUtcNow() - TimeSpan.FromDays(1), default));
    }

    private string[] Files() => Directory.GetFiles(Folder.Evidence, "*", SearchOption.AllDirectories);

    private async Task<byte[]> StoredAsync(string hash) =>
        (
            await Database.ReadAsync(
                session => session.ScalarAsync<byte[]>("SELECT stored FROM evidence_bytes WHERE sha256 = @hash", new { hash }),
                default
            )
        )!;
}

/// <inheritdoc />
public sealed class EvidenceInTheDatabaseOnSqliteTests : EvidenceInTheDatabaseTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class EvidenceInTheDatabaseOnPostgreSqlTests : EvidenceInTheDatabaseTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

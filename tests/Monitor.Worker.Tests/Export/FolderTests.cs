using System.Text;
using Monitor.Worker.Export;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>Files in their folder: whole or not there, never written over, and checked by anybody.</summary>
public abstract class FolderTests : ExportStore
{
    [Fact]
    public async Task AFileStandsThereWholeForItsOwnerAloneAndNothingElseDoes()
    {
        var folder = new DeliveryFolder(Out);
        var file = new BatchFile("bkn-000001.csv", "isi"u8.ToArray());

        Assert.True(await folder.PutAsync(file, default));

        Assert.Equal([Path.Combine(Out, file.Name)], Directory.GetFiles(Out));
        Assert.Equal(file.Bytes, await File.ReadAllBytesAsync(Path.Combine(Out, file.Name)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Out, file.Name)));
        }
    }

    [Fact]
    public async Task TheSameFileIsLeftUntouchedAndAnotherIsNotWrittenOver()
    {
        var folder = new DeliveryFolder(Out);
        var path = Path.Combine(Out, "bkn-000001.csv");
        await folder.PutAsync(new BatchFile("bkn-000001.csv", "isi"u8.ToArray()), default);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.False(await folder.PutAsync(new BatchFile("bkn-000001.csv", "isi"u8.ToArray()), default));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            folder.PutAsync(new BatchFile("bkn-000001.csv", "lain"u8.ToArray()), default)
        );

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains("bkn-000001.csv", refusal.Sentence.Id, StringComparison.Ordinal);
        Assert.Equal("isi", await File.ReadAllTextAsync(path));
        Assert.Equal(2020, File.GetLastWriteTimeUtc(path).Year);
        Assert.Single(Directory.GetFiles(Out));
    }

    [Fact]
    public async Task WhatAKilledExportLeftIsClearedAway()
    {
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "bkn-000001.csv.0123.tmp"), "sepotong");

        await new DeliveryFolder(Out).PutAsync(new BatchFile("bkn-000001.csv", "isi"u8.ToArray()), default);

        Assert.Equal([Path.Combine(Out, "bkn-000001.csv")], Directory.GetFiles(Out));
    }

    [Fact]
    public async Task ManyThatWriteOneFileAtOnceLeaveOneWholeFile()
    {
        var bytes = new byte[1 << 20];
        Random.Shared.NextBytes(bytes);

        var written = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => new DeliveryFolder(Out).PutAsync(new BatchFile("bkn-000001.csv", bytes), default)))
        );

        Assert.Single(written, one => one);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Out))));
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsSaidInASentence()
    {
        await File.WriteAllTextAsync(Out, "bukan folder");

        await Assert.ThrowsAsync<RefusalException>(() => new DeliveryFolder(Out).PutAsync(new BatchFile("a.csv", [1]), default));
    }

    [Fact]
    public async Task WholeBatchesVerifyByFolderAndByManifest()
    {
        await DeliverAsync();
        await DeliverAsync();

        var verdict = await FolderCheck.CheckAsync(Out, [], default);

        Assert.Empty(verdict.Faults);
        Assert.Equal(["bkn-000001", "bkn-000002"], verdict.Batches.Select(batch => batch.Batch));
        Assert.Empty((await FolderCheck.CheckAsync(Path.Combine(Out, "bkn-000002.manifest.json"), [], default)).Faults);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".jsonl")]
    [InlineData(".manifest.json")]
    public async Task EveryChangedByteIsNamedByItsFile(string end)
    {
        await DeliverAsync();
        var path = Path.Combine(Out, "bkn-000001" + end);
        var bytes = await File.ReadAllBytesAsync(path);
        for (var at = 0; at < bytes.Length; at += 1 + (bytes.Length / 97))
        {
            bytes[at] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
            bytes[at] ^= 1;

            var faults = (await FolderCheck.CheckAsync(Out, [], default)).Faults;

            Assert.NotEmpty(faults);
            Assert.All(faults, fault => Assert.Equal("bkn-000001" + end, fault.File));
        }
    }

    [Fact]
    public async Task WhatIsMissingOrHasNoManifestIsNamed()
    {
        await DeliverAsync();
        await DeliverAsync();
        File.Delete(Path.Combine(Out, "bkn-000001.jsonl"));
        File.Delete(Path.Combine(Out, "bkn-000002.manifest.json"));

        var faults = (await FolderCheck.CheckAsync(Out, [], default)).Faults;

        Assert.Equal(["bkn-000001.jsonl", "bkn-000002.csv", "bkn-000002.jsonl"], faults.Select(fault => fault.File));
    }

    [Fact]
    public async Task AManifestCannotLeadTheCheckOutOfItsFolder()
    {
        Directory.CreateDirectory(Out);
        var manifest = new Manifest(
            Manifest.CurrentFormat,
            "bkn-000001",
            "bkn",
            1,
            "2024-10-08T01:00:00Z",
            0,
            [new ManifestFile("../data/rahasia.csv", 0, "")],
            new ManifestAudit(1, ""),
            "monitor",
            [],
            TestUsers: false
        );
        await File.WriteAllBytesAsync(Path.Combine(Out, "bkn-000001.manifest.json"), manifest.ToBytes());

        Assert.Contains(
            "not the name of a file",
            Assert.Single((await FolderCheck.CheckAsync(Out, [], default)).Faults).Sentence.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AnEmptyFolderIsNotAnIntactOne()
    {
        Directory.CreateDirectory(Out);

        Assert.Single((await FolderCheck.CheckAsync(Out, [], default)).Faults);
    }

    [Fact]
    public async Task TheManifestIsReadableAndNamesEverything()
    {
        var files = await DeliverAsync();

        Assert.True(Manifest.TryRead(files[2].Bytes, out var manifest));
        Assert.Equal(
            ("monitor-bkn/1", "bkn-000001", "bkn", 1L, "2024-10-08T01:00:00Z", 1L),
            (manifest.Format, manifest.Batch, manifest.Recipient, manifest.Number, manifest.Created, manifest.Rows)
        );
        Assert.Equal(
            [("bkn-000001.csv", files[0].Sha256), ("bkn-000001.jsonl", files[1].Sha256)],
            manifest.Files.Select(file => (file.Name, file.Sha256))
        );
        Assert.Equal(["netralitas 1.0"], manifest.Models);
        Assert.StartsWith("monitor ", manifest.Software, StringComparison.Ordinal);
        Assert.Equal(64, manifest.Audit.Head.Length);
        Assert.DoesNotContain('\r', Encoding.UTF8.GetString(files[2].Bytes));
    }

    private async Task<IReadOnlyList<BatchFile>> DeliverAsync()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        return await WriteAsync((await CreateAsync()).Made!);
    }
}

/// <summary>On SQLite.</summary>
public sealed class FolderOnSqliteTests : FolderTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class FolderOnPostgreSqlTests : FolderTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

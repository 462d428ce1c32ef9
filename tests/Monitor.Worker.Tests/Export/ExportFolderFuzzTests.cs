using System.Text;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Collection;
using Monitor.Worker.Tests.Registry;

namespace Monitor.Worker.Tests.Export;

/// <summary>Delivered files and key files that were damaged on the way, from a fixed seed.</summary>
public sealed class ExportFolderFuzzTests : ExportStore
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);

    [Fact]
    public async Task DamagedBatchIsCheckedToTheEndOrRefusedWithASentence()
    {
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        await Some.FindingAsync(Database, await PersonAsync());
        await WriteAsync((await CreateAsync()).Made!);
        var files = Directory.GetFiles(Out).Order(StringComparer.Ordinal).ToList();
        Assert.Empty((await FolderCheck.CheckAsync(Out, [], default)).Faults);
        var random = new Random(20241009);
        for (var i = 0; i < Mutations.Count(150); i++)
        {
            var path = files[i % files.Count];
            var good = await File.ReadAllBytesAsync(path);
            var bad = Mutations.Damage(good, random);
            await File.WriteAllBytesAsync(path, bad);
            if (await FaultsAsync() == 0)
            {
                // A key file may lose what does not belong to the key: a line end, a comment.
                Assert.True(
                    bad.AsSpan().SequenceEqual(good) || path.EndsWith(".pem", StringComparison.Ordinal),
                    $"{path}, damage {i}: nothing was said"
                );
            }

            await File.WriteAllBytesAsync(path, good);
        }
    }

    [Fact]
    public void DamagedFileOfPublicKeysIsReadOrRefusedWithASentence()
    {
        using var folder = Worker.Tests.Some.Folder();
        var good = Encoding.UTF8.GetBytes(
            """{"id":"a888e668da1525c7ef08c6f887466d9cf70ba20fde686a68e44c5dd4d1d57dac","from":"2024-10-01T00:00:00Z","to":null,"pem":"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGVmZ\n-----END PUBLIC KEY-----\n"}"""
        );
        var random = new Random(5480);
        for (var i = 0; i < Mutations.Count(400); i++)
        {
            File.WriteAllBytes(folder["kunci.json"], Mutations.Damage(good, random));
            try
            {
                PublicKeys.Read(folder["kunci.json"]);
            }
            catch (RefusalException refusal)
            {
                Assert.NotEmpty(refusal.Sentence.En);
            }
        }
    }

    private async Task<int> FaultsAsync()
    {
        try
        {
            return (await FolderCheck.CheckAsync(Out, [], default)).Faults.Count;
        }
        catch (RefusalException refusal)
        {
            Assert.NotEmpty(refusal.Sentence.En);
            return 1;
        }
    }
}

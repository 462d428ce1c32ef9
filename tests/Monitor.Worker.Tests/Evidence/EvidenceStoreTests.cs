using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Evidence;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Evidence;

public sealed class EvidenceStoreTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly DataFolder _folder;
    private readonly EvidenceStore _store;

    public EvidenceStoreTests()
    {
        _folder = new DataFolder(new StorageOptions { Directory = _temp["data"] });
        _folder.Create();
        _store = new EvidenceStore(_folder);
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task BytesComeBackAsTheyWereUnderTheirHash(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var hash = await _store.KeepBytesAsync(bytes, default);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash);
        Assert.Equal(bytes, await _store.ReadAsync(hash, default));
    }

    [Fact]
    public async Task SameBytesAreKeptOnceAndNothingElseIsLeftBehind()
    {
        var bytes = Encoding.UTF8.GetBytes("halaman");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _store.KeepBytesAsync(bytes, default))));
        Assert.Single(Files());
    }

    [Fact]
    public async Task FileThatHoldsSomethingElseIsNamed()
    {
        var hash = await _store.KeepBytesAsync(Encoding.UTF8.GetBytes("halaman"), default);
        var other = await _store.KeepBytesAsync(Encoding.UTF8.GetBytes("halaman lain"), default);
        File.Copy(
            Files().Single(file => file.Contains(other, StringComparison.Ordinal)),
            Files().Single(file => file.Contains(hash, StringComparison.Ordinal)),
            overwrite: true
        );
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _store.ReadAsync(hash, default));
        Assert.Contains(hash, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4000)]
    public async Task FileThatWasCutIsNamed(int left)
    {
        var hash = await _store.KeepBytesAsync(RandomNumberGenerator.GetBytes(5000), default);
        var file = Files().Single();
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..left]);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _store.ReadAsync(hash, default));
        Assert.Contains(hash, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNoLongerCompressedIsNamed()
    {
        var hash = await _store.KeepBytesAsync(RandomNumberGenerator.GetBytes(5000), default);
        var file = Files().Single();
        await File.WriteAllBytesAsync(file, Enumerable.Repeat((byte)0xFF, 100).ToArray());
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _store.ReadAsync(hash, default));
        Assert.Contains(hash, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsGoneIsNamed()
    {
        var hash = new string('0', 64);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _store.ReadAsync(hash, default));
        Assert.Contains(hash, fault.Message, StringComparison.Ordinal);
    }

    private string[] Files() => Directory.GetFiles(_folder.Evidence, "*", SearchOption.AllDirectories);
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Evidence;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Evidence;

/// <summary>Evidence in files.</summary>
public sealed class EvidenceStoreTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new();
    private DataFolder _folder = null!;
    private Database _database = null!;
    private EvidenceStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = new DataFolder(new StorageOptions { Directory = _temp["data"] });
        _database = await Spine.OpenSqliteAsync(_folder, _time);
        _store = new EvidenceStore(_folder, _database, new EvidenceOptions(), _time);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }

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
            Opened(Files().Single(file => file.Contains(hash, StringComparison.Ordinal))),
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
        var file = Opened(Files().Single());
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..left]);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _store.ReadAsync(hash, default));
        Assert.Contains(hash, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNoLongerCompressedIsNamed()
    {
        var hash = await _store.KeepBytesAsync(RandomNumberGenerator.GetBytes(5000), default);
        var file = Opened(Files().Single());
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

    [Fact]
    public async Task EachChangedBitOfAFileIsFoundAlsoWhereItChangesNothingOfWhatComesOut()
    {
        var hash = await _store.KeepBytesAsync(Encoding.UTF8.GetBytes("<p>Ayo pilih nomor dua</p>"), default);
        var file = Opened(Files().Single());
        var bytes = await File.ReadAllBytesAsync(file);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(file, changed);
            Assert.True(await _store.CheckAsync(hash, default) is not null, $"bit {bit}");
        }

        await File.WriteAllBytesAsync(file, [.. bytes, 0]);
        Assert.NotNull(await _store.CheckAsync(hash, default));
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Null(await _store.CheckAsync(hash, default));
    }

    [Fact]
    public async Task SameBytesSeenAgainMendAFileThatWasDamaged()
    {
        var bytes = Encoding.UTF8.GetBytes("halaman");
        var hash = await _store.KeepBytesAsync(bytes, default);
        await File.WriteAllBytesAsync(Opened(Files().Single()), [1, 2, 3]);

        Assert.Equal(hash, await _store.KeepBytesAsync(bytes, default));
        Assert.Equal(bytes, await _store.ReadAsync(hash, default));
        Assert.Single(Files());
    }

    [Fact]
    public async Task FileOfTheFirstVersionsIsStillReadAndChecked()
    {
        var bytes = Encoding.UTF8.GetBytes("halaman lama");
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var file = Path.Combine(_folder.Evidence, hash[..2], hash + ".br");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using (var brotli = new BrotliStream(File.Create(file), CompressionLevel.Fastest))
        {
            await brotli.WriteAsync(bytes);
        }

        Assert.Equal(bytes, await _store.ReadAsync(hash, default));
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^3]);
        Assert.NotNull(await _store.CheckAsync(hash, default));
    }

    [Fact]
    public async Task KeptFileIsWritableByNobody()
    {
        await _store.KeepBytesAsync(Encoding.UTF8.GetBytes("halaman"), default);
        Assert.Equal(UnixFileMode.UserRead, Some.ModeOf(Files().Single()));
    }

    /// <summary>What somebody does who wants to change it all the same.</summary>
    private static string Opened(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private string[] Files() => Directory.GetFiles(_folder.Evidence, "*", SearchOption.AllDirectories);
}

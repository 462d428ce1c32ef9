using System.Security.Cryptography;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Registry;

public sealed class NipVaultTests : IDisposable
{
    private readonly DataFolder _folder = new(
        new StorageOptions { Directory = Path.Combine(Directory.CreateTempSubdirectory("vault-").FullName, "data") }
    );

    private static Nip Number =>
        Nip.TryParse("198609262015051001", new ManualTime(Some.Moment), out var nip, out _) ? nip : throw new InvalidOperationException();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder.Root)!, recursive: true);

    [Fact]
    public void ProtectedNumberComesBackAndTellsNothing()
    {
        var vault = Open();
        var stored = vault.Protect(Number);
        Assert.DoesNotContain("1986", stored, StringComparison.Ordinal);
        Assert.NotEqual(stored, vault.Protect(Number));
        Assert.Equal(Number, vault.Unprotect(stored));
    }

    [Fact]
    public void IndexIsTheSameAfterARestartAndIsNoPlainHash()
    {
        var index = Open().IndexOf(Number);
        Assert.Equal(index, Open().IndexOf(Number));
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData("198609262015051001"u8)), index);
    }

    [Fact]
    public void AnotherFolderGivesAnotherIndex()
    {
        var elsewhere = new DataFolder(new StorageOptions { Directory = Path.Combine(_folder.Root, "elsewhere") });
        Assert.NotEqual(Open().IndexOf(Number), new NipVault(RegistryStore.ProtectionOf(elsewhere), elsewhere).IndexOf(Number));
    }

    [Fact]
    public void FolderAndKeysBelongToTheOwnerAlone()
    {
        Open().Protect(Number);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        const UnixFileMode others = (UnixFileMode)0b111_111;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Keys));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Keys, "nip-index.key")));
        foreach (var file in Directory.GetFiles(_folder.Keys))
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & others);
        }

        Assert.DoesNotContain(Directory.GetFiles(_folder.Keys), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void IndexKeyIsItselfProtected()
    {
        Open();
        Assert.True(new FileInfo(Path.Combine(_folder.Keys, "nip-index.key")).Length > 32 + 16);
    }

    [Fact]
    public void LostKeysAreSaidInASentence()
    {
        var stored = Open().Protect(Number);
        foreach (var file in Directory.GetFiles(_folder.Keys, "key-*.xml"))
        {
            File.Delete(file);
        }

        var refusal = Assert.Throws<RefusalException>(() => Open());
        Assert.Equal(RefusalKind.Broken, refusal.Kind);
        File.Delete(Path.Combine(_folder.Keys, "nip-index.key"));
        Assert.Throws<RefusalException>(() => Open().Unprotect(stored));
    }

    [Fact]
    public async Task ManyThatOpenAtOnceAgreeOnOneKey()
    {
        var protection = RegistryStore.ProtectionOf(_folder);
        var vaults = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => new NipVault(protection, _folder).KeyFingerprint))
        );
        Assert.Single(vaults.Distinct());
    }

    private NipVault Open() => new(RegistryStore.ProtectionOf(_folder), _folder);
}

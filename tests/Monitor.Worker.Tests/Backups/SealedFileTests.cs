using System.Security.Cryptography;
using Monitor.Worker.Backups;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Backups;

/// <summary>Encrypted copies: what goes in comes out, and nothing else ever does.</summary>
public sealed class SealedFileTests
{
    private const int Piece = 1 << 20;
    private const int Head = 40;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData(3 * Piece)]
    public async Task WhatWasSealedOpensAgain(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);
        Assert.Equal(plain, await OpenAsync(await SealAsync(plain), Key));
    }

    [Fact]
    public async Task SameContentIsNeverSealedTheSameWayAndShowsNothing()
    {
        var plain = "NIP 199001012015031001 "u8.ToArray();
        var (one, two) = (await SealAsync(plain), await SealAsync(plain));
        Assert.NotEqual(one, two);
        Assert.Equal(-1, one.AsSpan().IndexOf("199001"u8));
    }

    [Fact]
    public async Task AnyChangedByteIsNoticed()
    {
        var sealedFile = await SealAsync(RandomNumberGenerator.GetBytes(50));
        for (var i = 0; i < sealedFile.Length; i++)
        {
            var changed = sealedFile.ToArray();
            changed[i] ^= 1;
            await Assert.ThrowsAsync<RefusalException>(() => OpenAsync(changed, Key));
        }
    }

    [Fact]
    public async Task FileThatIsCutAnywhereIsNoticedAlsoBetweenTwoPieces()
    {
        var sealedFile = await SealAsync(RandomNumberGenerator.GetBytes((2 * Piece) + 10));
        foreach (var length in (int[])[0, 7, Head, Head + 5, Head + Piece + 16, Head + (2 * (Piece + 16)), sealedFile.Length - 1])
        {
            await Assert.ThrowsAsync<RefusalException>(() => OpenAsync(sealedFile[..length], Key));
        }
    }

    [Fact]
    public async Task PiecesCannotBeSwappedRepeatedOrAppended()
    {
        var sealedFile = await SealAsync(RandomNumberGenerator.GetBytes((2 * Piece) + 10));
        const int step = Piece + 16;
        byte[] head = sealedFile[..Head],
            first = sealedFile[Head..(Head + step)],
            second = sealedFile[(Head + step)..(Head + (2 * step))],
            last = sealedFile[(Head + (2 * step))..];
        foreach (
            var forged in (byte[][])
                [
                    [.. head, .. second, .. first, .. last],
                    [.. head, .. first, .. first, .. last],
                    [.. head, .. first, .. last],
                    [.. sealedFile, .. last],
                    [.. sealedFile, 0],
                ]
        )
        {
            await Assert.ThrowsAsync<RefusalException>(() => OpenAsync(forged, Key));
        }
    }

    [Fact]
    public async Task AnotherKeyOpensNothing()
    {
        var sealedFile = await SealAsync([1, 2, 3]);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => OpenAsync(sealedFile, RandomNumberGenerator.GetBytes(32)));
        Assert.Equal(RefusalKind.Broken, refusal.Kind);
    }

    [Fact]
    public void KeyFileIsMadeForItsOwnerAloneAndNeverWrittenOver()
    {
        using var temp = Some.Folder();
        BackupKey.Create(temp["kunci"]);
        Assert.Equal(32, BackupKey.Read(temp["kunci"]).Length);
        Assert.Throws<RefusalException>(() => BackupKey.Create(temp["kunci"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead, Some.ModeOf(temp["kunci"]));
            File.SetUnixFileMode(temp["kunci"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Null(BackupKey.Fault(temp["kunci"]));
            File.SetUnixFileMode(temp["kunci"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("open to other users", BackupKey.Fault(temp["kunci"])!.En, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2VkaWtpdA==")]
    [InlineData("bukan kunci")]
    public void FileThatHoldsNoKeyIsRefusedWithoutShowingIt(string content)
    {
        using var temp = Some.Folder();
        File.WriteAllText(temp["kunci"], content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temp["kunci"], UnixFileMode.UserRead);
        }

        var refusal = Assert.Throws<RefusalException>(() => BackupKey.Read(temp["kunci"]));
        Assert.True(content.Length == 0 || !refusal.Message.Contains(content, StringComparison.Ordinal));
        Assert.NotNull(BackupKey.Fault(temp["tidak-ada"]));
    }

    private static async Task<byte[]> SealAsync(byte[] plain)
    {
        using var file = new MemoryStream();
        await SealedFile.SealAsync(new MemoryStream(plain), file, Key, default);
        return file.ToArray();
    }

    private static async Task<byte[]> OpenAsync(byte[] file, byte[] key)
    {
        using var plain = new MemoryStream();
        await SealedFile.OpenAsync(new MemoryStream(file), plain, key, default);
        return plain.ToArray();
    }
}

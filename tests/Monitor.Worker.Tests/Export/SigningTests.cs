using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>Manifests are signed by the operator's key, which openssl can check; a key is nobody else's to read, and its time is remembered.</summary>
public abstract class SigningTests : ExportStore
{
    private string KeyPath => Path.Combine(Folder.Keys, "export-signing-key.pem");

    [Fact]
    public async Task WithoutAKeyABatchIsWhatItAlwaysWasAndWhoTrustsAKeyIsTold()
    {
        var files = await DeliverAsync();

        Assert.Equal(3, files.Count);
        Assert.DoesNotContain("\"key\"", Text(files[2]), StringComparison.Ordinal);
        Assert.Empty((await FolderCheck.CheckAsync(Out, [], default)).Faults);
        var key = await Keys.CreateAsync(Some.Ketua.Actor, default);
        Assert.Contains(
            "is not signed",
            Assert.Single((await FolderCheck.CheckAsync(Out, [Trusted(key)], default)).Faults).Sentence.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ASignedBatchVerifiesWithItsKeyAndWithNoOther()
    {
        var key = await Keys.CreateAsync(Some.Ketua.Actor, default);

        var files = await DeliverAsync();

        Assert.Equal(
            [
                "bkn-000001.csv",
                "bkn-000001.jsonl",
                $"monitor-key-{key.Id[..16]}.pem",
                "bkn-000001.manifest.sig",
                "bkn-000001.manifest.json",
            ],
            files.Select(file => file.Name)
        );
        Assert.Empty((await FolderCheck.CheckAsync(Out, [], default)).Faults);
        Assert.Empty((await FolderCheck.CheckAsync(Out, [Trusted(key)], default)).Faults);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stranger = new PublicKeyFile(PublicKeys.IdOf(other), other.ExportSubjectPublicKeyInfoPem(), null, null);
        Assert.Contains(
            "none of those given",
            Assert.Single((await FolderCheck.CheckAsync(Out, [stranger], default)).Faults).Sentence.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task OpensslAgrees()
    {
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        var files = await DeliverAsync();
        string At(int file) => Path.Combine(Out, files[file].Name);

        Assert.Contains(
            "Verified OK",
            await OpensslAsync("dgst", "-sha256", "-verify", At(2), "-signature", At(3), At(4)),
            StringComparison.Ordinal
        );

        await File.AppendAllTextAsync(At(4), " ");
        Assert.Contains(
            "failure",
            await OpensslAsync("dgst", "-sha256", "-verify", At(2), "-signature", At(3), At(4)),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task AKeyThatOpensslMadeSignsAndItsFingerprintIsTheOneOpensslGives()
    {
        var own = Path.Combine(Folder.Root, "operator.pem");
        await OpensslAsync("ecparam", "-name", "prime256v1", "-genkey", "-out", own);
        SetMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Options.SigningKeyPath = own;

        await DeliverAsync();

        var key = Assert.Single(await Keys.ListAsync(default));
        Assert.Empty((await FolderCheck.CheckAsync(Out, [Trusted(key)], default)).Faults);
        var der = Path.Combine(Folder.Root, "public.der");
        await OpensslAsync("pkey", "-in", own, "-pubout", "-outform", "der", "-out", der);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(der))), key.Id);
    }

    [Fact]
    public async Task EveryChangedByteOfManifestOrSignatureIsFound()
    {
        var key = await Keys.CreateAsync(Some.Ketua.Actor, default);
        var files = await DeliverAsync();
        foreach (var file in files.Skip(3))
        {
            var path = Path.Combine(Out, file.Name);
            for (var at = 0; at < file.Bytes.Length; at += 1 + (file.Bytes.Length / 40))
            {
                var changed = file.Bytes.ToArray();
                changed[at] ^= 1;
                await File.WriteAllBytesAsync(path, changed);
                Assert.NotEmpty((await FolderCheck.CheckAsync(Out, [Trusted(key)], default)).Faults);
            }

            await File.WriteAllBytesAsync(path, file.Bytes);
        }
    }

    [Fact]
    public async Task AManifestWrittenAnewByAnotherHandIsFoundAlthoughItsOwnSumsFit()
    {
        var key = await Keys.CreateAsync(Some.Ketua.Actor, default);
        var files = await DeliverAsync();
        Assert.True(Manifest.TryRead(files[4].Bytes, out var manifest));
        await File.WriteAllBytesAsync(Path.Combine(Out, files[4].Name), (manifest with { Recipient = "bkn2" }).ToBytes());
        Assert.Contains(
            "is no signature",
            Assert.Single((await FolderCheck.CheckAsync(Out, [], default)).Faults).Sentence.En,
            StringComparison.Ordinal
        );

        // Nor does it help to take the signature away.
        await File.WriteAllBytesAsync(Path.Combine(Out, files[4].Name), (manifest with { Key = null }).ToBytes());
        Assert.NotEmpty((await FolderCheck.CheckAsync(Out, [Trusted(key)], default)).Faults);
        File.Delete(Path.Combine(Out, files[3].Name));
        await File.WriteAllBytesAsync(Path.Combine(Out, files[4].Name), files[4].Bytes);
        Assert.Equal(["bkn-000001.manifest.sig"], (await FolderCheck.CheckAsync(Out, [], default)).Faults.Select(fault => fault.File));
    }

    [Fact]
    public async Task ABatchMadeAgainHasTheSameSignatureAlsoAfterTheKeyWasReplaced()
    {
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        await Some.FindingAsync(Database, await PersonAsync());
        var batch = (await CreateAsync()).Made!;
        var before = await FilesAsync(batch);
        await Keys.RotateAsync(Some.Ketua.Actor, default);
        File.Delete(KeyPath);

        Assert.Equal(before.Select(file => file.Sha256), (await FilesAsync(batch)).Select(file => file.Sha256));
    }

    [Fact]
    public async Task EachKeyHasItsTimeAndABatchOutsideOfItIsNamed()
    {
        var first = await Keys.CreateAsync(Some.Ketua.Actor, default);
        await DeliverAsync();
        Time.Advance(TimeSpan.FromHours(1));
        var second = await Keys.RotateAsync(Some.Ketua.Actor, default);
        Time.Advance(TimeSpan.FromHours(1));
        await DeliverAsync();

        var keys = await Keys.ListAsync(default);

        Assert.Equal([second.Id, first.Id], keys.Select(key => key.Id));
        Assert.Equal([null, second.ValidFrom], keys.Select(key => key.ValidUntil));
        var list = Path.Combine(Folder.Root, "keys.json");
        await File.WriteAllLinesAsync(list, keys.Select(key => JsonSerializer.Serialize(key, Json.Format)));
        var trusted = PublicKeys.Read(list);
        Assert.Empty((await FolderCheck.CheckAsync(Out, trusted, default)).Faults);
        // As if somebody had kept the old key and signed with it later.
        var late = trusted.ConvertAll(key => key.ValidUntil is null ? key : key with { ValidUntil = first.ValidFrom.AddHours(-1) });
        Assert.Contains(
            "outside the time",
            Assert.Single((await FolderCheck.CheckAsync(Out, late, default)).Faults).Sentence.En,
            StringComparison.Ordinal
        );
        Assert.Equal(2, (await AuditAsync()).Count(row => row.Verb == "export.key"));
    }

    [Fact]
    public async Task AReplacedKeyThatComesBackFromABackupSignsNothing()
    {
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        var old = await File.ReadAllBytesAsync(KeyPath);
        await Keys.RotateAsync(Some.Ketua.Actor, default);
        await File.WriteAllBytesAsync(KeyPath, old);
        await Some.FindingAsync(Database, await PersonAsync());

        var refusal = await Assert.ThrowsAsync<RefusalException>(CreateAsync);

        Assert.Contains("signs no more", refusal.Sentence.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    public async Task AKeyThatOthersMayReadSignsNothingAndNothingLeavesUnsigned(UnixFileMode right)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Monitor.Worker.Tests.Some.ModeOf(KeyPath));
        SetMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | right);
        await Some.FindingAsync(Database, await PersonAsync());

        var refusal = await Assert.ThrowsAsync<RefusalException>(CreateAsync);

        Assert.Contains("chmod 600", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Equal(0, await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM export_batch"), default));
        Assert.NotNull(Keys.Problem());
    }

    [Theory]
    [InlineData("")]
    [InlineData("bukan kunci")]
    [InlineData("public")]
    [InlineData("P-384")]
    [InlineData("passphrase")]
    public async Task AFileThatIsNoUsableKeyIsRefusedInASentence(string what)
    {
        using var key = ECDsa.Create(what == "P-384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(
            KeyPath,
            what switch
            {
                "public" => key.ExportSubjectPublicKeyInfoPem(),
                "P-384" => key.ExportPkcs8PrivateKeyPem(),
                "passphrase" => key.ExportEncryptedPkcs8PrivateKeyPem(
                    "x",
                    new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)
                ),
                _ => what,
            }
        );
        SetMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Some.FindingAsync(Database, await PersonAsync());

        Assert.Contains(
            "no private EC P-256 key",
            (await Assert.ThrowsAsync<RefusalException>(CreateAsync)).Sentence.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AKeyIsNeverWrittenOverAndOneThatIsNamedButGoneStopsTheExport()
    {
        await Assert.ThrowsAsync<RefusalException>(() => Keys.RotateAsync(Some.Ketua.Actor, default));
        await Keys.CreateAsync(Some.Ketua.Actor, default);
        var before = await File.ReadAllTextAsync(KeyPath);
        await Assert.ThrowsAsync<RefusalException>(() => Keys.CreateAsync(Some.Ketua.Actor, default));
        Assert.Equal(before, await File.ReadAllTextAsync(KeyPath));
        Assert.DoesNotContain(Directory.GetFiles(Folder.Keys), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        Options.SigningKeyPath = Path.Combine(Folder.Root, "tidak-ada.pem");
        await Some.FindingAsync(Database, await PersonAsync());
        Assert.Contains(
            Options.SigningKeyPath,
            (await Assert.ThrowsAsync<RefusalException>(CreateAsync)).Sentence.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AFileWithoutAKeyIsNoTrust()
    {
        var path = Path.Combine(Folder.Root, "x.pem");
        File.WriteAllText(path, "{\"id\":\"00\",\"publicKey\":\"-\",\"validFrom\":\"2024-10-01T00:00:00Z\"}");
        Assert.Throws<RefusalException>(() => PublicKeys.Read(path));
        Assert.Throws<RefusalException>(() => PublicKeys.Read(Path.Combine(Folder.Root, "tidak-ada.pem")));
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var two = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(path, one.ExportSubjectPublicKeyInfoPem() + "\n" + two.ExportSubjectPublicKeyInfoPem());
        Assert.Equal([PublicKeys.IdOf(one), PublicKeys.IdOf(two)], PublicKeys.Read(path).Select(key => key.Id));
    }

    private static PublicKeyFile Trusted(KeyRow key) => new(key.Id, key.PublicKey, key.ValidFrom, key.ValidUntil);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task<string> OpensslAsync(params string[] words)
    {
        var start = new ProcessStartInfo("openssl", words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return output + await error;
        }
        catch (Win32Exception)
        {
            Assert.Skip("openssl is not there.");
            return "";
        }
    }

    private async Task<IReadOnlyList<BatchFile>> DeliverAsync()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        return await WriteAsync((await CreateAsync()).Made!);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SigningOnSqliteTests : SigningTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class SigningOnPostgreSqlTests : SigningTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

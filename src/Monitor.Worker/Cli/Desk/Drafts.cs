using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli.Desk;

/// <summary>
/// Keeps what is being typed in a file of the person's own until it is sent: a connection that breaks takes the program with it, and the words shall not go
/// with them. The file is sealed with a key that the daemon holds for this flag and this person, and gives away as long as the text may be seen: once it is
/// erased, removed or of another's regions, nobody can read the file any more.
/// </summary>
internal sealed class Drafts
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly string? _file;

    /// <summary>Names the file.</summary>
    /// <param name="folder">The person's folder for such; null keeps nothing.</param>
    /// <param name="desk">Which daemon and as whom: two desks never mix their drafts.</param>
    public Drafts(string? folder, string desk) =>
        _file = folder is null
            ? null
            : Path.Combine(folder, $"review-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(desk)))[..16]}.json");

    /// <summary>Number of the flag about which something was typed and not sent; null when there is nothing, or nothing that can be read.</summary>
    public long? Waiting => Read()?.Flag;

    /// <summary>What was typed about it; null when it was not sealed with this key.</summary>
    public Draft? Open(byte[]? key)
    {
        if (key is null || Read() is not { } file || file.Sealed.Length < NonceSize + TagSize)
        {
            return null;
        }

        var words = new byte[file.Sealed.Length - NonceSize - TagSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(
                file.Sealed.AsSpan(0, NonceSize),
                file.Sealed.AsSpan(NonceSize + TagSize),
                file.Sealed.AsSpan(NonceSize, TagSize),
                words,
                BitConverter.GetBytes(file.Flag)
            );
            return JsonSerializer.Deserialize<Draft>(words, Json.Format);
        }
        catch (AuthenticationTagMismatchException)
        {
            // The text was removed and taken up anew meanwhile, or the file is another's: what stands in it is nobody's any more.
            return null;
        }
    }

    /// <summary>Keeps it; never half of it, and never in the clear.</summary>
    /// <param name="draft">What was typed.</param>
    /// <param name="key">The flag's key for this person; without one nothing is kept.</param>
    public void Keep(Draft draft, byte[]? key)
    {
        if (_file is null || key is null)
        {
            return;
        }

        var words = JsonSerializer.SerializeToUtf8Bytes(draft, Json.Format);
        var sealedWords = new byte[NonceSize + TagSize + words.Length];
        RandomNumberGenerator.Fill(sealedWords.AsSpan(0, NonceSize));
        using (var cipher = new AesGcm(key, TagSize))
        {
            cipher.Encrypt(
                sealedWords.AsSpan(0, NonceSize),
                words,
                sealedWords.AsSpan(NonceSize + TagSize),
                sealedWords.AsSpan(NonceSize, TagSize),
                BitConverter.GetBytes(draft.Flag)
            );
        }

        Write(new SealedDraft(draft.Flag, sealedWords));
    }

    /// <summary>Forgets it: it was sent, or thrown away.</summary>
    public void Forget()
    {
        // Where nothing was ever typed not even the folder is there.
        if (_file is not null && File.Exists(_file))
        {
            File.Delete(_file);
        }
    }

    /// <summary>Where a person's programs keep such things.</summary>
    public static string? FolderOfPerson()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return !string.IsNullOrEmpty(state) ? Path.Combine(state, "monitor")
            : home.Length > 0 ? Path.Combine(home, ".local", "state", "monitor")
            : null;
    }

    private SealedDraft? Read()
    {
        if (_file is null || !File.Exists(_file))
        {
            return null;
        }

        try
        {
            var read = JsonSerializer.Deserialize<SealedDraft>(File.ReadAllText(_file), Json.Format);
            return read is { Flag: > 0, Sealed.Length: > 0 } ? read : Unreadable();
        }
        catch (JsonException)
        {
            return Unreadable();
        }
    }

    // Of an older program, which kept the words in the clear: there is nothing in it to go on with, and it shall not lie about.
    private SealedDraft? Unreadable()
    {
        Forget();
        return null;
    }

    private void Write(SealedDraft draft)
    {
        var folder = Path.GetDirectoryName(_file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var aside = _file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        {
            JsonSerializer.Serialize(file, draft, Json.Format);
        }

        File.Move(aside, _file!, overwrite: true);
    }

    /// <summary>The file: which flag, and the sealed words (nonce, tag, cipher).</summary>
    private sealed record SealedDraft(long Flag, byte[] Sealed);
}

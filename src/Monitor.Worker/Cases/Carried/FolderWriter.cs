using System.Security.Cryptography;
using System.Text;

namespace Monitor.Worker.Cases.Carried;

/// <summary>Writes the files of one folder, readable by the owner alone, and remembers what it wrote.</summary>
internal sealed class FolderWriter(string directory)
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerEnters = OwnerReads | UnixFileMode.UserExecute;

    private readonly Dictionary<string, CarriedFile> _files = new(StringComparer.Ordinal);

    /// <summary>What was written so far, by name.</summary>
    public IReadOnlyList<CarriedFile> Files => [.. _files.Values.OrderBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerEnters);
        }
    }

    /// <summary>Writes one file; a second one of the same name is an error.</summary>
    public Task WriteAsync(string name, byte[] bytes, CancellationToken ct) =>
        WriteAsync(name, async stream => await stream.WriteAsync(bytes, ct), ct);

    /// <inheritdoc cref="WriteAsync(string, byte[], CancellationToken)"/>
    public Task WriteAsync(string name, string text, CancellationToken ct) => WriteAsync(name, Encoding.UTF8.GetBytes(text), ct);

    /// <summary>Writes one file by what <paramref name="fill"/> puts into it.</summary>
    public async Task WriteAsync(string name, Func<Stream, Task> fill, CancellationToken ct)
    {
        var path = Path.Combine(directory, name);
        MakeDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerReads;
        }

        await using var file = new FileStream(path, options);
        await fill(file);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        _files.Add(name, new CarriedFile(name, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct))));
    }

    /// <summary>Whether a file of this name was written.</summary>
    public bool Has(string name) => _files.ContainsKey(name);
}

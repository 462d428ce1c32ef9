using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Monitor.Classifier;

/// <summary>
/// Reads a file of plain numbers, part after part, each straight into the array that keeps it; hashes what it reads on request. Numbers
/// lie in the processor's order, which is little-endian wherever .NET runs.
/// </summary>
internal sealed class PartReader(SafeFileHandle file, string path)
{
    private readonly long length = RandomAccess.GetLength(file);
    private long at;
    private IncrementalHash? hash;

    /// <summary>How many bytes were not read yet.</summary>
    public long Left => length - at;

    /// <summary>From here on what is read goes into <see cref="Hashed"/>.</summary>
    public void Hash() => hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The SHA-256 of all parts read since <see cref="Hash"/>.</summary>
    public byte[] Hashed() => hash?.GetHashAndReset() ?? throw new InvalidOperationException("Nothing was hashed");

    /// <summary>The next numbers; throws <see cref="InvalidDataException"/> naming the file when it ends before them.</summary>
    public T[] Take<T>(long count)
        where T : unmanaged
    {
        if (count < 0 || count > Array.MaxLength || count * Unsafe.SizeOf<T>() > Left)
        {
            throw new InvalidDataException($"{path} ends inside its numbers");
        }

        var values = GC.AllocateUninitializedArray<T>((int)count);
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        Fill(bytes);
        hash?.AppendData(bytes);
        return values;
    }

    private void Fill(Span<byte> bytes)
    {
        for (var filled = 0; filled < bytes.Length; )
        {
            var read = RandomAccess.Read(file, bytes[filled..], at);
            if (read == 0)
            {
                throw new InvalidDataException($"{path} became shorter while it was read");
            }

            filled += read;
            at += read;
        }
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Monitor.Classifier.Features;

/// <summary>
/// Words that stand in like company, in groups of two grains: what a text says near a candidate is often said with a word that no labelled
/// row has there, but with one of its group. Read from <c>groups.bin</c>, which is made from the word vectors (see
/// <see cref="Training.WordGrouping"/>).
/// </summary>
public sealed class WordGroups
{
    /// <summary>The name of the file inside the model's folder.</summary>
    public const string FileName = "groups.bin";

    /// <summary>No groups at all: every word is in group 0.</summary>
    public static readonly WordGroups None = new([], [], []);

    private const uint Magic = 0x31505247; // "GRP1"
    private const int RowLength = sizeof(ulong) + (2 * sizeof(ushort));

    private readonly ulong[] words;
    private readonly ushort[] coarse;
    private readonly ushort[] fine;
    private readonly int[] slots;

    /// <summary>Takes words with their groups; a group is a number from 1.</summary>
    public WordGroups(ulong[] words, ushort[] coarse, ushort[] fine)
    {
        ArgumentNullException.ThrowIfNull(words);
        (this.words, this.coarse, this.fine) = (words, coarse, fine);
        slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, words.Length * 2))];
        for (var i = 0; i < words.Length; i++)
        {
            slots[Slot(words[i])] = i + 1;
        }
    }

    /// <summary>How many words have a group.</summary>
    public int Count => words.Length;

    /// <summary>The groups of a word by the hash of its form, 0 and 0 for a word in none.</summary>
    public (ushort Coarse, ushort Fine) Of(ulong word)
    {
        var number = slots[Slot(word)];
        return number == 0 ? ((ushort)0, (ushort)0) : (coarse[number - 1], fine[number - 1]);
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    public static WordGroups Read(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException($"{path} holds no groups of words");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (count < 0 || bytes.Length != 8 + ((long)count * RowLength))
        {
            throw new InvalidDataException($"{path} is cut short");
        }

        var hashes = MemoryMarshal.Cast<byte, ulong>(bytes.Slice(8, count * sizeof(ulong)));
        var groups = MemoryMarshal.Cast<byte, ushort>(bytes[(8 + (count * sizeof(ulong)))..]);
        return new WordGroups(hashes.ToArray(), groups[..count].ToArray(), groups[count..].ToArray());
    }

    /// <summary>Writes aside and moves.</summary>
    public void Write(string path)
    {
        var aside = path + ".tmp";
        using (var writer = new BinaryWriter(File.Create(aside)))
        {
            writer.Write(Magic);
            writer.Write(words.Length);
            writer.Write(MemoryMarshal.AsBytes(words.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(coarse.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(fine.AsSpan()));
        }

        File.Move(aside, path, overwrite: true);
    }

    private int Slot(ulong word)
    {
        var mask = slots.Length - 1;
        var slot = (int)word & mask;
        while (slots[slot] != 0 && words[slots[slot] - 1] != word)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}

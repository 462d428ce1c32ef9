using System.Runtime.InteropServices;
using Monitor.Classifier.Learning;

namespace Monitor.Classifier.Training;

/// <summary>Words a net may know, with the vectors it starts from. Kept beside the model, so that a retrain needs no unlabelled text.</summary>
public sealed class WordVectors
{
    /// <summary>The file's name inside the model's folder.</summary>
    public const string FileName = "words.bin";

    /// <summary>How many numbers a vector has.</summary>
    public const int Size = 64;

    private const uint Magic = 0x31445257; // "WRD1"

    private readonly Dictionary<ulong, int> numbers = [];

    private WordVectors(ulong[] words, float[] values)
    {
        Words = words;
        Values = values;
        for (var i = 1; i < words.Length; i++)
        {
            numbers.Add(words[i], i);
        }
    }

    /// <summary>The hashes of the words; word 0 stands for every other word.</summary>
    public ulong[] Words { get; }

    /// <summary>The vectors, end to end.</summary>
    public float[] Values { get; }

    /// <summary>The numbers of the words of a text.</summary>
    public int[] Encode(ulong[] sequence) => Array.ConvertAll(sequence, word => numbers.GetValueOrDefault(word));

    /// <summary>
    /// Learns vectors from texts taken apart: the words that occur at least <paramref name="minimum"/> times, the most frequent first, at
    /// most <paramref name="most"/>.
    /// </summary>
    public static WordVectors Train(IReadOnlyList<ulong[]> texts, int minimum, int most, int epochs, int seed)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var counts = new Dictionary<ulong, int>();
        foreach (var text in texts)
        {
            foreach (var word in text)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
            }
        }

        ulong[] words =
        [
            0,
            .. counts.Where(c => c.Value >= minimum).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(most).Select(c => c.Key),
        ];
        var empty = new WordVectors(words, []);
        var values = SkipGram.Train([.. texts.Select(empty.Encode)], words.Length, Size, epochs, seed);
        return new WordVectors(words, values);
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    public static WordVectors Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() != Size)
        {
            throw new InvalidDataException($"{path} holds no word vectors of {Size} numbers");
        }

        var count = reader.ReadInt32();
        var words = MemoryMarshal.Cast<byte, ulong>(reader.ReadBytes(count * sizeof(ulong))).ToArray();
        var scales = MemoryMarshal.Cast<byte, float>(reader.ReadBytes(count * sizeof(float))).ToArray();
        var rounded = reader.ReadBytes(count * Size);
        if (rounded.Length != count * Size)
        {
            throw new InvalidDataException($"{path} is cut short");
        }

        var values = new float[count * Size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)rounded[i] * scales[i / Size];
        }

        return new WordVectors(words, values);
    }

    /// <summary>Writes aside and moves; eight bits a number and one scale a word.</summary>
    public void Write(string path)
    {
        var aside = path + ".tmp";
        using (var writer = new BinaryWriter(File.Create(aside)))
        {
            writer.Write(Magic);
            writer.Write(Size);
            writer.Write(Words.Length);
            writer.Write(MemoryMarshal.AsBytes(Words.AsSpan()));
            var scales = new float[Words.Length];
            var rounded = new sbyte[Values.Length];
            for (var word = 0; word < Words.Length; word++)
            {
                var vector = Values.AsSpan(word * Size, Size);
                scales[word] = Largest(vector) / sbyte.MaxValue;
                for (var j = 0; j < Size; j++)
                {
                    rounded[(word * Size) + j] = scales[word] == 0 ? (sbyte)0 : (sbyte)MathF.Round(vector[j] / scales[word]);
                }
            }

            writer.Write(MemoryMarshal.AsBytes(scales.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(rounded.AsSpan()));
        }

        File.Move(aside, path, overwrite: true);
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}

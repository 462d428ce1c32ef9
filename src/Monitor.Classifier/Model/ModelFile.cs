using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Monitor.Classifier.Model;

/// <summary>
/// The model as one file: a magic number, the card as JSON, then numbers in little-endian order. Read in one go; the hash of all that
/// decides a score is the version.
/// </summary>
public static class ModelFile
{
    /// <summary>The file's name inside its folder.</summary>
    public const string FileName = "model.bin";

    private const ulong Magic = 0x324C444D54454EUL; // "NETMDL2"
    private const int VersionDigits = 12;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes aside, flushes, moves: a reader sees the old model or the new one, never half of one.</summary>
    public static void Write(string path, NetralitasModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var info = JsonSerializer.SerializeToUtf8Bytes(model.Info with { Version = "" }, Json);
        var body = Body(model);
        var header = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), info.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), body.Length);
        var aside = path + ".tmp";
        using (var file = File.Create(aside))
        {
            file.Write(header);
            file.Write(info);
            file.Write(body);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Reads a model; throws <see cref="InvalidDataException"/> when the file is not one or is cut short.</summary>
    public static NetralitasModel Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 16 || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException($"{path} is not a model file");
        }

        var infoLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        var bodyLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        if (infoLength < 0 || bodyLength < 0 || bytes.Length != 16L + infoLength + bodyLength)
        {
            throw new InvalidDataException($"{path} is cut short or has something behind its end");
        }

        var info =
            JsonSerializer.Deserialize<ModelInfo>(bytes.AsSpan(16, infoLength), Json)
            ?? throw new InvalidDataException($"{path} has no card");
        var body = bytes.AsSpan(16 + infoLength, bodyLength);
        var version = Convert.ToHexStringLower(SHA256.HashData(body))[..VersionDigits];
        var reader = new Reader(body);
        var scales = reader.Floats(NetralitasModel.ScaleCount);
        var biases = reader.Floats(WeightTable.Lanes);
        var head = reader.Floats(4);
        var nets = ReadNets(ref reader);
        return new NetralitasModel(
            info with
            {
                Version = version,
            },
            WeightTable.FromBytes(reader.Rest()),
            scales,
            biases,
            nets,
            head[3],
            new Calibration(head[0], head[1], head[2])
        );
    }

    private static NetTable ReadNets(ref Reader reader)
    {
        var sizes = reader.Take<int>(2);
        int words = sizes[0],
            filters = sizes[1];
        return new NetTable(
            reader.Take<ulong>(words),
            reader.Take<sbyte>(words * 3 * filters),
            reader.Floats(words * WeightTable.Lanes),
            reader.Floats(filters),
            reader.Floats(filters),
            reader.Floats(filters * WeightTable.Lanes),
            reader.Floats(WeightTable.Lanes)
        );
    }

    private static byte[] Body(NetralitasModel model)
    {
        using var stream = new MemoryStream();
        WriteFloats(stream, model.Scales);
        WriteFloats(stream, model.Biases);
        WriteFloats(
            stream,
            [(float)model.Calibration.Slope, (float)model.Calibration.Offset, (float)model.Calibration.Temperature, model.NetShare]
        );
        var nets = model.Nets.Parts;
        stream.Write(MemoryMarshal.AsBytes<int>([model.Nets.Words.Length, model.Nets.Filters]));
        stream.Write(MemoryMarshal.AsBytes(model.Nets.Words.AsSpan()));
        stream.Write(MemoryMarshal.AsBytes(nets.Projections.AsSpan()));
        WriteFloats(stream, nets.Means);
        WriteFloats(stream, nets.Scales);
        WriteFloats(stream, nets.Biases);
        WriteFloats(stream, nets.Layer);
        WriteFloats(stream, nets.LayerBiases);
        stream.Write(model.Table.Bytes);
        return stream.ToArray();
    }

    private static void WriteFloats(MemoryStream stream, ReadOnlySpan<float> values) => stream.Write(MemoryMarshal.AsBytes(values));

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;

        public float[] Floats(int count) => Take<float>(count);

        public T[] Take<T>(int count)
            where T : unmanaged
        {
            var length = (long)count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            if (count < 0 || rest.Length < length)
            {
                throw new InvalidDataException("The model file ends inside its numbers");
            }

            var values = MemoryMarshal.Cast<byte, T>(rest[..(int)length]).ToArray();
            rest = rest[(int)length..];
            return values;
        }

        public readonly ReadOnlySpan<byte> Rest() => rest;
    }
}

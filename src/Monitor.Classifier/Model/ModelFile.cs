using System.Buffers.Binary;
using System.Runtime.InteropServices;
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
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var reader = new PartReader(file, path);
        if (reader.Left < 16 || reader.Take<ulong>(1)[0] != Magic)
        {
            throw new InvalidDataException($"{path} is not a model file");
        }

        var lengths = reader.Take<int>(2);
        if (lengths[0] < 0 || lengths[1] < 0 || reader.Left != (long)lengths[0] + lengths[1])
        {
            throw new InvalidDataException($"{path} is cut short or has something behind its end");
        }

        var info = ReadInfo(reader.Take<byte>(lengths[0]), path);
        reader.Hash();
        var scales = reader.Take<float>(NetralitasModel.ScaleCount);
        var biases = reader.Take<float>(WeightTable.Lanes);
        var head = reader.Take<float>(4);
        var nets = ReadNets(reader);
        if (reader.Left % sizeof(ulong) != 0)
        {
            throw new InvalidDataException($"{path}: a weight table of {reader.Left} bytes");
        }

        var table = WeightTable.FromSlots(reader.Take<ulong>((int)(reader.Left / sizeof(ulong))));
        return new NetralitasModel(
            info with
            {
                Version = Convert.ToHexStringLower(reader.Hashed())[..VersionDigits],
            },
            table,
            scales,
            biases,
            nets,
            head[3],
            new Calibration(head[0], head[1], head[2])
        );
    }

    /// <summary>Walked, not bound to a type: reflection would cost more than reading all the numbers.</summary>
    private static ModelInfo ReadInfo(byte[] json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new ModelInfo
            {
                Name = Text(root, nameof(ModelInfo.Name)),
                Learner = Text(root, nameof(ModelInfo.Learner)),
                Code = root.TryGetProperty(nameof(ModelInfo.Code), out var code) ? code.GetString() ?? "" : "",
                Seed = root.GetProperty(nameof(ModelInfo.Seed)).GetInt32(),
                Lexicon = Text(root, nameof(ModelInfo.Lexicon)),
                TrainedOn =
                [
                    .. root.GetProperty(nameof(ModelInfo.TrainedOn))
                        .EnumerateArray()
                        .Select(set => new ModelInfo.DataSet(
                            Text(set, nameof(ModelInfo.DataSet.File)),
                            set.GetProperty(nameof(ModelInfo.DataSet.Rows)).GetInt32(),
                            Text(set, nameof(ModelInfo.DataSet.Sha256))
                        )),
                ],
                Metrics = Numbers(root, nameof(ModelInfo.Metrics)),
                Thresholds = Numbers(root, nameof(ModelInfo.Thresholds)),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: the card cannot be read: {wrong.Message}", wrong);
        }

        static string Text(JsonElement element, string name) =>
            element.GetProperty(name).GetString() ?? throw new KeyNotFoundException($"\"{name}\" is null");

        // In the order of the file, which is that of the names.
        static Dictionary<string, double> Numbers(JsonElement element, string name)
        {
            var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var number in element.GetProperty(name).EnumerateObject())
            {
                numbers.Add(number.Name, number.Value.GetDouble());
            }

            return numbers;
        }
    }

    private static NetTable ReadNets(PartReader reader)
    {
        var sizes = reader.Take<int>(2);
        int words = sizes[0],
            filters = sizes[1];
        return new NetTable(
            reader.Take<ulong>(words),
            reader.Take<sbyte>((long)words * 3 * filters),
            reader.Take<float>((long)words * WeightTable.Lanes),
            reader.Take<float>(filters),
            reader.Take<float>(filters),
            reader.Take<float>((long)filters * WeightTable.Lanes),
            reader.Take<float>(WeightTable.Lanes)
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
}

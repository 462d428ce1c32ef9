using Monitor.Classifier.Learning;
using Monitor.Classifier.Model;

namespace Monitor.Classifier.Training;

/// <summary>Several nets that differ in their seeds, trained side by side; their mean is steadier than any of them.</summary>
public sealed class NetTrainer
{
    private readonly WordVectors vectors;
    private readonly ConvolutionalNet[] nets;

    private NetTrainer(WordVectors vectors, ConvolutionalNet[] nets)
    {
        this.vectors = vectors;
        this.nets = nets;
    }

    /// <summary>Trains as many nets as the options ask for, on all cores; the result does not depend on how many there are.</summary>
    public static NetTrainer Train(
        WordVectors vectors,
        IReadOnlyList<Document> documents,
        IReadOnlyList<Label> labels,
        IReadOnlyList<float> weights,
        TrainingOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(options);
        int[][] rows = [.. documents.Select(d => vectors.Encode(d.Sequence))];
        var trained = new ConvolutionalNet[options.Nets];
        Parallel.For(
            0,
            trained.Length,
            i =>
            {
                trained[i] = new ConvolutionalNet(vectors.Values, WordVectors.Size, options.Filters, options.Seed + i);
                trained[i].Train(rows, labels, weights, options.NetSchedule, options.Seed + 100 + i);
            }
        );
        return new NetTrainer(vectors, trained);
    }

    /// <summary>The mean of the nets' logits.</summary>
    public float[] Logits(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var words = vectors.Encode(document.Sequence);
        var sums = new float[ConvolutionalNet.Outputs];
        foreach (var net in nets)
        {
            var logits = net.Logits(words);
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] += (float)logits[k] / nets.Length;
            }
        }

        return sums;
    }

    /// <summary>All nets as one table: filters side by side, outputs divided by how many nets there are.</summary>
    public NetTable Quantise()
    {
        var words = vectors.Words.Length;
        var each = nets[0].Filters;
        var filters = each * nets.Length;
        var outputs = ConvolutionalNet.Outputs;
        var scales = new float[filters];
        var biases = new float[filters];
        var layer = new float[outputs * filters];
        var layerBiases = new float[outputs];
        var means = new float[words * outputs];
        var projections = new sbyte[words * ConvolutionalNet.Width * filters];
        for (var n = 0; n < nets.Length; n++)
        {
            nets[n].KernelBiases.CopyTo(biases.AsSpan(n * each));
            for (var k = 0; k < outputs; k++)
            {
                layerBiases[k] += nets[n].LayerBiases[k] / nets.Length;
                for (var f = 0; f < each; f++)
                {
                    layer[(k * filters) + (n * each) + f] = nets[n].FilterWeight(k, f) / nets.Length;
                }

                for (var word = 1; word < words; word++)
                {
                    means[(word * outputs) + k] += nets[n].MeanWeight(word, k) / nets.Length;
                }
            }

            Project(nets[n], n * each, filters, scales, projections, words);
        }

        return new NetTable(vectors.Words, projections, means, scales, biases, layer, layerBiases);
    }

    private static void Project(ConvolutionalNet net, int offset, int filters, float[] scales, sbyte[] projections, int words)
    {
        var projected = new float[net.Filters];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var word = 1; word < words; word++)
            {
                for (var place = 0; place < ConvolutionalNet.Width; place++)
                {
                    net.Project(word, place, projected);
                    for (var f = 0; f < projected.Length; f++)
                    {
                        ref var scale = ref scales[offset + f];
                        if (pass == 0)
                        {
                            scale = Math.Max(scale, Math.Abs(projected[f]) / sbyte.MaxValue);
                        }
                        else if (scale > 0)
                        {
                            projections[(((word * ConvolutionalNet.Width) + place) * filters) + offset + f] = (sbyte)
                                MathF.Round(projected[f] / scale);
                        }
                    }
                }
            }
        }
    }
}

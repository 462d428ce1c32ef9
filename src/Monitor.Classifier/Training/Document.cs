using Monitor.Classifier.Features;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Training;

/// <summary>The features of one text, each once with how often it occurs, sorted by feature.</summary>
public sealed class Document
{
    private Document(ulong[] features, ushort[] counts, byte[] families, float[] norms)
    {
        Features = features;
        Counts = counts;
        Families = families;
        Norms = norms;
    }

    /// <summary>The features, ascending.</summary>
    public ulong[] Features { get; }

    /// <summary>How often each occurs.</summary>
    public ushort[] Counts { get; }

    /// <summary>The family of each.</summary>
    public byte[] Families { get; }

    /// <summary>By family: one over the square root of how many occurrences there are.</summary>
    public float[] Norms { get; }

    /// <summary>Takes texts apart on all cores; the result does not depend on how many there are.</summary>
    public static Document[] ReadAll(IReadOnlyList<string> texts, TextPipeline pipeline, CueLexicon cues)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var documents = new Document[texts.Count];
        Parallel.For(
            0,
            texts.Count,
            () => (Buffer: new TextBuffer(), Extractor: new FeatureExtractor(cues)),
            (i, _, local) =>
            {
                pipeline.Run(texts[i], null, local.Buffer);
                documents[i] = Read(local.Buffer, local.Extractor);
                return local;
            },
            _ => { }
        );
        return documents;
    }

    /// <summary>The features of one text taken apart.</summary>
    public static Document Read(TextBuffer buffer, FeatureExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        var sink = new Collector([]);
        extractor.Extract(buffer, ref sink);
        var all = sink.Found;
        all.Sort((a, b) => a.Feature != b.Feature ? a.Feature.CompareTo(b.Feature) : a.Family.CompareTo(b.Family));
        var features = new List<ulong>();
        var counts = new List<ushort>();
        var families = new List<byte>();
        var totals = new int[FeatureFamilies.Count];
        foreach (var (feature, family) in all)
        {
            totals[family]++;
            if (features.Count > 0 && features[^1] == feature)
            {
                counts[^1] = (ushort)Math.Min(ushort.MaxValue, counts[^1] + 1);
                continue;
            }

            features.Add(feature);
            counts.Add(1);
            families.Add(family);
        }

        var norms = Array.ConvertAll(totals, n => n == 0 ? 0 : 1 / MathF.Sqrt(n));
        return new Document([.. features], [.. counts], [.. families], norms);
    }

    private readonly struct Collector(List<(ulong Feature, byte Family)> found) : IFeatureSink
    {
        public List<(ulong Feature, byte Family)> Found => found;

        public void Add(FeatureFamily family, ulong feature, int first, int last) =>
            found.Add((FeatureFamilies.Salt(family, feature), (byte)family));
    }
}

using Monitor.Classifier.Features;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Training;

/// <summary>The features of one text by their number in a <see cref="Vocabulary"/>, each once, with how often it occurs.</summary>
public sealed class Document
{
    private Document(int[] numbers, float[] counts, float[] norms, ulong[] sequence)
    {
        Sequence = sequence;
        Numbers = numbers;
        Counts = counts;
        Norms = norms;
    }

    /// <summary>The numbers of the features, ascending.</summary>
    public int[] Numbers { get; }

    /// <summary>How often each occurs.</summary>
    public float[] Counts { get; }

    /// <summary>By family: one over the square root of how many occurrences there are.</summary>
    public float[] Norms { get; }

    /// <summary>The words in the order of the text, for the nets.</summary>
    public ulong[] Sequence { get; }

    /// <summary>Takes texts apart on all cores; the result does not depend on how many there are.</summary>
    public static Document[] ReadAll(IReadOnlyList<string> texts, TextPipeline pipeline, CueLexicon cues, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var found = new ((ulong Feature, FeatureFamily Family)[] Features, ulong[] Sequence)[texts.Count];
        Parallel.For(
            0,
            texts.Count,
            () => (Buffer: new TextBuffer(), Extractor: new FeatureExtractor(cues)),
            (i, _, local) =>
            {
                pipeline.Run(texts[i], null, local.Buffer);
                var sink = new Collector([]);
                local.Extractor.Extract(local.Buffer, ref sink);
                found[i] = ([.. sink.Found], local.Extractor.Sequence.ToArray());
                return local;
            },
            _ => { }
        );
        return Array.ConvertAll(found, read => Of(read.Features, read.Sequence, vocabulary));
    }

    /// <summary>Only the words of texts, for word vectors.</summary>
    public static ulong[][] ReadSequences(IReadOnlyList<string> texts, TextPipeline pipeline, CueLexicon cues)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var sequences = new ulong[texts.Count][];
        Parallel.For(
            0,
            texts.Count,
            () => (Buffer: new TextBuffer(), Extractor: new FeatureExtractor(cues)),
            (i, _, local) =>
            {
                pipeline.Run(texts[i], null, local.Buffer);
                var nobody = default(Nobody);
                local.Extractor.Extract(local.Buffer, ref nobody);
                sequences[i] = local.Extractor.Sequence.ToArray();
                return local;
            },
            _ => { }
        );
        return sequences;
    }

    private static Document Of((ulong Feature, FeatureFamily Family)[] features, ulong[] sequence, Vocabulary vocabulary)
    {
        var numbers = new int[features.Length];
        var totals = new int[FeatureFamilies.Count];
        for (var k = 0; k < features.Length; k++)
        {
            numbers[k] = vocabulary.Intern(features[k].Feature, features[k].Family);
            totals[(int)features[k].Family]++;
        }

        Array.Sort(numbers);
        var counts = new List<float>();
        var distinct = new List<int>();
        foreach (var number in numbers)
        {
            if (distinct.Count > 0 && distinct[^1] == number)
            {
                counts[^1]++;
                continue;
            }

            distinct.Add(number);
            counts.Add(1);
        }

        return new Document([.. distinct], [.. counts], Array.ConvertAll(totals, n => n == 0 ? 0 : 1 / MathF.Sqrt(n)), sequence);
    }

    private readonly struct Nobody : IFeatureSink
    {
        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            // Only the sequence is wanted.
        }
    }

    private readonly struct Collector(List<(ulong Feature, FeatureFamily Family)> found) : IFeatureSink
    {
        public List<(ulong Feature, FeatureFamily Family)> Found => found;

        public void Add(FeatureFamily family, ulong feature, int first, int last) =>
            found.Add((FeatureFamilies.Salt(family, feature), family));
    }
}

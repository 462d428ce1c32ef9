using System.Diagnostics;
using System.Globalization;
using Monitor.Classifier;
using Monitor.Classifier.Text;
using Monitor.Classifier.Training;

namespace Monitor.Bench;

/// <summary>
/// What a text costs on one thread, beside a plain bag of words on the same texts in the same run: the ratio travels between machines.
/// </summary>
internal static class ClassifierBench
{
    private const int Rounds = 12;
    private const int Block = 40;
    private const int Warming = 8000;

    public static int Run(TextWriter output)
    {
        var models = ModelsDirectory();
        var loading = Stopwatch.StartNew();
        var classifier = NetralitasClassifier.Load(models);
        var loadTime = loading.Elapsed;
        var texts = Texts(models);
        var pipeline = TextPipeline.Load(models);
        var buffer = new TextBuffer();
        var baseline = new BagOfWords(texts);
        var rows = new[]
        {
            Measure("bag of words (Split + dictionary)", texts, text => baseline.Score(text)),
            Measure("text pipeline alone", texts, text => pipeline.Run(text, null, buffer)),
            Measure("whole path, reasons off", texts, text => classifier.Score(text)),
            Measure("whole path with judgement", texts, text => classifier.Classify(text, reasons: false)),
            Measure("whole path with reasons", [.. texts.Take(texts.Length / 20)], text => classifier.Classify(text)),
        };
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{texts.Length} texts, {texts.Average(t => t.Length):F0} characters on average, one thread, least of {Rounds} rounds"
            )
        );
        output.WriteLine($"{"", -36}{"texts/s", 12}{"bytes/text", 12}{"of baseline", 13}");
        foreach (var (name, perSecond, bytes) in rows)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -36}{perSecond, 12:N0}{bytes, 12:N1}{perSecond / rows[0].PerSecond, 13:F3}"
                )
            );
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"model and lexicons loaded in {loadTime.TotalMilliseconds:F0} ms (first load, code not yet compiled)"
            )
        );
        loading.Restart();
        _ = NetralitasClassifier.Load(models);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"model and lexicons loaded in {loading.Elapsed.TotalMilliseconds:F0} ms (second load)"
            )
        );
        return 0;
    }

    /// <summary>
    /// For every block of texts the least time of several rounds: a block is shorter than a turn on the processor, so that what the
    /// machine's other work takes away is not counted.
    /// </summary>
    private static (string Name, double PerSecond, double Bytes) Measure(string name, string[] texts, Action<string> work)
    {
        foreach (var text in texts.Concat(texts).Take(Warming))
        {
            work(text);
        }

        var least = new long[(texts.Length + Block - 1) / Block];
        Array.Fill(least, long.MaxValue);
        double bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var block = 0; block < least.Length; block++)
            {
                var start = Stopwatch.GetTimestamp();
                foreach (var text in texts.AsSpan(block * Block, Math.Min(Block, texts.Length - (block * Block))))
                {
                    work(text);
                }

                least[block] = Math.Min(least[block], Stopwatch.GetTimestamp() - start);
            }

            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)texts.Length;
        }

        return (name, texts.Length / (least.Sum() / (double)Stopwatch.Frequency), bytes);
    }

    private static string[] Texts(string models) =>
        [.. Corpus.Read(Path.Combine(models, "corpus", "authored.tsv")).Select(row => row.Text)];

    internal static string ModelsDirectory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "models", NetralitasClassifier.Folder)))
            {
                return Path.Combine(folder.FullName, "models");
            }
        }

        throw new DirectoryNotFoundException("No models folder above the program");
    }

    /// <summary>The plainest classifier there is: split at spaces, look each word up, add.</summary>
    private sealed class BagOfWords
    {
        private readonly Dictionary<string, double> weights = new(StringComparer.Ordinal);

        public BagOfWords(string[] texts)
        {
            foreach (var word in texts.SelectMany(t => t.Split(' ')))
            {
                weights[word] = weights.GetValueOrDefault(word) + 1;
            }
        }

        public double Score(string text)
        {
            double sum = 0;
            foreach (var word in text.Split(' '))
            {
                sum += weights.GetValueOrDefault(word);
            }

            return 1 / (1 + Math.Exp(-sum));
        }
    }
}

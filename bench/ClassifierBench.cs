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
    private const int MeanLength = 190;
    private const int Rounds = 5;
    private const double FastTextRatio = 55_000;

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
                $"{texts.Length} texts, {texts.Average(t => t.Length):F0} characters on average, one thread, per second of processor time"
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
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"for comparison: fastText predict-prob was measured at {FastTextRatio:N0} texts/s on a machine of this kind"
            )
        );
        return 0;
    }

    /// <summary>The best of several rounds: what the machine's other work took away is not ours.</summary>
    private static (string Name, double PerSecond, double Bytes) Measure(string name, string[] texts, Action<string> work)
    {
        foreach (var text in texts.Take(2000))
        {
            work(text);
        }

        double best = 0,
            bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            // Processor time, not the clock: nothing else runs in this process, and the machine may be busy with other work.
            var start = Environment.CpuUsage.TotalTime;
            foreach (var text in texts)
            {
                work(text);
            }

            best = Math.Max(best, texts.Length / (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)texts.Length;
        }

        return (name, best, bytes);
    }

    /// <summary>Authored texts, joined or cut to the length that a post has on average.</summary>
    private static string[] Texts(string models)
    {
        var rows = Corpus.Read(Path.Combine(models, "corpus", "authored.tsv"));
        var mean = rows.Average(r => r.Text.Length);
        return
        [
            .. rows.Select(
                    (row, i) =>
                        row.Text.Length < MeanLength && mean < MeanLength ? $"{row.Text} {rows[(i + 1) % rows.Count].Text}" : row.Text
                )
                .Select(text => text.Length > 2 * MeanLength ? text[..(2 * MeanLength)] : text),
        ];
    }

    private static string ModelsDirectory()
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

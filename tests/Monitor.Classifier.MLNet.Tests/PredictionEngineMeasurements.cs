using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using Monitor.Classifier.Tests.Text;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.MLNet.Tests;

/// <summary>The house's classifier beside ML.NET's own way from a text to a score. Not run with the tests; docs/decisions/0010-own-learner.md has the command and the figures.</summary>
public sealed class PredictionEngineMeasurements(ITestOutputHelper output)
{
    private const int Rounds = 12;
    private const int Block = 40;

    /// <summary>
    /// On one thread, the same texts in one run: <see cref="PredictionEngine{TSrc,TDst}"/> over words 1-2 and characters 1-4 with tf-idf and an averaged
    /// perceptron, and the whole path with reasons off. Of every block of texts the least time of the rounds, in which the two take turns.
    /// </summary>
    [Fact(Explicit = true)]
    public void TextsPerSecondBesideThePredictionEngine()
    {
        var models = Repository.Models;
        var rows = Corpus.Read(Path.Combine(models, "corpus", "authored.tsv")).ToList();
        var texts = rows.ConvertAll(row => row.Text);
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Text = row.Text, Label = row.Label.IsPositive() }));
        var featurize = new TextFeaturizingEstimator.Options
        {
            WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 2, UseAllLengths = true },
            CharFeatureExtractor = new WordBagEstimator.Options { NgramLength = 4, UseAllLengths = true },
        };
        var trained = ml
            .Transforms.Text.FeaturizeText("Features", featurize, nameof(Row.Text))
            .Append(ml.BinaryClassification.Trainers.AveragedPerceptron())
            .Fit(data);
        var engine = ml.Model.CreatePredictionEngine<Row, Prediction>(trained);
        var classifier = NetralitasClassifier.Load(models);
        var row = new Row();
        var answer = new Prediction();
        var theirs = LeastTimes(texts);
        var ours = LeastTimes(texts);
        for (var round = 0; round < Rounds; round++)
        {
            Measure(texts, ours, text => classifier.Score(text));
            Measure(
                texts,
                theirs,
                text =>
                {
                    row.Text = text;
                    engine.Predict(row, ref answer);
                }
            );
        }

        var (own, other) = (PerSecond(texts, ours), PerSecond(texts, theirs));
        output.WriteLine(
            $"{texts.Count} texts of {texts.Average(text => text.Length):F0} characters: Monitor {own:N0} texts/s, PredictionEngine {other:N0}, {own / other:F1} times"
        );
    }

    private static long[] LeastTimes(List<string> texts)
    {
        var least = new long[(texts.Count + Block - 1) / Block];
        Array.Fill(least, long.MaxValue);
        return least;
    }

    private static void Measure(List<string> texts, long[] least, Action<string> work)
    {
        for (var block = 0; block < least.Length; block++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var text in texts.Skip(block * Block).Take(Block))
            {
                work(text);
            }

            least[block] = Math.Min(least[block], Stopwatch.GetTimestamp() - start);
        }
    }

    private static double PerSecond(List<string> texts, long[] least) => texts.Count / (least.Sum() / (double)Stopwatch.Frequency);

    private sealed class Row
    {
        public string Text { get; set; } = "";
        public bool Label { get; set; }
    }

    private sealed class Prediction
    {
        [ColumnName("Score")]
        public float Score { get; set; }
    }
}

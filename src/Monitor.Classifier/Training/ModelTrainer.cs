using System.Security.Cryptography;
using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Features;
using Monitor.Classifier.Learning;
using Monitor.Classifier.Model;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Training;

/// <summary>Labelled rows in, a model out. Deterministic: the same data and the same seed give the same bytes.</summary>
/// <param name="modelsDirectory">Where <c>lexicon/</c> and <c>netralitas/cues.tsv</c> are.</param>
/// <param name="options">What the run was told.</param>
public sealed class ModelTrainer(string modelsDirectory, TrainingOptions options)
{
    private const string Name = "netralitas";

    /// <summary>Trains on labelled files (see <see cref="Corpus"/>) and says after each step how much is done, from 0 to 1.</summary>
    public NetralitasModel Train(IReadOnlyList<string> files, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var rows = new List<LabelledText>();
        var data = new List<ModelInfo.DataSet>();
        foreach (var file in files)
        {
            var read = Corpus.Read(file);
            rows.AddRange(read);
            data.Add(
                new ModelInfo.DataSet(
                    Path.GetFileName(file),
                    read.Count,
                    Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))
                )
            );
        }

        return Train(rows, data, progress);
    }

    /// <summary>Trains on rows already read.</summary>
    public NetralitasModel Train(
        IReadOnlyList<LabelledText> rows,
        IReadOnlyList<ModelInfo.DataSet> data,
        IProgress<double>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cuePath = Path.Combine(modelsDirectory, NetralitasClassifier.Folder, CueLexicon.FileName);
        var documents = Document.ReadAll([.. rows.Select(r => r.Text)], TextPipeline.Load(modelsDirectory), CueLexicon.Load(cuePath));
        progress?.Report(0.1);
        var learner = new DualCoordinateLogistic(options.Cost);
        var (logits, labels) = OutOfFold(rows, documents, learner, progress);
        var calibration = Calibration.Fit(logits, labels);
        double[] scores = [.. logits.Select(l => calibration.Score(l[LabelNames.Count]))];
        bool[] truths = [.. labels.Select(l => l.IsPositive())];
        var thresholds = OperatingPoints.Choose(scores, truths);
        var metrics = Metrics.Of(scores, truths, thresholds[OperatingPoints.Balanced]);
        var final = LinearModel.Train(documents, [.. rows.Select(r => r.Label)], Weights(rows), options, learner);
        var (table, scales, _) = final.Quantise(options.TableBits);
        progress?.Report(1);
        var info = new ModelInfo
        {
            Name = Name,
            Learner = learner.Name,
            Seed = options.Seed,
            Lexicon = LexiconHash(cuePath),
            TrainedOn = data,
            Thresholds = thresholds,
            Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["auc"] = metrics.Auc,
                ["ece"] = metrics.CalibrationError,
                ["f1"] = metrics.F1,
                ["macro_f1"] = metrics.MacroF1,
                ["precision"] = metrics.Precision,
                ["recall"] = metrics.Recall,
            },
        };
        return new NetralitasModel(info, table, scales, [.. final.Biases], calibration);
    }

    private (List<double[]> Logits, List<Label> Labels) OutOfFold(
        IReadOnlyList<LabelledText> rows,
        Document[] documents,
        DualCoordinateLogistic learner,
        IProgress<double>? progress
    )
    {
        var folds = Folds.Assign(rows);
        var logits = new List<double[]>();
        var labels = new List<Label>();
        for (var fold = 0; fold < Folds.Count; fold++)
        {
            int[] kept = [.. Enumerable.Range(0, rows.Count).Where(i => folds[i] != fold)];
            var keptRows = Array.ConvertAll(kept, i => rows[i]);
            var model = LinearModel.Train(
                Array.ConvertAll(kept, i => documents[i]),
                Array.ConvertAll(keptRows, r => r.Label),
                Weights(keptRows),
                options,
                learner
            );
            for (var i = 0; i < rows.Count; i++)
            {
                if (folds[i] == fold)
                {
                    logits.Add(model.Logits(documents[i]));
                    labels.Add(rows[i].Label);
                }
            }

            progress?.Report(0.1 + (0.15 * (fold + 1)));
        }

        return (logits, labels);
    }

    private float[] Weights(IReadOnlyList<LabelledText> rows) => [.. rows.Select(r => r.Doubtful ? options.DoubtfulWeight : 1f)];

    /// <summary>One hash over the cue classes and every lexicon file, in the order of their names.</summary>
    private string LexiconHash(string cuePath)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(cuePath));
        var lexicon = Path.Combine(modelsDirectory, "lexicon");
        foreach (var file in Directory.EnumerateFiles(lexicon, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Reflection;
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

    /// <summary>What the last training run said of rows held out; null before the first.</summary>
    public HeldOut? LastHeldOut { get; private set; }

    /// <summary>Whether <see cref="LastCurve"/> is measured too; it costs about one more training.</summary>
    public bool WithCurve { get; init; }

    /// <summary>What parts of the rows would have brought; empty when it was not asked for.</summary>
    public IReadOnlyList<LearningCurve> LastCurve { get; private set; } = [];

    /// <summary>Trains on labelled files (see <see cref="Corpus"/>) and says after each step how much is done, from 0 to 1.</summary>
    public NetralitasModel Train(IReadOnlyList<string> files, Unlabelled unlabelled, IProgress<double>? progress = null)
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

        return Train(TrainingSet.Read(modelsDirectory, rows, unlabelled, options), data, progress);
    }

    /// <summary>Learns word vectors from labelled and unlabelled text; the words of labelled rows are counted three times.</summary>
    public WordVectors LearnVectors(IReadOnlyList<string> files, Unlabelled unlabelled)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(unlabelled);
        string[] labelled = [.. files.SelectMany(Corpus.Read).Select(r => r.Text)];
        string[] texts = [.. labelled, .. labelled, .. labelled, .. unlabelled.Posts, .. unlabelled.Articles.Take(options.VectorArticles)];
        var cues = CueLexicon.Load(modelsDirectory);
        var sequences = Document.ReadSequences(texts, TextPipeline.Load(modelsDirectory), cues);
        return WordVectors.Train(sequences, options.WordMinimum, options.MostWords, options.VectorEpochs, options.Seed);
    }

    /// <summary>Groups the words of <paramref name="vectors"/> by the company they keep.</summary>
    public WordGroups Group(WordVectors vectors) =>
        WordGrouping.Of(vectors, options.WordGroups.Coarse, options.WordGroups.Fine, options.Seed);

    /// <summary>Trains on a set already read.</summary>
    public NetralitasModel Train(TrainingSet set, IReadOnlyList<ModelInfo.DataSet> data, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        progress?.Report(0.05);
        var learner = new DualCoordinateLogistic(options.Cost);
        var heldOut = HeldOut.Of(set, Enumerable.Range(0, set.Rows.Count), options, learner, progress);
        LastHeldOut = heldOut;
        LastCurve = WithCurve ? LearningCurve.Measure(set, options, learner, heldOut) : [];
        var final = Ensemble.Train(set, [.. Enumerable.Range(0, set.Rows.Count)], options, learner);
        progress?.Report(1);
        var metrics = Metrics.Of(heldOut.Scores, heldOut.Truths, heldOut.Thresholds[OperatingPoints.Balanced]);
        var info = new ModelInfo
        {
            Name = Name,
            Learner = learner.Name,
            Code =
                typeof(ModelTrainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? throw new InvalidOperationException("The assembly has no version"),
            Seed = options.Seed,
            Lexicon = LexiconHash(),
            TrainedOn = data,
            Thresholds = heldOut.Thresholds,
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
        return final.Quantise(info, heldOut.Calibration, options.TableBits);
    }

    /// <summary>One hash over the cue classes, the groups of words and every lexicon file, in the order of their names.</summary>
    private string LexiconHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in (string[])[CueLexicon.FileName, WordGroups.FileName])
        {
            var path = Path.Combine(modelsDirectory, NetralitasClassifier.Folder, name);
            if (File.Exists(path))
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
        }

        var lexicon = Path.Combine(modelsDirectory, "lexicon");
        foreach (var file in Directory.EnumerateFiles(lexicon, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

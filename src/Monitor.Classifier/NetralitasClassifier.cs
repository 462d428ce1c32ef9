using System.Collections.Concurrent;
using Monitor.Classifier.Explanation;
using Monitor.Classifier.Features;
using Monitor.Classifier.Masking;
using Monitor.Classifier.Model;
using Monitor.Classifier.Text;

namespace Monitor.Classifier;

/// <summary>Answers, for one Indonesian text: should a human look at this, and why? Safe to call from many threads.</summary>
public sealed class NetralitasClassifier
{
    /// <summary>The folder of the trained model below the models folder.</summary>
    public const string Folder = "netralitas";

    private readonly NetralitasModel model;
    private readonly TextPipeline pipeline;
    private readonly CueLexicon cues;
    private readonly ConcurrentBag<Workspace> idle = [];

    private NetralitasClassifier(NetralitasModel model, TextPipeline pipeline, CueLexicon cues)
    {
        this.model = model;
        this.pipeline = pipeline;
        this.cues = cues;
    }

    /// <summary>Whose names the texts are read without.</summary>
    public MaskingLexicon Masks => pipeline.Masks;

    /// <summary>The same model, blind to the names of these contests as well; those of the same id are replaced.</summary>
    public NetralitasClassifier With(IReadOnlyCollection<Contest> contests) =>
        new(model, pipeline.With(pipeline.Masks.WithContests(contests)), cues);

    /// <summary>What the model says of itself.</summary>
    public ModelInfo Info => model.Info;

    /// <summary>Reads <c>netralitas/</c> and <c>lexicon/</c> below <paramref name="modelsDirectory"/>.</summary>
    public static NetralitasClassifier Load(string modelsDirectory) =>
        Load(modelsDirectory, Path.Combine(modelsDirectory, Folder, ModelFile.FileName));

    /// <summary>The same with a model file from elsewhere, for a challenger.</summary>
    public static NetralitasClassifier Load(string modelsDirectory, string modelFile)
    {
        // Side by side: each takes about as long as the other. A refusal must arrive as it was thrown.
        var numbers = Task.Run(() => (ModelFile.Read(modelFile), CueLexicon.Load(modelsDirectory)));
        var reading = TextPipeline.Load(modelsDirectory);
        var (model, cues) = numbers.GetAwaiter().GetResult();
        return new NetralitasClassifier(model, reading, cues);
    }

    /// <summary>
    /// Judges one text. <paramref name="at"/> is its day, which decides whose names belong to a contest; null means any contest.
    /// Any string is answered; without <paramref name="reasons"/> the list of reasons is empty and the call is several times faster.
    /// </summary>
    public Judgement Classify(string text, DateOnly? at = null, bool reasons = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var workspace = idle.TryTake(out var free) ? free : new Workspace(new Scorer(model, new FeatureExtractor(cues)));
        var probabilities = new double[LabelNames.Count];
        var score = Score(text, at, workspace, probabilities);
        var label = (Label)Array.IndexOf(probabilities, probabilities.Max());
        IReadOnlyList<Reason> why = reasons ? Reasons(text, at, workspace, score) : [];
        idle.Add(workspace);
        return new Judgement(label, probabilities, score, why);
    }

    /// <summary>The score alone, without an allocation.</summary>
    public double Score(ReadOnlySpan<char> text, DateOnly? at = null)
    {
        var workspace = idle.TryTake(out var free) ? free : new Workspace(new Scorer(model, new FeatureExtractor(cues)));
        Span<double> probabilities = stackalloc double[LabelNames.Count];
        var score = Score(text, at, workspace, probabilities);
        idle.Add(workspace);
        return score;
    }

    /// <summary>
    /// Counts the words of a text by buckets of their stems, the first for words that no lexicon knows: enough to see that the vocabulary
    /// of a stream has moved, too little to tell a word. Names of contests and their candidates are not counted.
    /// </summary>
    public void CountWords(ReadOnlySpan<char> text, DateOnly? at, Span<int> buckets)
    {
        if (buckets.Length < 2)
        {
            throw new ArgumentException("One bucket for unknown words and at least one for others are wanted.", nameof(buckets));
        }

        var workspace = idle.TryTake(out var free) ? free : new Workspace(new Scorer(model, new FeatureExtractor(cues)));
        var buffer = workspace.Buffer;
        pipeline.Run(text, at, buffer);
        for (var i = 0; i < buffer.Count; i++)
        {
            if (buffer.Tokens[i].Kind == TokenKind.Word)
            {
                var known = buffer.Entries[i] >= 0;
                buckets[known ? 1 + (int)(FeatureHash.Of(buffer.Stem(buffer.Tokens[i])) % (ulong)(buckets.Length - 1)) : 0]++;
            }
        }

        idle.Add(workspace);
    }

    /// <summary>The threshold of a named operating point, for example "precision" or "recall"; false when the model has none of that name.</summary>
    public bool TryThreshold(string name, out double threshold) => model.Info.Thresholds.TryGetValue(name, out threshold);

    private double Score(ReadOnlySpan<char> text, DateOnly? at, Workspace workspace, Span<double> probabilities)
    {
        Span<double> logits = stackalloc double[WeightTable.Lanes];
        pipeline.Run(text, at, workspace.Buffer);
        workspace.Scorer.Logits(workspace.Buffer, logits);
        return model.Calibration.Apply(logits, probabilities);
    }

    private IReadOnlyList<Reason> Reasons(string text, DateOnly? at, Workspace workspace, double score)
    {
        if (workspace.Buffer.Count == 0)
        {
            return [];
        }

        var shares = workspace.Scorer.Shares(workspace.Buffer);
        var candidates = ReasonFinder.Candidates(text, workspace.Buffer, shares);
        var probabilities = new double[LabelNames.Count];
        return ReasonFinder.Choose(text, candidates, score, rest => Score(rest, at, workspace, probabilities));
    }

    private sealed record Workspace(Scorer Scorer)
    {
        public TextBuffer Buffer { get; } = new();
    }
}

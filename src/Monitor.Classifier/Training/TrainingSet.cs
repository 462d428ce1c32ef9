using Monitor.Classifier.Features;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Training;

/// <summary>Rows with their texts taken apart, and the word vectors that nets start from.</summary>
public sealed class TrainingSet
{
    private TrainingSet(IReadOnlyList<LabelledText> rows, Document[] documents, Vocabulary vocabulary, WordVectors vectors)
    {
        (Rows, Documents, Vocabulary, Vectors) = (rows, documents, vocabulary, vectors);
    }

    /// <summary>The rows, weak ones last.</summary>
    public IReadOnlyList<LabelledText> Rows { get; }

    /// <summary>By row.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>The numbering of the features.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The vectors of the words.</summary>
    public WordVectors Vectors { get; }

    /// <summary>
    /// Takes all texts apart with the lexicons below <paramref name="modelsDirectory"/>. Word vectors are read from the file beside the
    /// model; where there is none they are learned from the rows themselves.
    /// </summary>
    public static TrainingSet Read(string modelsDirectory, IReadOnlyList<LabelledText> rows, Unlabelled unlabelled, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(unlabelled);
        ArgumentNullException.ThrowIfNull(options);
        var folder = Path.Combine(modelsDirectory, NetralitasClassifier.Folder);
        var weak = WeakRows.Load(Path.Combine(folder, WeakRows.FileName));
        LabelledText[] all =
        [
            .. rows,
            .. weak.FromPosts(unlabelled.Posts, options.WeakRows.Everyday, options.Seed),
            .. weak.FromArticles(unlabelled.Articles, options.WeakRows.News, options.Seed),
        ];
        var vocabulary = new Vocabulary();
        var pipeline = TextPipeline.Load(modelsDirectory);
        var cues = CueLexicon.Load(modelsDirectory);
        var documents = Document.ReadAll([.. all.Select(r => r.Text)], pipeline, cues, vocabulary);
        var words = Path.Combine(folder, WordVectors.FileName);
        var vectors = File.Exists(words)
            ? WordVectors.Read(words)
            : WordVectors.Train([.. documents.Select(d => d.Sequence)], 2, options.MostWords, 3, options.Seed);
        return new TrainingSet(all, documents, vocabulary, vectors);
    }

    /// <summary>What a row counts.</summary>
    public float Weight(int row, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (Rows[row].Doubtful ? options.DoubtfulWeight : 1) * (WeakRows.IsWeak(Rows[row]) ? options.WeakWeight : 1);
    }
}

/// <summary>Text that nobody labelled.</summary>
/// <param name="Posts">Public posts, one per line.</param>
/// <param name="Articles">News articles, one per line.</param>
public sealed record Unlabelled(IReadOnlyList<string> Posts, IReadOnlyList<string> Articles)
{
    /// <summary>None at all.</summary>
    public static readonly Unlabelled None = new([], []);
}

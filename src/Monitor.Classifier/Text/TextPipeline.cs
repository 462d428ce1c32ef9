namespace Monitor.Classifier.Text;

/// <summary>Turns a text into normalised, masked tokens. Immutable after loading: one instance serves every thread.</summary>
public sealed class TextPipeline
{
    private readonly Scanner _scanner;

    private TextPipeline(Scanner scanner) => _scanner = scanner;

    /// <summary>Reads models/lexicon; throws <see cref="InvalidDataException"/> naming the file and line that cannot be read.</summary>
    public static TextPipeline Load(string modelsDirectory)
    {
        var lexicon = Path.Combine(modelsDirectory, "lexicon");
        return new TextPipeline(new Scanner(CharTable.Load(Path.Combine(lexicon, "fold.tsv"))));
    }

    /// <summary>Takes one text apart. Never throws on any input; allocates only while <paramref name="into"/> still has to grow.</summary>
    /// <param name="text">The original text; token spans point into it.</param>
    /// <param name="at">The day of the text, which decides whose names are a contest's; null means any contest.</param>
    /// <param name="into">Receives the tokens; what it held is forgotten.</param>
    public void Run(ReadOnlySpan<char> text, DateOnly? at, TextBuffer into)
    {
        _scanner.Run(text, into);
    }
}

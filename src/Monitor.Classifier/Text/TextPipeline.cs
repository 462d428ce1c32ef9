using Monitor.Classifier.Masking;

namespace Monitor.Classifier.Text;

/// <summary>The stages in their order.</summary>
internal enum Stage
{
    Scan,
    Assemble,
    Mask,
    Standardise,
    Negation,
}

/// <summary>Turns a text into normalised, masked tokens. Immutable after loading: one instance serves every thread.</summary>
public sealed class TextPipeline
{
    private readonly Lexicon _lexicon;
    private readonly Scanner _scanner;
    private readonly PersonNames _persons;
    private readonly Assembler _assembler;
    private readonly Masker _masker;
    private readonly Standardiser _standardiser;

    private TextPipeline(Scanner scanner, Lexicon lexicon, MaskingLexicon masks, PersonNames persons)
    {
        _lexicon = lexicon;
        _persons = persons;
        Masks = masks;
        _scanner = scanner;
        _assembler = new Assembler(lexicon, masks);
        _masker = new Masker(masks, lexicon, persons);
        _standardiser = new Standardiser(lexicon);
    }

    /// <summary>Whose names are masked.</summary>
    public MaskingLexicon Masks { get; }

    /// <summary>Reads models/lexicon; throws <see cref="InvalidDataException"/> naming the file and line that cannot be read.</summary>
    public static TextPipeline Load(string modelsDirectory)
    {
        var directory = Path.Combine(modelsDirectory, "lexicon");
        var scanner = new Scanner(CharTable.Load(Path.Combine(directory, "fold.tsv")));
        var lexicon = Lexicon.Load(modelsDirectory);
        return new TextPipeline(scanner, lexicon, MaskingLexicon.Load(directory, lexicon, scanner), PersonNames.Load(directory, lexicon));
    }

    /// <summary>The same pipeline with the names of another masking lexicon, as <see cref="MaskingLexicon.WithContest"/> makes it.</summary>
    public TextPipeline With(MaskingLexicon masks) => new(_scanner, _lexicon, masks, _persons);

    /// <summary>Takes one text apart. Never throws on any input; allocates only while <paramref name="into"/> still has to grow.</summary>
    /// <param name="text">The original text; token spans point into it.</param>
    /// <param name="at">The day of the text, which decides whose names are a contest's; null means any contest.</param>
    /// <param name="into">Receives the tokens; what it held is forgotten.</param>
    public void Run(ReadOnlySpan<char> text, DateOnly? at, TextBuffer into)
    {
        RunUpTo(Stage.Negation, text, at, into);
    }

    /// <summary>Runs the stages up to one of them, so that each can be timed.</summary>
    internal void RunUpTo(Stage last, ReadOnlySpan<char> text, DateOnly? at, TextBuffer into)
    {
        _scanner.Run(text, into);
        if (last >= Stage.Assemble)
        {
            _assembler.Run(text, into);
        }

        if (last >= Stage.Mask)
        {
            _masker.Run(at, into);
        }

        if (last >= Stage.Standardise)
        {
            _standardiser.Run(into);
        }

        if (last >= Stage.Negation)
        {
            MarkNegation(into);
        }
    }

    private void MarkNegation(TextBuffer into)
    {
        const int onStack = 512;
        Span<WordTraits> traits = into.Count <= onStack ? stackalloc WordTraits[into.Count] : new WordTraits[into.Count];
        for (var index = 0; index < into.Count; index++)
        {
            var entry = into.Entries[index];
            traits[index] = entry < 0 ? WordTraits.None : _lexicon.Entry(entry).Traits;
        }

        NegationScope.Mark(into, traits);
    }
}

namespace Monitor.Classifier.Features;

/// <summary>
/// Small closed classes of words that say what a sentence does (who speaks, who is asked to do what, who examines whom). Read from
/// <c>cues.tsv</c>: class, tab, words separated by spaces. A word may stand in one class only.
/// </summary>
public sealed class CueLexicon
{
    /// <summary>The name of the file of cue classes.</summary>
    public const string FileName = "cues.tsv";

    /// <summary>The class of a word in no class.</summary>
    public const byte None = 0;

    private readonly Dictionary<ulong, byte> classes = [];
    private readonly List<string> names = [""];

    /// <summary>How many classes there are, the empty one included.</summary>
    public int Count => names.Count;

    private CueLexicon(NameLexicon names, WordGroups groups) => (Names, Groups) = (names, groups);

    /// <summary>Which words are names.</summary>
    public NameLexicon Names { get; }

    /// <summary>Which words stand in like company.</summary>
    public WordGroups Groups { get; }

    /// <summary>
    /// Reads <c>netralitas/cues.tsv</c>, the names of <c>lexicon/words.tsv</c> and, where it is there, <c>netralitas/groups.bin</c>; refuses
    /// a word that stands in two classes.
    /// </summary>
    public static CueLexicon Load(string modelsDirectory)
    {
        var path = Path.Combine(modelsDirectory, NetralitasClassifier.Folder, FileName);
        var groups = Path.Combine(modelsDirectory, NetralitasClassifier.Folder, WordGroups.FileName);
        var lexicon = new CueLexicon(
            NameLexicon.Load(Path.Combine(modelsDirectory, "lexicon", "words.tsv")),
            File.Exists(groups) ? WordGroups.Read(groups) : WordGroups.None
        );
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0)
            {
                throw new InvalidDataException($"{path}: a line without a tab: {line}");
            }

            lexicon.AddClass(line[..tab], line[(tab + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries), path);
        }

        return lexicon;
    }

    /// <summary>The class of a token, by its form and else by its stem.</summary>
    public byte ClassOf(ulong formHash, ulong stemHash)
    {
        if (classes.TryGetValue(formHash, out var found) || classes.TryGetValue(stemHash, out found))
        {
            return found;
        }

        return None;
    }

    /// <summary>The written name of a class.</summary>
    public string Name(byte cue) => names[cue];

    private void AddClass(string name, string[] words, string path)
    {
        var id = names.IndexOf(name);
        if (id < 0)
        {
            id = names.Count;
            names.Add(name);
        }

        foreach (var word in words)
        {
            if (!classes.TryAdd(FeatureHash.Of(word), (byte)id))
            {
                throw new InvalidDataException($"{path}: '{word}' stands in two classes, the second is {name}");
            }
        }
    }
}

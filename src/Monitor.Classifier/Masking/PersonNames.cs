using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>How surely a word written with a capital is part of a person's name.</summary>
internal enum NameSurety : byte
{
    None,

    /// <summary>Only beside another name or right after an honorific.</summary>
    Beside,

    /// <summary>Also an everyday word: a name where the capital is not due to a sentence's beginning, or beside another name.</summary>
    Inside,

    /// <summary>Always.</summary>
    Sure,
}

/// <summary>
/// The names of models/lexicon/given-names.tsv. All names become one token whatever they are: a text must not score by the people a
/// name comes from, and a name that is also a word ("Budi", "Indah", "Tan") must not be read as that word.
/// </summary>
internal sealed class PersonNames
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "given-names.tsv";

    /// <summary>The form of a person's name that is nobody's role.</summary>
    public const string Form = "⟨nama⟩";

    private readonly WordTable words = new(8192);
    private readonly List<NameSurety> sureties = [];

    // By lexicon entry: most words of a text are known and need no look-up of their own.
    private NameSurety[] ofEntry = [];

    private PersonNames() { }

    /// <summary>Reads the file; a name in two classes keeps the surer one.</summary>
    public static PersonNames Load(string directory, Lexicon lexicon)
    {
        var names = new PersonNames();
        var path = Path.Combine(directory, FileName);
        foreach (var row in LexiconFile.Rows(path, 2))
        {
            if (!Enum.TryParse<NameSurety>(row[0], ignoreCase: true, out var surety))
            {
                throw new InvalidDataException($"{path}: no class of names is called \"{row[0]}\".");
            }

            foreach (var name in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var id = names.words.Add(name);
                if (id == names.sureties.Count)
                {
                    names.sureties.Add(surety);
                }
                else if (names.sureties[id] < surety)
                {
                    names.sureties[id] = surety;
                }
            }
        }

        names.ofEntry = new NameSurety[lexicon.Count];
        for (var id = 0; id < names.words.Count; id++)
        {
            if (lexicon.Find(names.words.Word(id)) is >= 0 and var entry)
            {
                names.ofEntry[entry] = names.sureties[id];
            }
        }

        return names;
    }

    /// <summary>How surely a word, in small letters, is part of a name; <paramref name="entry"/> is its lexicon entry or -1.</summary>
    public NameSurety Of(int entry, ReadOnlySpan<char> word)
    {
        if (entry >= 0)
        {
            return ofEntry[entry];
        }

        var id = words.Find(word);
        return id < 0 ? NameSurety.None : sureties[id];
    }
}

namespace Monitor.Classifier.Features;

/// <summary>
/// Which words are names of persons and places. A feature that knew them would score a text by whom it is about, so they all become one.
/// </summary>
public sealed class NameLexicon
{
    private const int ShortestName = 4;

    private readonly Dictionary<ulong, bool> isName = [];

    /// <summary>Reads the word list of the lexicon: word, count, marks; the mark <c>n</c> is a word mostly written with a capital.</summary>
    public static NameLexicon Load(string path)
    {
        var lexicon = new NameLexicon();
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var marks = line.LastIndexOf('\t');
            if (tab > 0)
            {
                var name = tab >= ShortestName && marks > tab && line.AsSpan(marks).Contains('n');
                lexicon.isName[FeatureHash.Of(line.AsSpan(0, tab))] = name;
            }
        }

        return lexicon;
    }

    /// <summary>Whether a word is a name: it is known as one, or nobody knows it and it has a capital inside a sentence.</summary>
    internal NameRule RuleOf(ulong form)
    {
        if (!isName.TryGetValue(form, out var name))
        {
            return NameRule.WithCapital;
        }

        return name ? NameRule.Always : NameRule.Never;
    }
}

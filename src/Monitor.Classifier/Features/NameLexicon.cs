namespace Monitor.Classifier.Features;

/// <summary>
/// Which words are names of persons and places. A feature that knew them would score a text by whom it is about, so they all become one.
/// </summary>
/// <remarks>A table of its own: a generic dictionary over numbers is compiled anew in every process, which took longer than the reading.</remarks>
public sealed class NameLexicon
{
    private const int ShortestName = 4;

    // By hash: the word's hash with its lowest bit saying whether it is a name; 0 is an empty slot.
    private ulong[] slots = new ulong[1 << 16];
    private int count;

    /// <summary>Reads the word list of the lexicon: word, count, marks; the mark <c>n</c> is a word mostly written with a capital.</summary>
    public static NameLexicon Load(string path)
    {
        var lexicon = new NameLexicon();
        var rest = File.ReadAllText(path).AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf('\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd('\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            var tab = line.IndexOf('\t');
            if (tab > 0 && line[0] != '#')
            {
                var marks = line.LastIndexOf('\t');
                lexicon.Set(FeatureHash.Of(line[..tab]), tab >= ShortestName && marks > tab && line[marks..].Contains('n'));
            }
        }

        return lexicon;
    }

    /// <summary>Whether a word is a name: it is known as one, or nobody knows it and it has a capital inside a sentence.</summary>
    internal NameRule RuleOf(ulong form)
    {
        var held = slots[Slot(form)];
        return held == 0 ? NameRule.WithCapital
            : (held & 1) != 0 ? NameRule.Always
            : NameRule.Never;
    }

    private void Set(ulong form, bool name)
    {
        var slot = Slot(form);
        count += slots[slot] == 0 ? 1 : 0;
        slots[slot] = Key(form) | (name ? 1UL : 0);
        if (count * 2 > slots.Length)
        {
            var before = slots;
            slots = new ulong[before.Length * 2];
            foreach (var held in before)
            {
                if (held != 0)
                {
                    slots[Slot(held)] = held;
                }
            }
        }
    }

    /// <summary>Never 0, so that no word looks like an empty slot.</summary>
    private static ulong Key(ulong form) => (form & ~1UL) is 0 ? 2 : form & ~1UL;

    private int Slot(ulong form)
    {
        var key = Key(form);
        var mask = slots.Length - 1;
        var slot = (int)(key >> 1) & mask;
        while (slots[slot] != 0 && (slots[slot] & ~1UL) != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}

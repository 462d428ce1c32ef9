using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>The ways in which a person of whom only the official name is known will be written.</summary>
internal static class NameForms
{
    private const int EverydayWord = 3000;
    private const int CommonWord = 300;

    private static readonly HashSet<string> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        "h",
        "hj",
        "hjh",
        "dr",
        "drs",
        "dra",
        "drh",
        "drg",
        "ir",
        "prof",
        "kh",
        "k",
        "tgk",
        "tgh",
        "ust",
        "ustadz",
        "r",
        "rd",
        "rr",
        "raden",
        "st",
        "sh",
        "se",
        "sip",
        "sos",
        "spd",
        "spdi",
        "sag",
        "skm",
        "ssos",
        "ssi",
        "skom",
        "msi",
        "mm",
        "mh",
        "mpd",
        "map",
        "mkes",
        "mt",
        "mba",
        "ma",
        "sp",
        "amd",
        "mp",
        "kol",
        "letkol",
        "mayjen",
        "brigjen",
        "irjen",
        "akbp",
        "purn",
        "tni",
        "pol",
        "ak",
        "ca",
        "phd",
        "lc",
        "apt",
        "bsc",
        "msc",
        "hc",
        "cn",
        "i",
        "ii",
        "iii",
        "ns",
        "ut",
        "pdt",
        "pr",
        "spog",
        "spb",
        "spa",
        "dipl",
        "ing",
        "capt",
        "alm",
    };

    /// <summary>Titles that are also parts of names: written either way.</summary>
    private static readonly HashSet<string> HalfTitles = new(StringComparer.OrdinalIgnoreCase)
    {
        "gus",
        "andi",
        "nyai",
        "tuan",
        "guru",
        "teuku",
        "daeng",
        "lalu",
    };

    /// <summary>The name without titles, its neighbouring parts, and single parts as far as they are not everyday words.</summary>
    public static IReadOnlyList<Alias> Of(string name, Lexicon lexicon)
    {
        var parts = Parts(name);
        var aliases = new List<Alias>();
        if (parts.Count >= 3 && HalfTitles.Contains(parts[0]))
        {
            aliases.Add(new Alias(string.Join(' ', parts), AliasStrength.Sure));
            parts.RemoveAt(0);
        }

        if (parts.Count >= 2)
        {
            aliases.Add(new Alias(string.Join(' ', parts), AliasStrength.Sure));
        }

        for (var first = 0; first + 1 < parts.Count; first++)
        {
            if (Count(parts[first], lexicon) < CommonWord || Count(parts[first + 1], lexicon) < CommonWord)
            {
                aliases.Add(new Alias(parts[first] + ' ' + parts[first + 1], AliasStrength.Sure));
            }
        }

        foreach (var part in parts)
        {
            var traits = lexicon.TraitsOf(part.ToLowerInvariant());
            var everyday =
                Count(part, lexicon) >= EverydayWord
                || traits.Has(WordTraits.Office | WordTraits.Political | WordTraits.Marker | WordTraits.Negator | WordTraits.Honorific);
            if (part.Length >= 4 && !everyday)
            {
                var unknown = lexicon.Find(part.ToLowerInvariant()) < 0;
                aliases.Add(new Alias(part, unknown && part.Length >= 6 ? AliasStrength.Political : AliasStrength.Marked));
            }
        }

        return aliases;
    }

    /// <summary>How much a text must say before this nickname counts: less the rarer its words are.</summary>
    public static AliasStrength StrengthOf(string name, Lexicon lexicon)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 2)
        {
            return words.Any(word => Count(word, lexicon) < CommonWord) ? AliasStrength.Sure : AliasStrength.Political;
        }

        return name.Length >= 6 && lexicon.Find(name.ToLowerInvariant()) < 0 ? AliasStrength.Political : AliasStrength.Marked;
    }

    /// <summary>The same for what a pair is called: an acronym that is a word as well counts in capitals only.</summary>
    public static AliasStrength StrengthOfPairName(string name, Lexicon lexicon)
    {
        if (name.Contains(' '))
        {
            return StrengthOf(name, lexicon);
        }

        return lexicon.Find(name.ToLowerInvariant()) < 0 ? AliasStrength.Political : AliasStrength.Caps;
    }

    private static int Count(string part, Lexicon lexicon)
    {
        var word = part.ToLowerInvariant();
        return lexicon.TraitsOf(word).Has(WordTraits.Name) ? 0 : lexicon.CountOf(word);
    }

    private static List<string> Parts(string name)
    {
        var comma = name.IndexOf(',');
        var parts = new List<string>();
        foreach (var written in (comma > 0 ? name[..comma] : name).Split([' ', '(', ')', '/', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            // "H.M." and "S.Pd." are titles, "Moh.Amin" is a name written without its space.
            foreach (var piece in written.Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                var plain = piece.Trim('\'', '-', '`', '’', '.');
                if (plain.Length >= 2 && !Titles.Contains(plain) && !(plain.Length <= 3 && written.Contains('.')))
                {
                    parts.Add(plain);
                }
            }
        }

        return parts;
    }
}

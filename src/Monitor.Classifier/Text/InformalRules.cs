namespace Monitor.Classifier.Text;

/// <summary>Regular ways in which posts depart from the standard spelling. A rule counts only when it leads to a standard word.</summary>
internal sealed class InformalRules(Lexicon lexicon)
{
    private const string Vowels = "aiueo";
    private static readonly (string Old, string Modern)[] Spellings =
    [
        ("oe", "u"),
        ("tj", "c"),
        ("dj", "j"),
        ("sh", "s"),
        ("dh", "d"),
        ("ae", "ai"),
        ("ao", "au"),
        ("z", "j"),
        ("v", "p"),
        ("f", "p"),
        ("j", "z"),
        ("s", "sy"),
        ("ph", "f"),
        ("q", "k"),
        ("x", "ks"),
    ];
    private static readonly string[] Clitics = ["nya", "lah", "kah", "pun", "ku", "mu", "ny"];

    /// <summary>Writes the standard form (words separated by one space) and returns its length; 0 when no rule applies.</summary>
    public int Apply(ReadOnlySpan<char> word, Span<char> into)
    {
        if (word.Length is < 2 or > 32)
        {
            return 0;
        }

        if (IsLaughter(word))
        {
            return Write(into, "hahaha");
        }

        var length = Place(word, into);
        length = length > 0 ? length : Suffixed(word, into);
        length = length > 0 ? length : Nasal(word, into);
        length = length > 0 ? length : Sounds(word, into);
        length = length > 0 ? length : WithClitic(word, into);
        return length > 0 ? length : lexicon.Skeletons.Find(word, into);
    }

    /// <summary>haha, wkwk, hihi, xixi in any length and order, with slips.</summary>
    private static bool IsLaughter(ReadOnlySpan<char> word)
    {
        if (word.Length < 4)
        {
            return false;
        }

        if (word.IndexOfAnyExcept("wkq") < 0)
        {
            return word.Contains('w');
        }

        var h = word.Count('h');
        return h >= 2
            && (
                word.IndexOfAnyExcept("ha") < 0
                || word.IndexOfAnyExcept("he") < 0
                || word.IndexOfAnyExcept("hi") < 0
                || word.IndexOfAnyExcept("hu") < 0
            )
            && word.Length - h >= 1;
    }

    /// <summary>"dirumah" is "di rumah", but "dipukul" is a verb.</summary>
    private int Place(ReadOnlySpan<char> word, Span<char> into)
    {
        if (word.Length < 5 || !(word.StartsWith("di") || word.StartsWith("ke")) || !lexicon.TraitsOf(word[2..]).Has(WordTraits.Place))
        {
            return 0;
        }

        word[..2].CopyTo(into);
        into[2] = ' ';
        word[2..].CopyTo(into[3..]);
        return word.Length + 1;
    }

    /// <summary>-in for -kan or -i: "kabarin", "dikerjain".</summary>
    private int Suffixed(ReadOnlySpan<char> word, Span<char> into)
    {
        if (word.Length < 5 || !word.EndsWith("in"))
        {
            return 0;
        }

        Span<char> other = stackalloc char[40];
        scoped var stem = word[..^2];
        var best = 0;
        var bestCount = 0;
        Span<char> changed = stackalloc char[36];
        for (var sound = 0; sound < 2; sound++)
        {
            if (sound == 1)
            {
                var length = FirstStandardVariant(stem, changed);
                if (length == 0)
                {
                    break;
                }

                stem = changed[..length];
            }

            foreach (var suffix in (ReadOnlySpan<string>)["kan", "i"])
            {
                stem.CopyTo(other);
                suffix.CopyTo(other[stem.Length..]);
                var candidate = other[..(stem.Length + suffix.Length)];
                var length = WithPrefix(candidate, into[80..]);
                var count = length > 0 ? lexicon.CountOf(into.Slice(80, length)) : 0;
                if (count > bestCount)
                {
                    bestCount = count;
                    best = length;
                    into.Slice(80, length).CopyTo(into);
                }
            }
        }

        return best;
    }

    /// <summary>The candidate itself when it is standard, or with its colloquial nasal made a full prefix.</summary>
    private int WithPrefix(ReadOnlySpan<char> candidate, Span<char> into)
    {
        if (lexicon.IsStandard(candidate))
        {
            return Write(into, candidate);
        }

        return NasalOf(candidate, into);
    }

    private int Nasal(ReadOnlySpan<char> word, Span<char> into) => word.Length < 4 ? 0 : NasalOf(word, into);

    private int NasalOf(ReadOnlySpan<char> word, Span<char> into)
    {
        if (word.Length < 4 || word[0] is not ('n' or 'm'))
        {
            return 0;
        }

        var length = 0;
        if (word.StartsWith("nge"))
        {
            foreach (var prefix in (ReadOnlySpan<string>)["me", "mem", "men", "meng", "menge"])
            {
                length = length > 0 ? length : Joined(prefix, word[3..], into);
            }
        }

        length = length > 0 ? length : Joined("me", word, into);
        if (word.StartsWith("ny"))
        {
            length = length > 0 ? length : Joined("menc", word[2..], into);
        }

        if (word.StartsWith("ng"))
        {
            length = length > 0 ? length : Joined("ber", word[2..], into);
        }

        if (word[0] == 'n' && length == 0)
        {
            length = Joined("men", word[1..], into);
        }

        return length;
    }

    private int Joined(string prefix, ReadOnlySpan<char> rest, Span<char> into)
    {
        prefix.CopyTo(into);
        rest.CopyTo(into[prefix.Length..]);
        var length = prefix.Length + rest.Length;
        return lexicon.IsStandard(into[..length]) ? length : 0;
    }

    private int Sounds(ReadOnlySpan<char> word, Span<char> into) => word.Length < 4 ? 0 : FirstStandardVariant(word, into);

    /// <summary>One regular change of sound or spelling: malem, teros, ujan, gilak, waroeng, sholeh.</summary>
    private int FirstStandardVariant(ReadOnlySpan<char> word, Span<char> into)
    {
        var last = word.LastIndexOfAny(Vowels);
        if (last < 0)
        {
            return 0;
        }

        if (last < word.Length - 1 || word[last] is 'o' or 'e')
        {
            var swaps = word[last] switch
            {
                'e' => "ai",
                'o' => "ua",
                _ => string.Empty,
            };
            foreach (var swap in swaps)
            {
                word.CopyTo(into);
                into[last] = swap;
                if (Accepted(into[..word.Length]))
                {
                    return word.Length;
                }
            }
        }

        var length = Doubled(word, into);
        if (length > 0)
        {
            return length;
        }

        if (word[0] is 'a' or 'i' or 'u' && Accepted(Put(into, "h", word)))
        {
            return word.Length + 1;
        }

        if (word[^1] is 'h' or 'k' or 'g' or 't' && word.Length >= 5 && Accepted(Put(into, string.Empty, word[..^1])))
        {
            return word.Length - 1;
        }

        if (Vowels.Contains(word[^1]) && Accepted(Put(into, string.Empty, word, "h")))
        {
            return word.Length + 1;
        }

        return OldSpelling(word, into);
    }

    /// <summary>A letter written twice without need: "gass", "sallam".</summary>
    private int Doubled(ReadOnlySpan<char> word, Span<char> into)
    {
        for (var at = 1; at < word.Length; at++)
        {
            if (word[at] != word[at - 1])
            {
                continue;
            }

            word[..at].CopyTo(into);
            word[(at + 1)..].CopyTo(into[at..]);
            if (Accepted(into[..(word.Length - 1)]))
            {
                return word.Length - 1;
            }
        }

        return 0;
    }

    private int OldSpelling(ReadOnlySpan<char> word, Span<char> into)
    {
        foreach (var (old, modern) in Spellings)
        {
            var at = word.IndexOf(old);
            if (at < 0)
            {
                continue;
            }

            var length = word.Length - old.Length + modern.Length;
            word[..at].CopyTo(into);
            modern.CopyTo(into[at..]);
            word[(at + old.Length)..].CopyTo(into[(at + modern.Length)..]);
            if (Accepted(into[..length]))
            {
                return length;
            }
        }

        return 0;
    }

    private int WithClitic(ReadOnlySpan<char> word, Span<char> into)
    {
        foreach (var clitic in Clitics)
        {
            if (word.Length - clitic.Length < 3 || !word.EndsWith(clitic))
            {
                continue;
            }

            var stem = word[..^clitic.Length];
            var length = Explained(stem, into);
            if (length > 0)
            {
                var full = clitic == "ny" ? "nya" : clitic;
                full.CopyTo(into[length..]);
                return length + full.Length;
            }
        }

        if (
            word.Length >= 5
            && word.StartsWith("di")
            && Explained(word[2..], into[2..]) is > 0 and var tail
            && !into.Slice(2, tail).Contains(' ')
        )
        {
            "di".CopyTo(into);
            return tail + 2;
        }

        return 0;
    }

    /// <summary>A word that the list of informal words replaces by one word, or a variant by sound.</summary>
    private int Explained(ReadOnlySpan<char> word, Span<char> into)
    {
        var entry = lexicon.Find(word);
        if (entry >= 0 && lexicon.Entry(entry).TargetCount == 1)
        {
            return Write(into, lexicon.Word(lexicon.Targets[lexicon.Entry(entry).TargetStart]));
        }

        return entry >= 0 && lexicon.Entry(entry).Traits.Has(WordTraits.Standard) ? 0 : Sounds(word, into);
    }

    private bool Accepted(ReadOnlySpan<char> candidate) =>
        candidate.Length >= 3 && lexicon.IsStandard(candidate) && lexicon.CountOf(candidate) >= 20;

    private static ReadOnlySpan<char> Put(Span<char> into, string before, ReadOnlySpan<char> word, string after = "")
    {
        before.CopyTo(into);
        word.CopyTo(into[before.Length..]);
        after.CopyTo(into[(before.Length + word.Length)..]);
        return into[..(before.Length + word.Length + after.Length)];
    }

    private static int Write(Span<char> into, ReadOnlySpan<char> form)
    {
        form.CopyTo(into);
        return form.Length;
    }
}

namespace Monitor.Classifier.Text;

/// <summary>
/// Takes the affixes off an Indonesian word by rule and accepts what remains only when it is a known root
/// (after Nazief and Adriani 1996, and the confix rules of Asian 2007; written anew as a search over all analyses).
/// </summary>
/// <remarks>The longest root wins, then the fewest affixes: "memberikan" is beri, not ikan. A word with no known root keeps its form.</remarks>
internal sealed class Stemmer(Func<ReadOnlySpan<char>, bool> isRoot)
{
    /// <summary>Longest word looked at; what is longer keeps its form.</summary>
    public const int MaxWord = 40;

    private const int Shortest = 3;
    private const int SuffixCost = 9;
    private const int RestoredCost = 1000;

    private static readonly string[] Particles = ["lah", "kah", "tah", "pun"];
    private static readonly string[] Possessives = ["nya", "ku", "mu"];
    private static readonly string[] Derivations = ["kan", "an", "i", "isasi", "isme", "is", "wan", "wati", "in"];
    private static readonly string[] Infixes = ["el", "er", "em", "in"];

    /// <summary>Writes the stem of a lower-case word into <paramref name="stem"/> and returns its length; 0 when no root was found.</summary>
    public int Stem(ReadOnlySpan<char> word, Span<char> stem)
    {
        var hyphen = word.IndexOf('-');
        if (hyphen > 0)
        {
            return StemOfDoubled(word, hyphen, stem);
        }

        if (word.Length > MaxWord || word.Length < Shortest)
        {
            return 0;
        }

        if (isRoot(word))
        {
            word.CopyTo(stem);
            return word.Length;
        }

        var search = new Search(stem);
        WithoutSuffixes(word, ref search);
        return search.Length;
    }

    private int StemOfDoubled(ReadOnlySpan<char> word, int hyphen, Span<char> stem)
    {
        var left = word[..hyphen];
        var right = word[(hyphen + 1)..];
        if (right.Contains('-'))
        {
            return StemOfDoubled(word[..(hyphen + 1 + right.IndexOf('-'))], hyphen, stem);
        }

        if (right is "nya" or "ku" or "mu" or "lah" or "kah" or "pun")
        {
            return Stem(left, stem) is > 0 and var length ? length : Keep(left, stem);
        }

        Span<char> other = stackalloc char[MaxWord];
        var rightLength = Stem(right, other);
        var leftLength = Stem(left, stem);
        if (leftLength > 0 && rightLength > 0 && stem[..leftLength].SequenceEqual(other[..rightLength]))
        {
            return leftLength;
        }

        // "meniru-nirukan": the second half has kept the nasal that replaced the first letter of the root.
        return leftLength > 0 && leftLength >= 3 && right.IndexOf(stem.Slice(1, leftLength - 1)) is 0 or 1 ? leftLength : 0;
    }

    private static int Keep(ReadOnlySpan<char> word, Span<char> stem)
    {
        var length = Math.Min(word.Length, stem.Length);
        word[..length].CopyTo(stem);
        return length;
    }

    private void WithoutSuffixes(ReadOnlySpan<char> word, scoped ref Search search)
    {
        WithoutDerivation(word, 0, ref search);
        foreach (var particle in Particles)
        {
            if (Ends(word, particle))
            {
                WithoutPossessive(word[..^particle.Length], SuffixCost, ref search);
            }
        }

        WithoutPossessive(word, 0, ref search);
    }

    private void WithoutPossessive(ReadOnlySpan<char> word, int affixes, scoped ref Search search)
    {
        if (affixes > 0)
        {
            WithoutDerivation(word, affixes, ref search);
        }

        foreach (var possessive in Possessives)
        {
            if (Ends(word, possessive))
            {
                WithoutDerivation(word[..^possessive.Length], affixes + SuffixCost, ref search);
            }
        }
    }

    private void WithoutDerivation(ReadOnlySpan<char> word, int affixes, scoped ref Search search)
    {
        WithoutPrefixes(word, affixes, 0, ref search);
        foreach (var suffix in Derivations)
        {
            if (Ends(word, suffix))
            {
                WithoutPrefixes(word[..^suffix.Length], affixes + SuffixCost, 0, ref search);
            }
        }
    }

    private void WithoutPrefixes(scoped ReadOnlySpan<char> word, int affixes, int depth, scoped ref Search search)
    {
        if (word.Length < Shortest || word.Length + 1 < search.Length)
        {
            return;
        }

        if (isRoot(word))
        {
            search.Offer(word, affixes);
        }

        if (depth == 0 && word.Length >= 6)
        {
            WithoutInfix(word, affixes, ref search);
        }

        if (depth == 3)
        {
            return;
        }

        // Of two readings as long, the one with fewer prefixes, then fewer affixes: "berikanku" is beri, not ikan.
        var next = depth + 1;
        affixes += depth == 0 ? 10 : 13;
        switch (word[0])
        {
            case 'd' when word.StartsWith("di"):
                WithoutPrefixes(word[2..], affixes, next, ref search);
                break;
            case 'k' when word.StartsWith("kau"):
                WithoutPrefixes(word[3..], affixes, next, ref search);
                break;
            case 'k' when word.StartsWith("ke") || word.StartsWith("ku"):
                WithoutPrefixes(word[2..], affixes, next, ref search);
                break;
            case 's' when word.StartsWith("se"):
                WithoutPrefixes(word[2..], affixes, next, ref search);
                break;
            case 'b' when word.StartsWith("be"):
                WithoutR(word, "ajar", affixes, next, ref search);
                break;
            case 't' when word.StartsWith("te"):
                WithoutR(word, "anjur", affixes, next, ref search);
                break;
            case 'm' when word.StartsWith("me"):
                WithoutNasal(word[2..], affixes, next, ref search);
                break;
            case 'p' when word.StartsWith("pe"):
                WithoutR(word, "ajar", affixes, next, ref search);
                WithoutNasal(word[2..], affixes, next, ref search);
                break;
            case 'n' when word.Length > 4:
                WithoutBareNasal(word, affixes, next, ref search);
                break;
        }
    }

    /// <summary>ber-, ter-, per- and their forms without r ("bekerja", "teraup") or with l ("belajar").</summary>
    private void WithoutR(scoped ReadOnlySpan<char> word, string afterL, int affixes, int depth, scoped ref Search search)
    {
        if (word.Length > 3 && word[2] == 'r')
        {
            WithoutPrefixes(word[3..], affixes, depth, ref search);
        }
        else if (word.Length > 3 && word[2] == 'l' && word[3..].StartsWith(afterL))
        {
            WithoutPrefixes(word[3..], affixes, depth, ref search);
        }
        else if (word[0] == 'p')
        {
            return;
        }

        WithoutPrefixes(word[2..], affixes, depth, ref search);
    }

    /// <summary>What may stand behind me- or pe-: the nasal that the first letter of the root calls for, or swallowed that letter.</summary>
    private void WithoutNasal(scoped ReadOnlySpan<char> rest, int affixes, int depth, scoped ref Search search)
    {
        if (rest.Length < Shortest)
        {
            return;
        }

        // "melipat", "petani": no nasal at all.
        WithoutPrefixes(rest, affixes, depth, ref search);
        switch (rest[0])
        {
            case 'm':
                WithoutPrefixes(rest[1..], affixes, depth, ref search);
                Restored('p', rest[1..], affixes, depth, ref search);
                break;
            case 'n' when rest[1] == 'g':
                WithoutPrefixes(rest[2..], affixes, depth, ref search);
                Restored('k', rest[2..], affixes, depth, ref search);
                if (rest[2] == 'e')
                {
                    WithoutPrefixes(rest[3..], affixes, depth, ref search);
                }

                break;
            case 'n' when rest[1] == 'y':
                Restored('s', rest[2..], affixes, depth, ref search);
                WithoutPrefixes(rest[1..], affixes, depth, ref search);
                break;
            case 'n':
                WithoutPrefixes(rest[1..], affixes, depth, ref search);
                Restored('t', rest[1..], affixes, depth, ref search);
                break;
        }
    }

    /// <summary>The colloquial verb without me-: "ngambil", "nyari", "nulis".</summary>
    private void WithoutBareNasal(scoped ReadOnlySpan<char> word, int affixes, int depth, scoped ref Search search)
    {
        if (word[1] == 'g')
        {
            WithoutPrefixes(word[2..], affixes, depth, ref search);
            Restored('k', word[2..], affixes, depth, ref search);
            if (word[2] == 'e')
            {
                WithoutPrefixes(word[3..], affixes, depth, ref search);
            }
        }
        else if (word[1] == 'y')
        {
            Restored('s', word[2..], affixes, depth, ref search);
            Restored('c', word[2..], affixes, depth, ref search);
        }
        else
        {
            Restored('t', word[1..], affixes, depth, ref search);
        }
    }

    private void Restored(char swallowed, scoped ReadOnlySpan<char> rest, int affixes, int depth, scoped ref Search search)
    {
        if (rest.Length < 2 || !IsVowel(rest[0]) || rest.Length >= MaxWord)
        {
            return;
        }

        Span<char> whole = stackalloc char[rest.Length + 1];
        whole[0] = swallowed;
        rest.CopyTo(whole[1..]);
        // Where both readings are roots ("pengurus": urus, kurus), the one that needs no letter restored wins.
        WithoutPrefixes(whole, affixes + RestoredCost, depth, ref search);
    }

    /// <summary>"gemuruh" from guruh, "telunjuk" from tunjuk; and the doubled first syllable of "lelembut", "rerata".</summary>
    private void WithoutInfix(scoped ReadOnlySpan<char> word, int affixes, scoped ref Search search)
    {
        if (IsVowel(word[0]))
        {
            return;
        }

        if (word[1] == 'e' && word[2] == word[0] && isRoot(word[2..]))
        {
            search.Offer(word[2..], affixes + (2 * SuffixCost));
        }

        Span<char> whole = stackalloc char[word.Length - 2];
        foreach (var infix in Infixes)
        {
            if (!word[1..].StartsWith(infix))
            {
                continue;
            }

            whole[0] = word[0];
            word[3..].CopyTo(whole[1..]);
            if (whole.Length >= 4 && isRoot(whole))
            {
                search.Offer(whole, affixes + (2 * SuffixCost));
            }
        }
    }

    private static bool Ends(ReadOnlySpan<char> word, string suffix) =>
        word.Length - suffix.Length >= Shortest && word.EndsWith(suffix, StringComparison.Ordinal);

    private static bool IsVowel(char letter) => letter is 'a' or 'i' or 'u' or 'e' or 'o';

    private ref struct Search(Span<char> stem)
    {
        private readonly Span<char> _stem = stem;
        private int _affixes;
        private int _read;

        public int Length { get; private set; }

        public void Offer(scoped ReadOnlySpan<char> root, int affixes)
        {
            // A restored letter adds nothing to what was read.
            var read = root.Length - (affixes >= RestoredCost ? 1 : 0);
            if (read < _read || (read == _read && affixes >= _affixes))
            {
                return;
            }

            root.CopyTo(_stem);
            Length = root.Length;
            _read = read;
            _affixes = affixes;
        }
    }
}

using System.Collections.Frozen;

namespace Monitor.Worker.Registry;

/// <summary>What stands between a word and the one before it.</summary>
internal enum Gap
{
    /// <summary>Blanks only.</summary>
    Space,

    /// <summary>A full stop, as after an initial or a title.</summary>
    Dot,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>An opening bracket, or a dash between words.</summary>
    Aside,

    /// <summary>Anything else: a quote, a closing bracket, a slash.</summary>
    Other,
}

/// <summary>One word of a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its length.</param>
/// <param name="Letters">Lower case, without marks and apostrophes.</param>
/// <param name="Gap">What stands before it.</param>
/// <param name="Sentence">Which sentence it is in; 0 is the dateline when there is one.</param>
/// <param name="IsCapital">Whether it begins with a capital.</param>
internal readonly record struct NewsWord(int Start, int Length, string Letters, Gap Gap, int Sentence, bool IsCapital);

/// <summary>A text cut into words and sentences, as far as finding people in it needs.</summary>
internal sealed class NewsText
{
    private const int LongestDateline = 6;

    // A full stop after one of these ends no sentence.
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        [
            "kab",
            "kec",
            "kel",
            "prov",
            "kep",
            "drs",
            "dra",
            "dr",
            "ir",
            "hj",
            "prof",
            "moh",
            "moch",
            "muh",
            "mohd",
            "mhd",
            "abd",
            "ach",
            "akh",
            "st",
            "sdr",
            "sdri",
            "bpk",
            "jl",
            "no",
            "rp",
            "tgl",
            "plt",
            "plh",
            "pj",
            "ust",
            "kh",
            "tgk",
            "drh",
            "drg",
            "ns",
            "apt",
            "sos",
            "pd",
            "si",
            "kes",
            "kom",
            "hum",
            "ag",
            "ip",
            "kep",
            "mt",
            "mm",
            "mh",
            "md",
            "farm",
            "stp",
            "an",
            "al",
            "dkk",
            "ds",
        ],
        StringComparer.Ordinal
    );

    private readonly bool[] _cased;

    private NewsText(List<NewsWord> words)
    {
        Words = words;
        _cased = new bool[words.Count == 0 ? 1 : words[^1].Sentence + 1];
        var capitals = new int[_cased.Length];
        var all = new int[_cased.Length];
        foreach (var word in words.Where(word => word.Letters.Length > 3))
        {
            all[word.Sentence]++;
            capitals[word.Sentence] += word.IsCapital ? 1 : 0;
        }

        for (var i = 0; i < _cased.Length; i++)
        {
            // Headlines are written With Capitals Or IN THEM, chats without: there a capital tells nothing.
            _cased[i] = capitals[i] > 0 && capitals[i] * 100 <= all[i] * 75;
        }
    }

    /// <summary>The words, in order.</summary>
    public List<NewsWord> Words { get; }

    /// <summary>Whether the text begins with a place and a dash.</summary>
    public bool HasDateline { get; private init; }

    /// <summary>Whether a capital means something in this sentence.</summary>
    public bool IsCased(int sentence) => _cased[sentence];

    /// <summary>Cuts a text up.</summary>
    public static NewsText Read(string text)
    {
        var words = new List<NewsWord>(text.Length / 6);
        var sentence = 0;
        var end = 0;
        var hasDateline = false;
        for (var i = 0; i < text.Length; )
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || IsInnerApostrophe(text, i)))
            {
                i++;
            }

            var between = text.AsSpan(end, start - end);
            if (words.Count > 0)
            {
                if (words.Count <= LongestDateline && sentence == 0 && IsDatelineDash(between))
                {
                    hasDateline = true;
                    sentence++;
                }
                else if (EndsSentence(between, words[^1], text[start]))
                {
                    sentence++;
                }
            }

            words.Add(new NewsWord(start, i - start, NameKey.Letters(text[start..i]), GapOf(between), sentence, char.IsUpper(text[start])));
            end = i;
        }

        return new NewsText(words) { HasDateline = hasDateline };
    }

    private static bool IsInnerApostrophe(string text, int i) =>
        text[i] is '\'' or '’' or '‘' or '`' && i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLower(text[i + 1]);

    private static bool IsDatelineDash(ReadOnlySpan<char> between) =>
        between.Length >= 2 && between.IndexOfAny('-', '–', '—') >= 0 && between.IndexOfAny(" \u00A0") >= 0 && !between.Contains('\n');

    private static bool EndsSentence(ReadOnlySpan<char> between, NewsWord before, char next)
    {
        if (between.Count('\n') > 1 || between.IndexOfAny("!?") >= 0)
        {
            return true;
        }

        var newLine = between.Contains('\n');
        var stop = between.Contains('.');
        if (!stop)
        {
            return newLine && !between.Contains(',') && char.IsUpper(next);
        }

        return between.Length > 1
            && !char.IsLower(next)
            && before.Letters.Length > 1
            && !Abbreviations.Contains(before.Letters)
            && !(before.IsCapital && before.Length <= 4 && NameKey.IsBackTitle(before.Letters));
    }

    private static Gap GapOf(ReadOnlySpan<char> between) =>
        between.IsWhiteSpace() ? Gap.Space
        : between.Contains(',') ? Gap.Comma
        : between.IndexOfAny('(', '–', '—') >= 0 || between.Contains(" -", StringComparison.Ordinal) ? Gap.Aside
        : between.Trim() is "." ? Gap.Dot
        : Gap.Other;
}

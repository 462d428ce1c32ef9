using Monitor.Worker.Contests;

namespace Monitor.Worker.Registry;

/// <summary>A region named in a text.</summary>
/// <param name="First">Index of its first word, the "Kabupaten" or "Kota" before it included.</param>
/// <param name="Last">Index of its last word.</param>
/// <param name="Codes">What it can mean: one code, or two for a bare "Pekalongan" that may be the kabupaten or the kota.</param>
internal sealed record RegionMention(int First, int Last, IReadOnlyList<string> Codes);

/// <summary>Finds the regions that a text names.</summary>
internal sealed class RegionMentions
{
    private static readonly string[] Types = ["kabupaten", "kota", "administrasi", "provinsi"];

    // As the press says them.
    private static readonly (string Name, string Code)[] PressNames =
    [
        ("jateng", "33"),
        ("jatim", "35"),
        ("jabar", "32"),
        ("sumut", "12"),
        ("sumbar", "13"),
        ("sumsel", "16"),
        ("sulsel", "73"),
        ("sulteng", "72"),
        ("sultra", "74"),
        ("sulut", "71"),
        ("sulbar", "76"),
        ("kalsel", "63"),
        ("kalteng", "62"),
        ("kaltim", "64"),
        ("kalbar", "61"),
        ("kaltara", "65"),
        ("ntb", "52"),
        ("ntt", "53"),
        ("diy", "34"),
        ("yogya", "34.71"),
        ("jogja", "34.71"),
        ("jogjakarta", "34"),
        ("dki", "31"),
        ("jakarta", "31"),
        ("babel", "19"),
        ("kepri", "21"),
        ("malut", "82"),
        ("solo", "33.72"),
        ("jaksel", "31.74"),
        ("jakpus", "31.71"),
        ("jakbar", "31.73"),
        ("jaktim", "31.75"),
        ("jakut", "31.72"),
        ("tangsel", "36.74"),
    ];

    // Names that are also everyday words: without a capital that means something they count only after "Kabupaten" or "Kota".
    private static readonly HashSet<string> EverydayWords = new(StringComparer.Ordinal)
    {
        "batu",
        "malang",
        "padang",
        "palu",
        "serang",
        "buru",
        "metro",
        "landak",
        "solok",
        "siak",
        "pati",
        "batang",
        "tegal",
        "lebak",
        "bone",
        "agam",
        "kaur",
        "bima",
        "ende",
        "alor",
        "bangli",
        "paser",
        "solo",
        "barito",
        "asahan",
        "toba",
        "bungo",
        "sigi",
        "sarmi",
        "maros",
    };

    private readonly Dictionary<string, List<(string[] Tail, string Code)>> _byFirst = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Takes Kemendagri's list.</summary>
    public RegionMentions(IReadOnlyList<Region> regions)
    {
        foreach (var region in regions)
        {
            _names[region.Code] = region.Name;
            Add(BareName(region.Name), region.Code);
        }

        foreach (var (name, code) in PressNames)
        {
            Add([name], code);
        }
    }

    /// <summary>The words of a region's name without its type; empty for an unknown code.</summary>
    public IReadOnlyList<string> WordsOf(string code) => _names.TryGetValue(code, out var name) ? BareName(name) : [];

    /// <summary>The type word of a region: kabupaten, kota or provinsi.</summary>
    public string TypeOf(string code) =>
        code.Length == 2 ? "provinsi"
        : _names.TryGetValue(code, out var name) && name.StartsWith("Kota", StringComparison.Ordinal) ? "kota"
        : "kabupaten";

    /// <summary>Whether a word is part of some region's name.</summary>
    public bool IsRegionWord(string letters) => _byFirst.ContainsKey(letters);

    /// <summary>All of them, in order, outside the words that <paramref name="taken"/> marks as parts of a person's name.</summary>
    public List<RegionMention> Find(NewsText text, bool[] taken)
    {
        var mentions = new List<RegionMention>();
        var words = text.Words;
        for (var i = 0; i < words.Count; i++)
        {
            if (taken[i] || !_byFirst.TryGetValue(words[i].Letters, out var names))
            {
                continue;
            }

            var longest = names.Where(name => Follows(words, i, name.Tail)).Select(name => name.Tail.Length).DefaultIfEmpty(-1).Max();
            if (longest < 0)
            {
                continue;
            }

            var codes = names
                .Where(name => name.Tail.Length == longest && Follows(words, i, name.Tail))
                .Select(name => name.Code)
                .Distinct()
                .ToList();
            var last = i + longest;
            var type = TypeBefore(words, i);
            if (type is null && !IsBareMention(text, i, last, taken))
            {
                continue;
            }

            var typed = type is null ? [] : codes.Where(code => TypeOf(code) == type).ToList();
            mentions.Add(new RegionMention(type is null ? i : i - 1, last, typed.Count > 0 ? typed : codes));
            i = last;
        }

        return mentions;
    }

    private static bool IsBareMention(NewsText text, int first, int last, bool[] taken)
    {
        var words = text.Words;
        if (!text.IsCased(words[first].Sentence))
        {
            return last > first || !EverydayWords.Contains(words[first].Letters);
        }

        if (!words[first].IsCapital)
        {
            return false;
        }

        // "Bima Arya" is a person: a bare name of a region is none when another capital goes on behind it that is no office and no known name.
        var next = last + 1;
        return next >= words.Count
            || words[next].Gap != Gap.Space
            || !words[next].IsCapital
            || taken[next]
            || OfficeWords.Expand(words[next].Letters).All(OfficeWords.IsShared)
            || first > 0
                && words[first].Gap == Gap.Space
                && (OfficeWords.IsHead(words[first - 1].Letters) || words[first - 1].Letters is "bawaslu" or "kpu");
    }

    private static string? TypeBefore(List<NewsWord> words, int i)
    {
        if (i == 0 || words[i].Gap is not (Gap.Space or Gap.Dot))
        {
            return null;
        }

        return words[i - 1].Letters switch
        {
            "kabupaten" or "kab" or "pemkab" or "bupati" or "wabup" or "cabup" or "pemerintahkabupaten" => "kabupaten",
            "kota" or "pemkot" or "pemko" or "walikota" or "walkot" or "wawali" => "kota",
            "provinsi" or "prov" or "pemprov" or "gubernur" or "wagub" or "propinsi" => "provinsi",
            _ => null,
        };
    }

    private static bool Follows(List<NewsWord> words, int i, string[] rest)
    {
        if (i + rest.Length >= words.Count)
        {
            return false;
        }

        for (var k = 0; k < rest.Length; k++)
        {
            if (words[i + 1 + k].Letters != rest[k] || words[i + 1 + k].Gap is not Gap.Space)
            {
                return false;
            }
        }

        return true;
    }

    private static string[] BareName(string name)
    {
        var words = NewsText.Read(name).Words.ConvertAll(word => word.Letters);
        var skip = words.TakeWhile(Types.Contains).Count();
        return [.. words.Skip(skip == words.Count ? 0 : skip)];
    }

    private void Add(string[] words, string code)
    {
        if (!_byFirst.TryGetValue(words[0], out var names))
        {
            _byFirst[words[0]] = names = [];
        }

        names.Add((words[1..], code));
    }
}
